"""From the files of a source to `raw`: the rows of all its files, with declared names and typed columns."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from beffroi.observatory.intake import cells
from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.declaration import Column, Source, SourceFile
from beffroi.observatory.intake.readers import read
from beffroi.observatory.intake.readers.refusal import FileRefused


class FileAbsent(FileRefused):
    """A declared file that the archive does not hold."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that was read as text: `relation` gives its rows; each column has its name there (None: not in it)."""

    file: SourceFile
    path: Path
    relation: str
    columns: Mapping[Column, str | None]


def make_raw(con: duckdb.DuckDBPyConnection, source: Source, *, archive: Path) -> None:
    """Make the table `raw`: declared columns, `<column>_conf` where a word says secrecy, and `#file`, `#row`.

    Raises `FileRefused` for a file that is absent or not what it is declared to be: a web page, an empty or cut file,
    another separator, a column that is not there, a cell that its type does not allow.
    """
    every = [(file, path) for file in source.files for path in files_of(source, file, archive=archive)]
    for place, (file, path) in enumerate(every):
        arrived = _arrived(con, source, file, path, into=f"arrived_{place}")
        try:
            _refuse_unreadable(con, arrived)
            _append(con, arrived, today=source.accessed or source.published, to_what_is_there=place > 0)
        except duckdb.Error as error:
            wrong = " ".join(str(error).splitlines()[:3])
            raise FileRefused(path, f"cannot be read: {wrong}", right="remove it and fetch it again") from error


def files_of(source: Source, file: SourceFile, *, archive: Path) -> list[Path]:
    """The files of the archive that a declared path names, in the order of their names.

    A file that its producer gives plain (`a.csv`) stands for the zipped one that is declared (`a.csv.gz`).

    Raises `FileAbsent` where there is none.
    """
    found = sorted(archive.glob(file.path)) or sorted(archive.glob(file.plain_path))
    if not found:
        address = file.url or source.url_main
        raise FileAbsent(
            archive / file.path,
            f"of the source {source.name} is not in the archive",
            right=f"`beffroi data fetch {source.name}`, or the file put at {file.path} (from {address})",
        )
    return found


def _arrived(con: duckdb.DuckDBPyConnection, source: Source, file: SourceFile, path: Path, *, into: str) -> Arrived:
    found = read(con, file, path, into=into)
    columns: dict[Column, str | None] = {column: _found(column, found, path) for column in source.columns}
    if source.melt is None:
        return Arrived(file, path, into, columns)
    kept = {name for name in columns.values() if name}
    rest = ", ".join(quoted(name) for name in found if name not in kept)
    names, values = source.melt.names, source.melt.values
    columns[Column(names, "text", (names,))] = names
    columns[Column(values, source.melt.type, (values,))] = values
    melted = f"(unpivot {into} on {rest} into name {quoted(names)} value {quoted(values)})"
    return Arrived(file, path, melted, columns)


def _found(column: Column, found: list[str], path: Path) -> str | None:
    for name in column.names:
        if name in found:
            return name
    if column.optional:
        return None
    raise FileRefused(
        path,
        f"has no column {' or '.join(column.names)}; it has {', '.join(found[:12])}{'…' if len(found) > 12 else ''}",
        right=f"the column's new name added to `from` of {column.name}, if the producer renamed it",
    )


def _append(con: duckdb.DuckDBPyConnection, arrived: Arrived, *, today: date | None, to_what_is_there: bool) -> None:
    parts = [part for column, cell in arrived.columns.items() for part in _parts(column, cell, arrived, today)]
    for name, said in arrived.file.set.items():
        parts.append(f"{literal(said) if isinstance(said, str) else said} as {quoted(name)}")
    parts += [f'{literal(arrived.path.name)} as "#file"', '"#row"']
    verb = "insert into raw by name" if to_what_is_there else "create or replace temp table raw as"
    con.execute(f"{verb} select {', '.join(parts)} from {arrived.relation}")


def _parts(column: Column, cell: str | None, arrived: Arrived, today: date | None) -> list[str]:
    text = "null::varchar" if cell is None else quoted(cell)
    if column.type == "geometry":
        return [f"{text} as {quoted(column.name)}"]
    parts = [f"{cells.value(text, column, file=arrived.file, today=today)} as {quoted(column.name)}"]
    if column.may_be_secret:
        parts.append(f"{cells.secrecy(text, column)} as {quoted(column.name + '_conf')}")
    return parts


def _refuse_unreadable(con: duckdb.DuckDBPyConnection, arrived: Arrived) -> None:
    """One pass over the file: for each column, how many cells its type does not allow, and the first of them."""
    checked = [(column, cell) for column, cell in arrived.columns.items() if cell and column.type in cells.EXPECTED]
    looks = []
    for column, cell in checked:
        bad = cells.unreadable(quoted(cell), column, file=arrived.file)
        looks.append(f"""count_if({bad}), min("#row") filter ({bad}), arg_min({quoted(cell)}, "#row") filter ({bad})""")
    row = con.execute(f"select {', '.join(looks) or '1'} from {arrived.relation}").fetchone() or ()
    for place, (column, cell) in enumerate(checked):
        count, number, content = row[3 * place : 3 * place + 3]
        if count:
            raise FileRefused(
                arrived.path,
                f"row {number}, column {cell}: {content!r}{f' (and {count - 1} more)' if count > 1 else ''}",
                right=f"{cells.EXPECTED[column.type]}; or the word declared among `tokens`",
            )
