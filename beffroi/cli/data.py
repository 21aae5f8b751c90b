"""`beffroi data`: the declared sources and their tables."""

import json
import sys

import click

from beffroi.foundations import home
from beffroi.observatory.intake.build import UnknownSource, build, read_origin
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.loading import load_sources


@click.group()
def data() -> None:
    """Sources: declared, fetched, checked, made Parquet."""


@data.command("list", epilog="Example:  beffroi data list --json")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(as_json: bool) -> None:
    """The declared sources, and the tables that are built."""
    rows = [_row(source) for source in load_sources().values()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        built = f"{row['rows']:>9,}" if row["rows"] is not None else "not built"
        click.echo(f"{row['name']:<20} {row['vintage']:<12} {built:>9}  {row['title']['fr']}")


def _row(source: Source) -> dict[str, object]:
    origin = read_origin(source.name, tables=home.tables())
    return {
        "name": source.name,
        "title": dict(source.title),
        "producer": source.producer,
        "vintage": source.vintage,
        "licence": source.licence.key,
        "url": source.url_main,
        "rows": origin.rows if origin else None,
    }


@data.command("build", epilog="Example:  beffroi data build census_iris lovac")
@click.argument("names", nargs=-1)
@click.option("--fresh", is_flag=True, help="Build again even what has not changed.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def build_(names: tuple[str, ...], fresh: bool, as_json: bool) -> None:
    """Make the tables of NAMES (all by default) from the archive, and of the sources that they need."""
    done = []
    try:
        for built in build(load_sources(), names, archive=home.archive(), tables=home.tables(), fresh=fresh):
            done.append({"name": built.name, "rows": built.rows, "made": built.made})
            if not as_json:
                click.echo(f"{built.name:<20} {built.rows:>9,} rows{'' if built.made else '  (unchanged)'}")
    except (ValueError, UnknownSource) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(done, indent=1))
