"""A sheet of an Excel workbook, by calamine: about ten million cells a second."""

import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.arrival import keep
from beffroi.observatory.intake.readers.refusal import FileRefused


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """A table `into` of every cell as text, with the number of its row in `row`; the names of the columns."""
    rows = _rows(file, path)
    if len(rows) <= file.header_row:
        raise FileRefused(path, "has no row under its header", right="fetch it again, or declare its `header_row`")
    names = [str(name).strip() or f"#{place}" for place, name in enumerate(rows[file.header_row - 1])]
    columns = zip(*rows[file.header_row :], strict=True)
    table = pa.table([pa.array([_text(cell) for cell in column], pa.string()) for column in columns], names=names)
    keep(con, table, into=into)
    return names


def _rows(file: SourceFile, path: Path) -> list[list[object]]:
    try:
        workbook = CalamineWorkbook.from_path(path)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise FileRefused(path, f"is not an Excel workbook ({error})", right="fetch it again") from error
    sheet = file.sheet or workbook.sheet_names[0]
    if sheet not in workbook.sheet_names:
        found = ", ".join(workbook.sheet_names)
        raise FileRefused(path, f"has no sheet {sheet!r}", right=f"one of its sheets: {found}")
    return list(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False))


def _text(cell: object) -> str | None:
    """The cell as its author would write it: 5.0 is 5, since Excel has no whole numbers."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
