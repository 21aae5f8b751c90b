"""`beffroi indicators …`: the catalogue and the engine."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from beffroi.foundations import home
from beffroi.foundations.progress import followed
from beffroi.observatory.engine import declaration, vocabulary
from beffroi.observatory.engine.base import WrongColumns
from beffroi.observatory.engine.cells import WrongRows
from beffroi.observatory.engine.declaration import BadDeclaration, Indicator
from beffroi.observatory.engine.edition import UnknownCode, make_release
from beffroi.observatory.engine.examples import ExampleFails, run_example
from beffroi.observatory.engine.ground import NotBuilt
from beffroi.observatory.engine.order import in_order
from beffroi.observatory.engine.publish import SCOPES, GateClosed
from beffroi.observatory.engine.run import ComputationFailed

REFUSALS = (BadDeclaration, ComputationFailed, GateClosed, NotBuilt, WrongRows, WrongColumns)


@click.group(epilog="Example:  beffroi indicators explain HAB-03")
def indicators() -> None:
    """What is measured, how, and the engine that computes it."""


@indicators.command("list", epilog="Example:  beffroi indicators list --axis housing")
@click.option("--axis", type=click.Choice(list(vocabulary.axes())), help="Only one axis of the programme.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
def list_(*, axis: str | None, as_json: bool) -> None:
    """List the indicators by axis and code."""
    order = list(vocabulary.axes())
    chosen = [indicator for indicator in _loaded().values() if axis in (None, indicator.axis)]
    chosen.sort(key=lambda indicator: (order.index(indicator.axis), indicator.code))
    if as_json:
        click.echo(json.dumps([_summary(indicator) for indicator in chosen], ensure_ascii=False, indent=2))
        return
    table = Table("Code", "Axis", "Name", "Unit", "Levels", box=None, pad_edge=False)
    for indicator in chosen:
        unit = vocabulary.units()[indicator.unit]["label"]["en"]
        table.add_row(indicator.code, indicator.axis, indicator.name["en"], unit, " ".join(indicator.levels))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=240)).print(table)
    click.echo(f"Indicators: {len(chosen)}.")


@indicators.command(epilog="Example:  beffroi indicators explain HAB-03")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def explain(code: str, *, as_json: bool) -> None:
    """Say what an indicator is: definition, formula, sources, query, limits, worked example."""
    loaded = _loaded()
    found = {indicator.code: indicator for indicator in loaded.values()} | loaded
    if code not in found:
        known = ", ".join(indicator.code for indicator in loaded.values())
        raise click.BadParameter(f"no indicator {code!r}; there are {known}.", param_hint="CODE")
    indicator = found[code]
    if as_json:
        click.echo(json.dumps(indicator.published() | {"examples": indicator.examples}, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(_explained(indicator)))


@indicators.command(epilog="Example:  beffroi indicators check HAB-03")
@click.argument("codes", metavar="[CODE]…", nargs=-1)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=declaration.INDICATORS,
    help="Another folder of declarations.",
)
def check(codes: tuple[str, ...], folder: Path) -> None:
    """Read every declaration and run every worked example, or only those of the codes given."""
    chosen = [_alone(folder, code) for code in codes] or in_order(_loaded(folder))
    broken = [fault for indicator in followed(chosen, title="Examples") for fault in _broken(indicator)]
    for fault in broken:
        click.echo(fault, err=True)
    if broken:
        raise click.exceptions.Exit(1)
    click.echo(f"{len(chosen)} indicators, {sum(len(i.examples) for i in chosen)} examples: all as worked by hand.")


@indicators.command(epilog="Example:  beffroi indicators run --scope programme --out release")
@click.option(
    "--scope", type=click.Choice(SCOPES), default="programme", show_default=True, help="Places that are kept."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the release; it is replaced whole.  [default: BEFFROI_HOME/release]",
)
@click.option("--only", metavar="CODE", multiple=True, help="Only this indicator and its parts; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="The manifest, for programs.")
def run(*, scope: str, out: Path | None, only: tuple[str, ...], as_json: bool) -> None:
    """Compute the indicators from the built tables, and write a release.

    Figures are computed for the whole country; the scope says which communes the release keeps: all of them (national),
    or those of the programme and those like them (programme). A gate with offenders refuses the release.
    """
    folder = out or home.home() / "release"
    try:
        manifest = make_release(
            folder,
            tables=home.tables(),
            scope=scope,
            only=only,
            follow=lambda waiting: followed(waiting, title="Computing"),
        )
    except UnknownCode as error:
        raise click.BadParameter(str(error), param_hint="--only") from None
    except REFUSALS as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(manifest | {"path": str(folder)}, ensure_ascii=False, indent=2))
        return
    counts, weight = manifest["counts"], sum(file["bytes"] for file in manifest["files"])
    click.echo(f"{manifest['release']} in {folder}: {weight / 1e6:.1f} MB")
    click.echo(
        f"{counts['indicators']} indicators, {counts['values']:,} figures, {len(manifest['gates'])} gates passed."
    )


def _loaded(folder: Path = declaration.INDICATORS) -> dict[str, Indicator]:
    try:
        return declaration.load_all(folder)
    except BadDeclaration as error:
        raise click.ClickException(str(error)) from None


def _alone(folder: Path, code: str) -> Indicator:
    """One declaration, read without the others: a fault elsewhere does not hide its own."""
    for path in sorted(folder.rglob("*.yml")):
        if code == path.stem or f"code: {code}\n" in path.read_text(encoding="utf-8"):
            try:
                return declaration.load(path)
            except BadDeclaration as error:
                raise click.ClickException(str(error)) from None
    raise click.BadParameter(f"no indicator {code!r} under {folder}; `beffroi indicators list` gives the codes.")


def _broken(indicator: Indicator) -> list[str]:
    faults = []
    for example in indicator.examples:
        try:
            run_example(indicator, example)
        except ExampleFails as fault:
            faults.append(str(fault))
    return faults


def _summary(indicator: Indicator) -> dict[str, object]:
    told = ("code", "slug", "version", "status", "axis", "name", "question", "unit", "kind", "levels", "sources")
    return {name: getattr(indicator, name) for name in told}


def _explained(indicator: Indicator) -> list[str]:
    floor = indicator.disclosure["floor"]
    told = {
        "Question": indicator.question["en"],
        "Definition": indicator.definition["en"],
        "Formula": indicator.formula["en"],
        "Says": indicator.says["en"],
        "Does not say": indicator.not_said["en"],
        "Unit": vocabulary.units()[indicator.unit]["label"]["en"],
        "When": f"{indicator.time['reference']['en']} ({indicator.time['kind']})",
        "Levels": ", ".join(indicator.levels),
        "Precision": indicator.uncertainty["method"]["en"],
        "Secrecy": f"hidden below {floor} {indicator.disclosure['unit']}" if floor else "no floor",
        "Sources": ", ".join(indicator.sources) or "–",
        "Made of": ", ".join(indicator.parts) or "–",
        "Related": ", ".join(indicator.related) or "–",
    }
    lines = [f"{indicator.code}  {indicator.name['en']}  (version {indicator.version}, {indicator.status})"]
    lines += [f"{label:<14}{text}" for label, text in told.items()]
    lines += ["Limits", *(f"  - {limit}" for limit in indicator.limits["en"])]
    lines += ["Query", *(f"  {line}" for line in indicator.sql.splitlines())]
    example = indicator.examples[0]
    lines.append(f"Worked example: {example['name']}")
    lines += [f"  given {table}: {_cells(row)}" for table, rows in example["given"].items() for row in rows]
    return lines + [f"  gives {_cells(row)}" for row in example["expect"]]


def _cells(row: declaration.Row) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in row.items())
