"""`beffroi data`: the declared sources and their tables."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from beffroi.cli.data_fetch import fetch
from beffroi.foundations import home
from beffroi.foundations.side_by_side import WORKERS
from beffroi.observatory.intake.build import UnknownSource, build
from beffroi.observatory.intake.check import REFUSALS, check
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.loading import DeclarationRefused, load_sources
from beffroi.observatory.intake.origin import read_origin

MARKS = {"current": "✓", "outdated": "↻", "not built": "·", "absent": "?", "refused": "✗"}


@click.group(epilog="Example:  beffroi data build")
def data() -> None:
    """Sources: declared, fetched, checked, made Parquet."""


data.add_command(fetch)


@data.command("list", epilog="Example:  beffroi data list --json")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_sources(as_json: bool) -> None:
    """The declared sources, and how many rows the table of each holds."""
    with refused_aloud():
        rows = [_row(source) for source in load_sources().values()]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        built = "not built" if row["rows"] is None else f"{row['rows']:,}"
        click.echo(f"{row['name']:<20} {row['vintage']:<11} {row['licence']:<5} {built:>9}  {row['title_fr']}")


@data.command("check", epilog="Example:  beffroi data check lovac dvf_commune")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def check_sources(names: tuple[str, ...], as_json: bool) -> None:
    """Are the files of NAMES (all by default) there and as declared, and do their tables still follow from them?"""
    found = []
    with refused_aloud():
        for one in check(load_sources(), names, archive=home.archive(), tables=home.tables()):
            found.append({"name": one.name, "state": one.state, "why": one.why})
            if not as_json:
                click.echo(f"{MARKS[one.state]} {one.name:<20} {one.state:<10} {one.why}".rstrip())
    if as_json:
        write_json(found)
    if any(one["state"] in ("absent", "refused") for one in found):
        sys.exit(1)


@data.command("build", epilog="Example:  beffroi data build census_iris lovac")
@click.argument("names", nargs=-1)
@click.option("--fresh", is_flag=True, help="Build again even what has not changed.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def build_tables(names: tuple[str, ...], fresh: bool, as_json: bool) -> None:
    """Make the tables of NAMES (all by default), and of the sources that they need, from the archive."""
    done = []
    with refused_aloud():
        places = {"archive": home.archive(), "tables": home.tables()}
        for built in build(load_sources(), names, **places, fresh=fresh, workers=WORKERS):
            done.append({"name": built.name, "rows": built.rows, "made": built.made})
            if not as_json:
                click.echo(f"{built.name:<20} {built.rows:>9,} rows{'' if built.made else '  (unchanged)'}")
    if as_json:
        write_json(done)


def _row(source: Source) -> dict[str, str | int | None]:
    origin = read_origin(source.name, tables=home.tables())
    return {
        "name": source.name,
        "title_fr": source.title["fr"],
        "title_en": source.title["en"],
        "producer": source.producer,
        "vintage": source.vintage,
        "licence": source.licence.key,
        "url": source.url_main,
        "rows": origin.rows if origin else None,
    }


@contextmanager
def refused_aloud() -> Iterator[None]:
    """A refusal is said on the error stream, and the command ends with 1; a name nobody declared, with 2."""
    try:
        yield
    except UnknownSource as unknown:
        raise click.UsageError(str(unknown)) from unknown
    except (*REFUSALS, DeclarationRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal


def write_json(rows: Iterable[object]) -> None:
    click.echo(json.dumps(list(rows), ensure_ascii=False, indent=1))
