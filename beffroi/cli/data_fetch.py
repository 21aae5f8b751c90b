"""`beffroi data fetch`: the files of the declared sources come into the archive."""

import json
import sys
from pathlib import Path

import click

from beffroi.foundations import home
from beffroi.foundations.progress import counted_bytes
from beffroi.observatory.intake.fetch import Fetcher, FetchFailed
from beffroi.observatory.intake.loading import load_sources
from beffroi.observatory.intake.wanted import Wanted, wanted_files


@click.command("fetch", epilog="Example:  beffroi data fetch census_iris lovac")
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def fetch(names: tuple[str, ...], as_json: bool) -> None:
    """Bring the files of NAMES (all by default) into the archive; a file that is already there is used."""
    sources = load_sources()
    if unknown := [name for name in names if name not in sources]:
        raise click.UsageError(f"No source is called {', '.join(unknown)}. The sources: {', '.join(sources)}.")
    archive = home.archive()
    rows = [
        _fetched(name, wanted, archive=archive, quiet=as_json)
        for name in names or sources
        for wanted in wanted_files(sources[name], archive=archive)
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
    sys.exit(1 if any("refused" in row for row in rows) else 0)


def _fetched(name: str, wanted: Wanted, *, archive: Path, quiet: bool) -> dict[str, object]:
    """Fetch one file and say so; a refusal does not stop the files after it."""
    row: dict[str, object] = {"source": name, "path": wanted.path}
    try:
        with counted_bytes(title=wanted.path) as seen:
            fetched = Fetcher(archive, seen=seen).fetch(wanted)
    except FetchFailed as refusal:
        click.echo(f"{name:<20} {refusal}", err=True)
        return {**row, "refused": str(refusal)}
    if not quiet:
        how = "in the archive" if fetched.was_there else "fetched"
        click.echo(f"{name:<20} {fetched.bytes:>12,} bytes  {how:<14}  {wanted.path}")
    return {**row, "bytes": fetched.bytes, "sha256": fetched.sha256, "was_there": fetched.was_there}
