"""`beffroi journal`: what was done, by whom, and whether it is still told as it was written."""

import json
from typing import TYPE_CHECKING, Any

import click

from beffroi.cli.programme import open_programme
from beffroi.foundations.clock import LEGAL_TIME

if TYPE_CHECKING:
    from beffroi.foundations.journal.models import Entry


@click.group(epilog="Example:  beffroi journal verify")
def journal() -> None:
    """The history of every operation, append-only and chained."""


@journal.command(epilog="Example:  beffroi journal verify --json")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
@click.pass_context
def verify(context: click.Context, *, as_json: bool) -> None:
    """Check that no row was changed, removed or added by hand. Exit 1 if one was.

    Note the last row's checksum elsewhere: it proves later that nothing before it was rewritten.
    """
    open_programme()
    from beffroi.foundations.journal.chain import faults, last

    found, end = list(faults()), last()
    if as_json:
        told = {"whole": not found, "faults": found, "rows": end.sequence, "hash": end.hash}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif found:
        click.echo("\n".join(found), err=True)
    else:
        click.echo(f"The journal is whole. Rows: {end.sequence}. Last checksum: {end.hash or 'none yet'}.")
    context.exit(1 if found else 0)


@journal.command(epilog="Example:  beffroi journal show territory acv-017")
@click.argument("kind")
@click.argument("identifier", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, latest first, for programs.")
def show(kind: str, identifier: str, *, as_json: bool) -> None:
    """Show what happened to one thing, latest first: its KIND (territory, convention, action…) and its ID."""
    open_programme()
    from beffroi.foundations.journal.chain import history

    rows = history((kind, identifier))
    if as_json:
        click.echo(json.dumps([_whole(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        raise click.ClickException(f"The journal tells nothing of {kind} {identifier}.")
    for row in rows:
        click.echo(f"{row.sequence:>6}  {row.at.astimezone(LEGAL_TIME):%Y-%m-%d %H:%M:%S}  {row.verb}  by {row.by}")
        for name, former, new in _changes(row):
            click.echo(f"        {name}: {_text(former)} → {_text(new)}")


def _changes(row: "Entry") -> list[tuple[str, Any, Any]]:
    names = dict.fromkeys([*row.before, *row.after])
    pairs = [(name, row.before.get(name), row.after.get(name)) for name in names]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _text(value: Any) -> str:
    return "–" if value is None else json.dumps(value, ensure_ascii=False)


def _whole(row: "Entry") -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "at": row.at.isoformat(),
        "by": row.by,
        "on_behalf_of": row.on_behalf_of,
        "verb": row.verb,
        "territory": row.territory,
        "before": row.before,
        "after": row.after,
        "hash": row.hash,
    }
