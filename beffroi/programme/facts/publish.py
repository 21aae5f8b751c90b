"""`publish(folder)`: the facts as one folder, whole or absent."""

import json
from pathlib import Path

from beffroi.foundations.files import whole_folder
from beffroi.foundations.progress import followed
from beffroi.foundations.snapshot import snapshot
from beffroi.programme.facts.circles import PUBLISHABLE
from beffroi.programme.facts.package import NAME, PACKAGE, datapackage
from beffroi.programme.facts.tables import TABLES
from beffroi.programme.facts.writing import write
from beffroi.programme.people.roles import Circle


class NotPublished(ValueError):
    """The folder holds something else, or the circle is never published: says which, and what would be right."""


def publish(folder: Path, *, circle: Circle = Circle.PUBLIC) -> dict[str, int]:
    """Write every table and the package in the place of a former edition; returns the rows of each table.

    Everything is read at one instant. The same facts give the same bytes: nothing is told of the day of publication.
    """
    if circle not in PUBLISHABLE:
        raise NotPublished(f"What is internal to an organisation stays in it; publish {' or '.join(PUBLISHABLE)}.")
    _check_place(folder)
    with whole_folder(folder) as draft:
        rows = _write_tables(draft, circle=circle)
        package = datapackage(draft, tables=TABLES, rows=rows, circle=circle)
        (draft / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return rows


def _write_tables(folder: Path, *, circle: Circle) -> dict[str, int]:
    with snapshot():
        return {table.name: write(folder, table, circle=circle) for table in followed(TABLES, title="Publishing")}


def _check_place(folder: Path) -> None:
    """A former edition gives way; anything else that stands there stays."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())) or _is_edition(folder / PACKAGE):
        return
    raise NotPublished(f"{folder} holds something else than published facts; name a new folder, or an empty one.")


def _is_edition(package: Path) -> bool:
    try:
        return json.loads(package.read_text(encoding="utf-8"))["name"] == NAME
    except (OSError, ValueError, KeyError, TypeError):
        return False
