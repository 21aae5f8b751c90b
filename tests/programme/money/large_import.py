"""A file of many actions, and processes that import it: whole, or killed with signal 9 after a number of rows."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from openpyxl import Workbook

AT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def write_file(path: Path, *, actions: int, lines_each: int) -> None:
    """Ideas spread over the 233 territories, each with lines of its town and of its region."""
    from beffroi.programme.money.workbook.columns import SHEETS
    from beffroi.territory.towns import territories

    places = list(territories())
    book = Workbook(write_only=True)
    sheets = [book.create_sheet(sheet.name) for sheet in SHEETS]
    for made, described in zip(sheets, SHEETS, strict=True):
        made.append([column.title for column in described.columns])
    keys = [[column.key for column in described.columns] for described in SHEETS]
    for n in range(actions):
        place = places[n % len(places)]
        action = {"reference": f"a{n}", "territory": place.code, "title": f"Action {n}", "axis": n % 5 + 1}
        action |= {"description": "Un îlot ancien, en cœur de ville. " * 5, "cost": 100_000 + n}
        sheets[0].append([action.get(key) for key in keys[0]])
        for rank in range(lines_each):
            line = {"reference": f"a{n}", "instrument": "Subvention", "origin": "Droit commun", "planned": 1000.5 + n}
            line["funder"] = f"region:{place.region}" if rank else f"commune:{place.communes[0].code}"
            line["instrument"] = "Subvention" if rank else "Fonds propres"
            line |= {"state": "Demandée", "requested": 1000 + n, "requested_date": "01/02/2024"}
            sheets[1].append([line.get(key) for key in keys[1]])
    book.save(path)


def imported(path: str, *, killed_at: int | None = None) -> str:
    """Import the file, or die of signal 9 when so many rows are written."""
    from beffroi.programme.money.workbook.loading import load
    from beffroi.programme.money.workbook.tables import read_xlsx

    def told(done: int, total: int) -> None:
        if done == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    done = load(read_xlsx(Path(path).read_bytes()), by=None, at=AT, progress=told)
    return f"written {done.actions} {done.lines}"


def killed(path: str, *, at: int) -> int:
    """Import the file in a process of its own that dies on the way; how it ended."""
    child = os.fork()
    if child == 0:
        imported(path, killed_at=at)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(step: str, path: str, *numbers: str) -> None:
    django.setup()
    from beffroi.programme.towns.seed import seed

    given = [int(number) for number in numbers]
    if step == "prepare":
        seed(at=AT)
        write_file(Path(path), actions=given[0], lines_each=given[1])
    elif step == "kill":
        print(*(killed(path, at=rows) for rows in given))
    else:
        print(imported(path))


if __name__ == "__main__":
    main(*sys.argv[1:])
