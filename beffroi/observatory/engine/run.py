"""Computes indicators in DuckDB, one after those that it reads. Knows nothing of Django, files or the web."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from beffroi.observatory.engine import levels, secrecy
from beffroi.observatory.engine.base import make_base
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.tables import FIGURES
from beffroi.observatory.release import gates
from beffroi.observatory.release.columns import KEY


class ComputationFailed(RuntimeError):
    """A query that does not run on these tables; names the indicator."""


@dataclass(frozen=True, slots=True)
class Computed:
    indicator: Indicator
    rows: int
    gates: tuple[gates.GateResult, ...]


def compute(indicators: Iterable[Indicator], db: duckdb.DuckDBPyConnection) -> Iterator[Computed]:
    """Makes `indicators.<slug>` for each of `indicators`, in the order of `order.in_order`.

    `db` holds the schemas `sources` and `territory`. Figures are in the columns of values.parquet, for all of France.
    """
    db.execute("create schema if not exists indicators")
    levels.prepare(db)
    for indicator in indicators:
        try:
            yield _compute(indicator, db)
        except duckdb.Error as error:
            raise ComputationFailed(f"{indicator.code} ({indicator.slug}.sql): {error}") from error


def _compute(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> Computed:
    make_base(indicator, db)
    levels.make_parts(indicator, db)
    secrecy.hide(indicator, db)
    levels.make_wholes(indicator, db)
    table = f"indicators.{indicator.slug}"
    kinds = ", ".join(f"'{kind}'" for kind in indicator.levels)
    columns = (f"round({name})::BIGINT as n" if name == "n" else name for name in FIGURES if name != "version")
    made = db.execute(f"""
        create or replace table {table} as
        select {indicator.version}::BIGINT as version, {", ".join(columns)}
        from cells where place_kind in ({kinds}) order by {KEY}""")
    rows = made.fetchone()
    return Computed(indicator, rows[0] if rows else 0, tuple(gates.check(indicator.published(), db, table=table)))
