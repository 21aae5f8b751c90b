"""`beffroi indicators …`: the catalogue and the engine."""

from pathlib import Path

import click

from beffroi.foundations.progress import followed
from beffroi.observatory.engine import declaration
from beffroi.observatory.engine.declaration import BadDeclaration, Indicator
from beffroi.observatory.engine.examples import ExampleFails, run_example
from beffroi.observatory.engine.order import in_order


@click.group(epilog="Example:  beffroi indicators explain HAB-03")
def indicators() -> None:
    """What is measured, how, and the engine that computes it."""


@indicators.command(epilog="Example:  beffroi indicators check HAB-03")
@click.argument("codes", metavar="[CODE]…", nargs=-1)
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=declaration.INDICATORS)
def check(codes: tuple[str, ...], folder: Path) -> None:
    """Read every declaration and run every worked example, or only those of the codes given."""
    chosen = [_alone(folder, code) for code in codes] or in_order(_loaded(folder))
    broken = [fault for indicator in followed(chosen, title="Examples") for fault in _broken(indicator)]
    for fault in broken:
        click.echo(fault, err=True)
    if broken:
        raise click.exceptions.Exit(1)
    click.echo(f"{len(chosen)} indicators, {sum(len(i.examples) for i in chosen)} examples: all as worked by hand.")


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
    raise click.UsageError(f"no indicator {code!r} under {folder}; `beffroi indicators list` gives the codes.")


def _broken(indicator: Indicator) -> list[str]:
    faults = []
    for example in indicator.examples:
        try:
            run_example(indicator, example)
        except ExampleFails as fault:
            faults.append(str(fault))
    return faults
