"""One small file per format: a file of the archive becomes a table of words with the number of each row."""

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers import columnar, delimited, features, workbook

READERS: Mapping[str, Callable[..., list[str]]] = {
    "csv": delimited.read,
    "xlsx": workbook.read,
    "parquet": columnar.read,
    "geojson": features.read,
}


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """Make the table `into` of the file's cells as text; the names of its columns."""
    return READERS[file.format](con, file, path, into=into)
