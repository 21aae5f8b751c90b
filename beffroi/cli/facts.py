"""`beffroi facts`: what the programme knows, as open tables."""

import json
from pathlib import Path

import click

from beffroi.cli.programme import open_programme

CIRCLES = ("public", "agents")


@click.group(epilog="Example:  beffroi facts publish --out facts")
def facts() -> None:
    """The facts of the programme, for whoever reads them outside: the observatory, an evaluation, anyone."""


@facts.command(epilog="Example:  beffroi facts publish --out facts --json")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="The folder to write; an edition gives way."
)
@click.option(
    "--circle",
    type=click.Choice(CIRCLES),
    default="public",
    show_default=True,
    help="Whose facts: what anyone may read, or what passes between agents (not for publication).",
)
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def publish(*, out: Path, circle: str, as_json: bool) -> None:
    """Write each table as (Geo)Parquet and CSV, with a data package that says what each column means.

    Nothing about a person is written. The same facts give the same bytes.
    """
    open_programme()
    from beffroi.programme.facts.publish import NotPublished
    from beffroi.programme.facts.publish import publish as write_facts
    from beffroi.programme.people.roles import Circle

    try:
        rows = write_facts(out, circle=Circle(circle))
    except (NotPublished, OSError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        told = {"path": str(out), "circle": circle, "tables": rows}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for name, number in rows.items():
        click.echo(f"{name:<15} {number:>9,}")
    click.echo(f"Written in {out}; datapackage.json says what each column means.")
