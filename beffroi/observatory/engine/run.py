"""Computes indicators in DuckDB, one after those that it reads. Knows nothing of Django, files or the web."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from beffroi.foundations.side_by_side import WORKERS, in_turn
from beffroi.observatory.engine import cells, levels, order, secrecy
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.numbering import Places, number
from beffroi.observatory.release import gates


class ComputationFailed(RuntimeError):
    """A query that does not run on these tables; names the indicator."""


@dataclass(frozen=True, slots=True)
class Computed:
    """`figures` are in the columns of values.parquet but `indicator`, for all of France, in the order of a release."""

    indicator: Indicator
    figures: pa.Table
    gates: tuple[gates.GateResult, ...]


def compute(
    indicators: Iterable[Indicator], db: duckdb.DuckDBPyConnection, *, workers: int = WORKERS
) -> Iterator[Computed]:
    """The figures of each of `indicators`, after those that it reads, and what the gates say; as soon as it is done.

    `db` holds the schemas `sources` and `territory`. Of the tables `indicators.<slug>`, those that a query or a gate
    reads are made in it; `cells.lay` makes the others. As many are computed side by side as there are `workers`. Each
    has a cursor and its own temporary tables, and DuckDB computes each query on one thread: the figures do not depend
    on what ends first.
    """
    db.execute("create schema if not exists indicators")
    places = number(db)
    by_slug = {indicator.slug: indicator for indicator in indicators}
    read = {slug for indicator in by_slug.values() for slug in indicator.looked_at | indicator.comes_after}
    with ThreadPoolExecutor(max_workers=workers) as pool:

        def submit(slug: str) -> Future[Computed]:
            return pool.submit(_compute, by_slug[slug], db.cursor(), places, is_read=slug in read)

        yield from in_turn(order.sorted_by_reading(by_slug), submit, workers=workers)


def _compute(indicator: Indicator, db: duckdb.DuckDBPyConnection, places: Places, *, is_read: bool) -> Computed:
    """Closes `db`, and with it what was temporary."""
    try:
        with db:
            return _made(indicator, db, places, is_read=is_read)
    except duckdb.Error as error:
        raise ComputationFailed(f"{indicator.code} ({indicator.slug}.sql): {error}") from error


def _made(indicator: Indicator, db: duckdb.DuckDBPyConnection, places: Places, *, is_read: bool) -> Computed:
    base, periods = cells.read_base(indicator, db, places)
    inside = levels.centre_rest_commune(base, indicator, len(periods), places)
    inside = secrecy.hidden(inside, indicator, places)
    every = inside
    if indicator.aggregate != "none":
        every = inside.plus(levels.larger_places(inside, indicator, len(periods), places))
    figures = cells.as_table(every, indicator, periods, places)
    if is_read:
        cells.lay(figures, indicator, db)
    found = gates.check(indicator.published(), db, table=f"indicators.{indicator.slug}", figures=figures)
    return Computed(indicator, figures, tuple(found))
