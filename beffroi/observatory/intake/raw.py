"""From the files of a source to `raw`: the rows of all its files, with declared names and typed columns."""

from pathlib import Path

import duckdb

from beffroi.observatory.intake import cells
from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.declaration import Column, Source, SourceFile
from beffroi.observatory.intake.readers import read
from beffroi.observatory.intake.readers.refusal import FileRefused


def make_raw(con: duckdb.DuckDBPyConnection, source: Source, *, archive: Path) -> list[Path]:
    """The table `raw`; the files that it was made of."""
    used: list[Path] = []
    for file in source.files:
        for path in files_of(source, file, archive=archive):
            _add(con, source, file, path, first=not used)
            used.append(path)
    return used


def files_of(source: Source, file: SourceFile, *, archive: Path) -> list[Path]:
    """The files of the archive that a declared path names, in the order of their names."""
    found = sorted(archive.glob(file.path))
    if not found:
        where = file.url or source.url_main
        raise FileRefused(
            archive / file.path,
            f"of the source {source.name} is not in the archive",
            right=f"`beffroi data fetch {source.name}`, or put it at {file.path} (from {where})",
        )
    return found


def _add(con: duckdb.DuckDBPyConnection, source: Source, file: SourceFile, path: Path, *, first: bool) -> None:
    found = read(con, file, path, into="arrived")
    columns = list(source.columns)
    cells_of = {column.name: _found(column, found, path) for column in columns}
    relation = "arrived"
    if source.melt is not None:
        kept = {name for name in cells_of.values() if name}
        rest = ", ".join(quoted(name) for name in found if name not in kept)
        relation = (
            f"(unpivot arrived on {rest} into name {quoted(source.melt.names)} value {quoted(source.melt.values)})"
        )
        columns += [Column(source.melt.names, "text", ()), Column(source.melt.values, source.melt.type, ())]
        cells_of |= {source.melt.names: source.melt.names, source.melt.values: source.melt.values}
    _refuse_unreadable(con, source, file, path, relation=relation, cells_of=cells_of, columns=columns)
    made = [part for column in columns for part in _parts(column, cells_of[column.name], source, file)]
    made += [f"{literal(said) if isinstance(said, str) else said} as {quoted(name)}" for name, said in file.set.items()]
    made += [f'{literal(path.name)} as "#file"', '"#row"']
    verb = "create or replace temp table raw as" if first else "insert into raw by name"
    con.execute(f"{verb} select {', '.join(made)} from {relation}")


def _found(column: Column, found: list[str], path: Path) -> str | None:
    for name in column.names:
        if name in found:
            return name
    if column.optional:
        return None
    wanted = " or ".join(column.names)
    raise FileRefused(
        path,
        f"has no column {wanted} (it has {', '.join(found[:12])}…)",
        right=f"add the column's new name to `from` of {column.name}, if it was renamed",
    )


def _parts(column: Column, cell: str | None, source: Source, file: SourceFile) -> list[str]:
    text = "null::varchar" if cell is None else quoted(cell)
    made = cells.value(text, column, file=file, today=source.accessed or source.published)
    parts = [f"{made if column.type != 'geometry' else text} as {quoted(column.name)}"]
    if column.may_be_secret:
        parts.append(f"{cells.secrecy(text, column)} as {quoted(column.name + '_conf')}")
    return parts


def _refuse_unreadable(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    file: SourceFile,
    path: Path,
    *,
    relation: str,
    cells_of: dict[str, str | None],
    columns: list[Column],
) -> None:
    checked = [column for column in columns if column.type in cells.EXPECTED and cells_of[column.name]]
    if not checked:
        return
    today = source.accessed or source.published
    looks = []
    for column in checked:
        cell = quoted(str(cells_of[column.name]))
        bad = cells.unreadable(cell, column, file=file, today=today)
        looks.append(f'count_if({bad}), min("#row") filter ({bad}), arg_min({cell}, "#row") filter ({bad})')
    try:
        row = con.execute(f"select {', '.join(looks)} from {relation}").fetchone() or ()
    except duckdb.Error as error:
        raise FileRefused(path, f"cannot be read: {str(error).splitlines()[0]}", right="fetch it again") from error
    for place, column in enumerate(checked):
        count, line, cell = row[3 * place : 3 * place + 3]
        if count:
            raise FileRefused(
                path,
                f"row {line}, column {cells_of[column.name]}: {cell!r} ({count} such cells)",
                right=f"{cells.EXPECTED[column.type]}, or declare the word among `tokens`",
            )
