"""The published facts, read back: what the public site and the API show is what anyone can download.

Nothing here opens a database: a page for anyone is made from files in which there is nothing else than public facts.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from beffroi.foundations.home import home
from beffroi.programme.facts.package import NAME, PACKAGE

FOLDER = "facts"
LENGTH = 16
Row: TypeAlias = Mapping[str, Any]
# Which column of a table leads to its territory: itself, or the names of things that begin with it.
LEADS = {
    "territories": "territory",
    "conventions": "territory",
    "versions": "convention",
    "signatures": "version",
    "actions": "territory",
    "milestones": "action",
    "funding_lines": "action",
    "decisions": "territory",
    "perimeters": "territory",
    "orts": "territory",
}
# What an edition published before a table was has of it.
NOTHING = pa.table({})


@dataclass(frozen=True)
class Published:
    """An edition of the facts. Its tables are kept as they were published, in the order of their territories."""

    folder: Path
    edition: str
    package: Mapping[str, Any]
    tables: Mapping[str, pa.Table]
    outlines: Mapping[str, pa.ChunkedArray]

    def all(self, table: str) -> pa.Table:
        return self.tables.get(table, NOTHING)

    def of(self, table: str, territory: str) -> list[dict[str, Any]]:
        """The rows of a table that are about a territory, without their outlines."""
        rows: list[dict[str, Any]] = self.table_of(table, territory).to_pylist()
        return rows

    def table_of(self, table: str, territory: str) -> pa.Table:
        return self.all(table).take(self._rows_of(table, territory))

    def outlines_of(self, table: str, territory: str) -> list[bytes | None]:
        """The outlines of the rows that `of` gives, in their order, as WKB in degrees."""
        outlines: list[bytes | None] = self.outlines[table].take(self._rows_of(table, territory)).to_pylist()
        return outlines

    def files(self) -> Sequence[Row]:
        """The resources of the package, the package itself last."""
        own = {"path": PACKAGE, "bytes": (self.folder / PACKAGE).stat().st_size, "title": "Data Package"}
        return [*self.package["resources"], own]

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, list[int]]]:
        return {name: self._places_of(name, column) for name, column in LEADS.items() if name in self.tables}

    def _rows_of(self, table: str, territory: str) -> pa.Array:
        return pa.array(self._places.get(table, {}).get(territory, ()), pa.int64())

    def _places_of(self, name: str, column: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, value in enumerate(self.tables[name].column(column).to_pylist()):
            if value is not None:
                found.setdefault(territory_of(value), []).append(place)
        return found


def territory_of(name: str) -> str:
    """« acv-017 » of acv-017, acv-017/12, acv-017-ACV1 and acv-017-ACV1-2."""
    return "-".join(name.partition("/")[0].split("-")[:2])


def folder() -> Path:
    """Where an installation keeps the edition that its site shows."""
    return home() / FOLDER


def edition() -> str:
    """The edition that is there now, as a checksum; nothing when there is none. Cheap: asked for every request."""
    package = folder() / PACKAGE
    try:
        stat = package.stat()
    except OSError:
        return ""
    return _edition(package, stat.st_mtime_ns, stat.st_ino)


def published() -> Published | None:
    """The edition that is there now; nothing when there is none."""
    while now := edition():
        try:
            read = _read(folder(), now)
        except FileNotFoundError:
            # A new edition took its place while it was read.
            if edition() == now:
                raise
            continue
        return read
    return None


@lru_cache(maxsize=4)
def _edition(package: Path, _changed: int, _inode: int) -> str:
    """Only an edition for the public is served."""
    text = package.read_bytes()
    told = json.loads(text)
    is_public = told.get("name") == NAME and told.get("circle") == "public"
    return hashlib.sha256(text).hexdigest()[:LENGTH] if is_public else ""


@lru_cache(maxsize=2)
def _read(folder: Path, edition: str) -> Published:
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    names = [resource["path"].removesuffix(".parquet") for resource in package["resources"] if _is_parquet(resource)]
    read = {name: pq.read_table(folder / f"{name}.parquet") for name in names}
    return Published(
        folder=folder,
        edition=edition,
        package=package,
        tables={name: _without_outlines(table) for name, table in read.items()},
        outlines={name: table["geometry"] for name, table in read.items() if "geometry" in table.column_names},
    )


def _is_parquet(resource: Row) -> bool:
    return str(resource["path"]).endswith(".parquet")


def _without_outlines(table: pa.Table) -> pa.Table:
    return table.drop_columns("geometry") if "geometry" in table.column_names else table
