"""Computes indicators in DuckDB, one after those that it reads. Knows nothing of Django, files or the web."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import duckdb

from beffroi.observatory.engine import levels, order, secrecy
from beffroi.observatory.engine.base import make_base
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.tables import FIGURES
from beffroi.observatory.release import gates
from beffroi.observatory.release.columns import KEY

WORKERS = os.cpu_count() or 1


class ComputationFailed(RuntimeError):
    """A query that does not run on these tables; names the indicator."""


@dataclass(frozen=True, slots=True)
class Computed:
    indicator: Indicator
    rows: int
    gates: tuple[gates.GateResult, ...]


def compute(
    indicators: Iterable[Indicator], db: duckdb.DuckDBPyConnection, *, workers: int = WORKERS
) -> Iterator[Computed]:
    """Makes `indicators.<slug>` for each of `indicators`, after those that it reads; gives each as soon as it is done.

    `db` holds the schemas `sources` and `territory`. Figures are in the columns of values.parquet, for all of France.
    As many are computed side by side as there are `workers`. Each has a cursor and its own temporary tables, and
    DuckDB computes each query on one thread: the figures do not depend on what ends first.
    """
    db.execute("create schema if not exists indicators")
    levels.prepare(db)
    by_slug = {indicator.slug: indicator for indicator in indicators}
    sorter = order.sorted_by_reading(by_slug)
    ready: deque[str] = deque()
    running: set[Future[Computed]] = set()
    with ThreadPoolExecutor(max_workers=workers) as pool:
        while sorter.is_active():
            # What waited for another goes first: a chain of readers left to the end would be computed alone.
            ready.extendleft(sorter.get_ready())
            while ready and len(running) < workers:
                running.add(pool.submit(_compute, by_slug[ready.popleft()], db.cursor()))
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                computed = future.result()
                sorter.done(computed.indicator.slug)
                yield computed


def _compute(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> Computed:
    """Closes `db`, and with it what was temporary."""
    try:
        with db:
            return _made(indicator, db)
    except duckdb.Error as error:
        raise ComputationFailed(f"{indicator.code} ({indicator.slug}.sql): {error}") from error


def _made(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> Computed:
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
