"""CSV, plain or gzipped: the header is checked first, in Python, so that a wrong file is named for what it is."""

import csv
import gzip
from pathlib import Path
from typing import IO

import duckdb
import pyarrow as pa
from pyarrow import csv as arrow_csv

from beffroi.observatory.intake.cells import literal
from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.arrival import keep
from beffroi.observatory.intake.readers.refusal import FileRefused

DUCKDB_ENCODINGS = ("utf-8", "latin-1")


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """A view `into` of every cell as text, with the number of its row in `row`; the names of the columns."""
    names = _header(file, path)
    if file.encoding not in DUCKDB_ENCODINGS:
        return _transcoded(con, file, path, names, into=into)
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    options = (
        f"columns = {{{columns}}}, header = true, skip = {file.header_row - 1}, auto_detect = false, "
        f"delim = {literal(file.delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
        f"encoding = {literal(file.encoding)}, max_line_size = 8000000"
    )
    con.execute(
        f"create or replace temp view {into} as "
        f'select *, row_number() over () as "#row" from read_csv({literal(str(path))}, {options})'
    )
    return names


def _transcoded(
    con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, names: list[str], *, into: str
) -> list[str]:
    """The same table for an encoding that DuckDB does not read, through Arrow, which knows those of Python."""
    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(encoding=file.encoding, skip_rows=file.header_row, column_names=names),
        parse_options=arrow_csv.ParseOptions(delimiter=file.delimiter),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    keep(con, table, into=into)
    return names


def _open(path: Path, encoding: str) -> IO[str]:
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open("rt", encoding=encoding, newline="")


def _header(file: SourceFile, path: Path) -> list[str]:
    try:
        with _open(path, file.encoding) as stream:
            lines = [stream.readline() for _ in range(file.header_row)]
            has_row = bool(stream.readline())
    except (OSError, EOFError) as error:
        raise FileRefused(path, f"cannot be unzipped ({error})", right="fetch it again") from error
    except UnicodeDecodeError as error:
        raise FileRefused(
            path, f"is not written in {file.encoding} ({error.reason})", right="declare its `encoding`"
        ) from error
    line = lines[-1]
    if not line.strip():
        raise FileRefused(path, "is empty", right="fetch it again")
    if line.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefused(path, "is a web page, not a table", right="check the address and fetch it again")
    names = next(csv.reader([line], delimiter=file.delimiter))
    if len(names) == 1:
        raise FileRefused(
            path,
            f"line {file.header_row} has one column, {names[0][:60]!r}",
            right=f"columns parted by {file.delimiter!r}, or declare its `delimiter`",
        )
    if not has_row:
        raise FileRefused(path, "has a header and no row", right="fetch it again")
    return [name if name else f"#{place}" for place, name in enumerate(names)]
