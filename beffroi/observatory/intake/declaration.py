"""What a source declares: its origin, its files, the meaning of its columns. One file per source, and nothing coded."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from beffroi.observatory.intake.licences import Licence

FORMATS = ("csv", "xlsx", "parquet", "geojson")
TYPES = ("commune", "iris", "code", "text", "count", "number", "date", "flag", "geometry")
MEANINGS = ("secret", "missing")
SUMMARIES = ("sum", "min", "max", "bool_or", "bool_and")
"""How the cells of communes that merged become one; also `mean by <column>`, a mean weighted by that column."""

Words = Mapping[str, str]
"""The same words in the two languages of the house: {"fr": …, "en": …}."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a source, as it lies in the archive, and how it is written.

    `path` is relative to the archive and may hold `*` for a folder of files of one shape; `url` is where the producer
    gives it, `address_checked` whether that was seen to answer; `member` names the file inside the zip that the address
    gives; `set` gives the columns that the file's name says and
    its rows do not (the year of a series, the kind of dwelling); `header_row` is counted from 1.
    """

    path: str
    format: str
    url: str | None = None
    address_checked: bool = False
    member: str | None = None
    sha256: str | None = None
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    thousands: str | None = None
    sheet: str | None = None
    header_row: int = 1
    set: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def plain_path(self) -> str:
        """Where the same file lies when it is not zipped."""
        return self.path.removesuffix(".gz")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is kept: its name, the `names` it bore in the files of each vintage, its type.

    `tokens` are its words for no value, each `secret` or `missing`; an `optional` column may be absent from a file;
    `future` lets a date lie after the day on which the file was fetched.
    """

    name: str
    type: str
    names: tuple[str, ...]
    tokens: Mapping[str, str] = field(default_factory=dict, hash=False)
    optional: bool = False
    future: bool = False

    @property
    def may_be_secret(self) -> bool:
        return self.type in ("count", "number") and "secret" in self.tokens.values()


@dataclass(frozen=True, slots=True)
class Melt:
    """Every column of the file that is not declared becomes a row: its name in `names`, its value in `values`."""

    names: str
    values: str
    type: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A query over the built table (named `built`) that must return nothing."""

    name: str
    sql: str


@dataclass(frozen=True, slots=True)
class Source:
    """A declared source: one table of the observatory and where it comes from.

    `geography` is the vintage of its commune codes (None: the table has no column `commune`, or says itself what the
    communes are); `key` is unique; `needs` names the tables that its SQL reads as `sources.<name>`; `merge`, `whole`
    and `unplaced` say how its rows come to the reference geography (see `geography.place`); a table of fewer rows
    than `at_least` comes from a cut file.
    """

    name: str
    producer: str
    title: Words
    url_main: str
    licence: Licence
    vintage: str
    coverage: Words
    key: tuple[str, ...]
    files: tuple[SourceFile, ...]
    columns: tuple[Column, ...]
    geography: int | None
    folder: Path
    accessed: date | None = None
    published: date | None = None
    melt: Melt | None = None
    gates: tuple[Gate, ...] = ()
    needs: tuple[str, ...] = ()
    merge: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False
    unplaced: int = 0
    at_least: int = 1
    notes: Words = field(default_factory=dict)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that say what this source is: the declaration and what stands beside it under the same name."""
        return tuple(sorted(path for path in self.folder.iterdir() if path.name.split(".")[0] == self.name))

    @property
    def sql(self) -> str | None:
        """The reshaping: a query over `raw`, the rows of all files with typed columns."""
        path = self.folder / f"{self.name}.sql"
        return path.read_text(encoding="utf-8") if path.exists() else None

    @property
    def python(self) -> Path | None:
        """The reshaping where SQL will not do: a file with `reshape(raw: pyarrow.Table) -> pyarrow.Table`."""
        path = self.folder / f"{self.name}.py"
        return path if path.exists() else None

    @property
    def sha256(self) -> str:
        """The checksum of the declaration: it changes when anything that the source says changes."""
        digest = hashlib.sha256()
        for path in self.paths:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()
