"""python -m bench.imports : a workbook of 5,000 actions and 30,000 funding lines goes in, on SQLite and on PostgreSQL.

The file is read, every cell checked, everything written in one transaction; the sums are then held against those of
the file. Needs for PostgreSQL Debian's package of that name or DATABASE_URL.
"""

import argparse
import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.databases import add_database, asked_for, installation
from bench.measure import beffroi, measure, python

ACTIONS, LINES_EACH = 5000, 6
TARGET_S = 60


def main() -> None:
    parser = argparse.ArgumentParser(prog="beffroi bench import", description=__doc__)
    add_database(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.file:
        return imported(asked.file)
    reports = [_measured(database) for database in asked_for(asked.database, module="bench.imports")]
    print(json.dumps(reports, indent=2) if asked.json else "\n".join(map(told, reports)))
    return None


def _measured(database: str) -> dict[str, Any]:
    with installation(database) as env:
        measure(beffroi("demo", "--prepare", "--demonstration", "none"), env=env)
        file = Path(env["BEFFROI_HOME"]) / "file.xlsx"
        measure(python("-m", "bench.imports", "--file", str(file)), env=env)  # the file is not there: it is made
        done = measure(python("-m", "bench.imports", "--file", str(file)), env=env)
    return {"database": database, "seconds": done.seconds, "cpu_seconds": done.cpu_seconds, "peak_mb": done.peak_mb}


def imported(file: Path) -> None:
    """Make the file if it is absent; else import it, with a bar on a terminal, and hold its sums."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from beffroi.foundations.clock import now
    from beffroi.programme.actions.models import Action
    from beffroi.programme.money.models import FundingLine
    from beffroi.programme.money.totals import whole
    from beffroi.programme.money.workbook.loading import load
    from beffroi.programme.money.workbook.tables import read_xlsx
    from tests.programme.money.large_import import write_file

    if not file.exists():
        return write_file(file, actions=ACTIONS, lines_each=LINES_EACH)
    said: list[tuple[int, int]] = []
    start = time.perf_counter()
    done = load(read_xlsx(file.read_bytes()), by=None, at=now(), progress=lambda *told: said.append(told))
    print(f"read, checked and written in {time.perf_counter() - start:.1f} s, {len(said)} words of progress")
    planned = LINES_EACH * sum(Decimal("1000.5") + number for number in range(ACTIONS))
    found = (Action.objects.count(), FundingLine.objects.count(), whole(FundingLine.objects.all()).planned)
    if (done.actions, done.lines) != (ACTIONS, ACTIONS * LINES_EACH) or found != (done.actions, done.lines, planned):
        sys.exit(f"What was written is not what the file says: {found}, {planned}.")
    return None


def told(report: dict[str, Any]) -> str:
    over = f", over {TARGET_S} s" if report["seconds"] > TARGET_S else ""
    return (
        f"{report['database']}: {ACTIONS} actions and {ACTIONS * LINES_EACH} lines in {report['seconds']} s "
        f"({report['cpu_seconds']} s of processor, {report['peak_mb']} MB){over}; sums as in the file"
    )


if __name__ == "__main__":
    main()
