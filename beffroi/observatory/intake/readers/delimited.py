"""CSV, plain or gzipped: its beginning is looked at first, so that a wrong file is named for what it is."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import csv
import gzip
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from beffroi.observatory.intake.cells import literal
from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.arrival import keep, unique
from beffroi.observatory.intake.readers.refusal import FileRefused

DUCKDB_ENCODINGS = ("utf-8", "latin-1")


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """Every cell of the file as text in the table or view `into`, with the number of each row; the columns' names.

    Raises `FileRefused` for an empty, cut or ragged file, a web page, another encoding or separator than declared.
    """
    names = _header(file, path)
    if file.encoding in DUCKDB_ENCODINGS:
        _view(con, file, path, names, into=into)
    else:
        keep(con, _transcoded(file, path, names), into=into)
    return names


def _header(file: SourceFile, path: Path) -> list[str]:
    try:
        with _open(path, file.encoding) as stream:
            lines = [stream.readline() for _ in range(file.header_row)]
            has_row = bool(stream.readline())
            if path.suffix == ".gz":
                while stream.read(1 << 20):  # to the end: only there does a cut file show
                    pass
    except (OSError, EOFError) as error:
        raise FileRefused(path, f"cannot be unzipped ({error})", right="remove it and fetch it again") from error
    except UnicodeDecodeError as error:
        wrong = f"is not written in {file.encoding} (byte {error.start}: {error.reason})"
        raise FileRefused(path, wrong, right="its `encoding` declared (utf-8, latin-1, cp1252)") from error
    _refuse_page(path, lines[0])
    names = unique(next(csv.reader(lines[-1:], delimiter=file.delimiter), []))
    if len(names) == 1:
        wrong = f"has one column, {names[0][:60]!r}, in line {file.header_row}"
        raise FileRefused(path, wrong, right=f"columns parted by {file.delimiter!r}, or its `delimiter` declared")
    if not names or not has_row:
        raise FileRefused(path, "has no row", right="remove it and fetch it again")
    return names


def _open(path: Path, encoding: str) -> IO[str]:
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding  # a byte-order mark is not part of the first name
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open("rt", encoding=encoding, newline="")


def _refuse_page(path: Path, line: str) -> None:
    if line.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefused(path, "is a web page, not a table", right="the address checked, and the file fetched again")


def _view(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, names: list[str], *, into: str) -> None:
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"columns = {{{columns}}}, auto_detect = false, header = true, skip = {file.header_row - 1}, "
        f"delim = {literal(file.delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
        f"encoding = {literal(file.encoding)}, max_line_size = 8000000"
    )
    con.execute(
        f"create temp view {into} as "
        f'select *, row_number() over () as "#row" from read_csv({literal(str(path))}, {options})'
    )


def _transcoded(file: SourceFile, path: Path, names: list[str]) -> pa.Table:
    """The same cells through Arrow, which knows the encodings that DuckDB does not."""
    try:
        return arrow_csv.read_csv(
            path,
            read_options=arrow_csv.ReadOptions(encoding=file.encoding, skip_rows=file.header_row, column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter=file.delimiter),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowInvalid as error:
        raise FileRefused(path, f"cannot be read: {error}", right="remove it and fetch it again") from error
