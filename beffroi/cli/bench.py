"""`beffroi bench`: benchmarks with committed answers, which stand in the project's folder and are not installed."""

import subprocess
import sys
from pathlib import Path

import click

import beffroi

ROOT = Path(beffroi.__file__).parents[1]


@click.group(epilog="Example:  beffroi bench indicators")
def bench() -> None:
    """How fast, with which answers; never part of the tests."""


@bench.command("indicators", epilog="Example:  beffroi bench indicators --times 3 --json")
@click.option("--times", default=1, show_default=True, help="Runs of each; the quickest counts.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--write-answers", is_flag=True, help="Replace the committed answers by the plain version's figures.")
def indicators(times: int, as_json: bool, write_answers: bool) -> None:
    """Our engine against plain pandas: the same answers to 1e-9, then time, memory and ratio."""
    flags = [*(["--json"] if as_json else []), *(["--write-answers"] if write_answers else [])]
    _run("bench.indicators", "--times", str(times), *flags)


@bench.command("site", epilog="Example:  beffroi bench site --seconds 10 --json")
@click.option("--seconds", default=10, show_default=True, help="Time on each address.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def site(seconds: int, as_json: bool) -> None:
    """The site under 20 connections on two workers: p50, p95, p99 and requests per second (needs wrk)."""
    _run("bench.site", "--seconds", str(seconds), *(["--json"] if as_json else []))


@bench.command("desks", epilog="Example:  beffroi bench desks --database sqlite --seconds 5")
@click.option("--database", type=click.Choice(("sqlite", "postgresql", "both")), default="both", show_default=True)
@click.option("--seconds", default=5, show_default=True, help="Time on each page.")
@click.option("--only", default="", help="Only the pages whose name has this, such as « money ».")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--write-answers", is_flag=True, help="Replace the committed totals of the demonstration.")
def desks(*, database: str, seconds: int, only: str, as_json: bool, write_answers: bool) -> None:
    """The signed-in rooms on the full demonstration, under 20 connections, on both databases (needs wrk)."""
    flags = [
        *(["--only", only] if only else []),
        *(["--json"] if as_json else []),
        *(["--write-answers"] if write_answers else []),
    ]
    _run("bench.desks", "--database", database, "--seconds", str(seconds), *flags)


@bench.command("import", epilog="Example:  beffroi bench import --database postgresql")
@click.option("--database", type=click.Choice(("sqlite", "postgresql", "both")), default="both", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def import_(database: str, as_json: bool) -> None:
    """A workbook of 5,000 actions and 30,000 lines goes in, on both databases: time, memory, and the sums."""
    _run("bench.imports", "--database", database, *(["--json"] if as_json else []))


def _run(module: str, *arguments: str) -> None:
    if not (ROOT / "bench").is_dir():
        raise click.ClickException(
            f"There is no folder {ROOT / 'bench'}: benchmarks are not installed. Run from a clone of the project."
        )
    command = [sys.executable, "-m", module, *arguments]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603 — our own module
