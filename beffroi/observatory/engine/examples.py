"""Runs the examples that stand in a declaration: rows given, rows expected, worked by hand."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import math
from collections.abc import Sequence
from typing import Any

import duckdb

from beffroi.observatory.engine.base import WrongColumns, base_sql
from beffroi.observatory.engine.declaration import Example, Indicator, Row
from beffroi.observatory.engine.tables import columns_of, create_sql

CLOSE = 1e-6  # relative: a value worked by hand is written with as many digits as that


class ExampleFails(AssertionError):
    """Says which example, what came out, and what was expected."""


def run_example(indicator: Indicator, example: Example) -> None:
    """Computes the base rows of `indicator` from the rows given, and compares them with those expected.

    Only the columns that the example names are compared; the number of rows must be the same; their order is free.
    Raises `ExampleFails`.
    """
    where = f"{indicator.slug}, example {example['name']!r}"
    with duckdb.connect() as db:
        try:
            for table, rows in example["given"].items():
                _fill(db, table, rows)
            computed = _rows(db.execute(base_sql(indicator, db)))
        except (duckdb.Error, WrongColumns, KeyError) as error:
            raise ExampleFails(f"{where}: {error}") from error
    named = list(dict.fromkeys(name for row in example["expect"] for name in row))
    if computed and (unknown := set(named) - computed[0].keys()):
        raise ExampleFails(f"{where}: expects {sorted(unknown)}; the columns are {', '.join(computed[0])}.")
    _compare(where, computed=_cut(computed, named), expected=_cut(example["expect"], named))


def _fill(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    db.execute(f"create schema if not exists {table.partition('.')[0]}")
    if known := columns_of(table):
        db.execute(create_sql(table))
        for row in rows:
            if unknown := row.keys() - known.keys():
                raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}; it has {', '.join(known)}.")
            db.execute(f"insert into {table} ({', '.join(row)}) values ({_marks(row)})", list(row.values()))
        return
    names = list(dict.fromkeys(name for row in rows for name in row))
    marks = ", ".join(f"({_marks(names)})" for _ in rows)
    cells = [row.get(name) for row in rows for name in names]
    db.execute(f"create table {table} as select * from (values {marks}) as given({', '.join(names)})", cells)


def _marks(cells: Sequence[str] | Row) -> str:
    return ", ".join("?" for _ in cells)


def _rows(found: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _cut(rows: Sequence[Row], names: Sequence[str]) -> list[tuple[Any, ...]]:
    """The named cells of each row, in an order that does not depend on that of the rows."""
    cut = [tuple(row.get(name) for name in names) for row in rows]
    return sorted(
        cut, key=lambda row: [(cell is not None, isinstance(cell, str), str(cell)) for cell in _texts_first(row)]
    )


def _texts_first(row: tuple[Any, ...]) -> list[Any]:
    return [c for c in row if isinstance(c, str)] + [
        None if c is None else round(float(c), 3) for c in row if not isinstance(c, str)
    ]


def _compare(where: str, *, computed: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    same = len(computed) == len(expected) and all(
        _equal(mine, theirs)
        for got, hoped in zip(computed, expected, strict=True)
        for mine, theirs in zip(got, hoped, strict=True)
    )
    if not same:
        raise ExampleFails(f"{where}:\n  computed {computed}\n  expected {expected}")


def _equal(computed: Any, expected: Any) -> bool:
    if isinstance(computed, (int, float)) and isinstance(expected, (int, float)):
        return math.isclose(computed, expected, rel_tol=CLOSE, abs_tol=1e-9)
    return bool(computed == expected)
