"""Computes indicators in DuckDB, one after those that it reads. Knows nothing of Django, files or the web."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb

from beffroi.foundations.side_by_side import WORKERS, in_turn
from beffroi.observatory.engine import cells, levels, order, secrecy
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.numbering import Places, number
from beffroi.observatory.release import gates


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
    places = number(db)
    by_slug = {indicator.slug: indicator for indicator in indicators}
    with ThreadPoolExecutor(max_workers=workers) as pool:

        def submit(slug: str) -> Future[Computed]:
            return pool.submit(_compute, by_slug[slug], db.cursor(), places)

        yield from in_turn(order.sorted_by_reading(by_slug), submit, workers=workers)


def _compute(indicator: Indicator, db: duckdb.DuckDBPyConnection, places: Places) -> Computed:
    """Closes `db`, and with it what was temporary."""
    try:
        with db:
            return _made(indicator, db, places)
    except duckdb.Error as error:
        raise ComputationFailed(f"{indicator.code} ({indicator.slug}.sql): {error}") from error


def _made(indicator: Indicator, db: duckdb.DuckDBPyConnection, places: Places) -> Computed:
    base, periods = cells.read_base(indicator, db, places)
    inside = levels.centre_rest_commune(base, indicator, len(periods), places)
    inside = secrecy.hidden(inside, indicator, places)
    every = inside
    if indicator.aggregate != "none":
        every = inside.plus(levels.larger_places(inside, indicator, len(periods), places))
    rows = cells.write(every, indicator, periods, db, places)
    found = gates.check(indicator.published(), db, table=f"indicators.{indicator.slug}")
    return Computed(indicator, rows, tuple(found))
