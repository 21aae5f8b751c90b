"""Parquet: types are dropped on purpose, so that one set of rules reads every format."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from pathlib import Path

import duckdb

from beffroi.observatory.intake.cells import literal
from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.refusal import FileRefused


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """A view `into` of every cell as text, with the number of each row; the columns' names.

    Raises `FileRefused` for what is not Parquet."""
    try:
        described = con.execute(f"describe from read_parquet({literal(str(path))})").fetchall()
    except duckdb.Error as error:
        raise FileRefused(path, "is not Parquet", right="remove it and fetch it again") from error
    con.execute(
        f"create temp view {into} as select cast(columns(*) as varchar), "
        f'row_number() over () as "#row" from read_parquet({literal(str(path))})'
    )
    return [str(row[0]) for row in described]
