"""A sheet of an Excel workbook, read by calamine (ten million cells a second)."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.arrival import keep, unique
from beffroi.observatory.intake.readers.refusal import FileRefused


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """A table `into` of every cell as text, with the number of each row; the columns' names.

    Raises `FileRefused` for what is not a workbook, a sheet that is not there, a sheet without row."""
    rows = _rows(file, path)
    if len(rows) <= file.header_row:
        raise FileRefused(
            path, "has no row under its header", right="remove it and fetch it again, or declare its `header_row`"
        )
    names = unique(str(name) for name in rows[file.header_row - 1])
    columns = zip(*rows[file.header_row :], strict=True)
    table = pa.table([pa.array([_text(cell) for cell in column], pa.string()) for column in columns], names=names)
    keep(con, table, into=into)
    return names


def _rows(file: SourceFile, path: Path) -> Sequence[Sequence[object]]:
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRefused(path, f"is not an Excel workbook ({error})", right="remove it and fetch it again") from error
    sheet = file.sheet or workbook.sheet_names[0]
    if sheet not in workbook.sheet_names:
        found = ", ".join(workbook.sheet_names)
        raise FileRefused(path, f"has no sheet {sheet!r}", right=f"one of its sheets: {found}")
    return workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _text(cell: object) -> str | None:
    """The cell as its author would write it: 5.0 is 5, since Excel has no whole numbers."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
