"""Computes indicators in DuckDB, one after those that it reads. Knows nothing of Django, files or the web."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from beffroi.foundations.side_by_side import WORKERS, in_turn
from beffroi.observatory.engine import cells, levels, order, secrecy
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.ground import AT_ONCE, EVERY
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
    indicators: Iterable[Indicator],
    db: duckdb.DuckDBPyConnection,
    *,
    around: Callable[[duckdb.DuckDBPyConnection], None] | None = None,
    workers: int = WORKERS,
) -> Iterator[Computed]:
    """The figures of each of `indicators`, after those that it reads, and what the gates say; as soon as it is done.

    `db` holds the schemas `sources` and `territory`; of the latter perhaps only `ground.AT_ONCE`, when `around` lays
    the rest, beside the queries that do not read it. Of the tables `indicators.<slug>`, those that another indicator
    reads are made in it; `cells.lay` makes the others. As many steps go side by side as there are `workers`. Each has a
    cursor and its own temporary tables, and DuckDB computes each query on one thread: the figures do not depend on
    what ends first.
    """
    db.execute("create schema if not exists indicators")
    computing = _Computing({indicator.slug: indicator for indicator in indicators}, around)
    with ThreadPoolExecutor(max_workers=workers) as pool:

        def submit(step: order.Step) -> Future[Computed | None]:
            return pool.submit(computing.done, step, db.cursor())

        sorter = order.steps(computing.indicators, at_once=AT_ONCE if around else EVERY)
        for done in in_turn(sorter, submit, workers=workers):
            if done:
                yield done


class _Computing:
    """What the steps of a run hand to each other: the rows of queries until they are figures, and the places."""

    places: Places

    def __init__(self, indicators: Mapping[str, Indicator], around: Callable[..., None] | None) -> None:
        self.indicators = indicators
        self.around = around
        self.read = {slug for indicator in indicators.values() for slug in indicator.comes_after}
        self.rows: dict[str, pa.Table] = {}

    def done(self, step: order.Step, db: duckdb.DuckDBPyConnection) -> Computed | None:
        """Does a step; the figures of an indicator are what comes of it. Closes `db`, and what was temporary in it."""
        kind, slug = step
        with db:
            if step == order.PLACES:
                self._place(db)
                return None
            try:
                if kind == "figures":
                    return self._made(slug, db)
                self.rows[slug] = cells.base_rows(self.indicators[slug], db)
                return None
            except duckdb.Error as error:
                raise ComputationFailed(f"{self.indicators[slug].code} ({slug}.sql): {error}") from error

    def _place(self, db: duckdb.DuckDBPyConnection) -> None:
        if self.around:
            self.around(db)
        self.places = number(db)

    def _made(self, slug: str, db: duckdb.DuckDBPyConnection) -> Computed:
        indicator, places = self.indicators[slug], self.places
        base, periods = cells.numbered(self.rows.pop(slug), indicator, places)
        inside = levels.centre_rest_commune(base, indicator, len(periods), places)
        inside = secrecy.hidden(inside, indicator, places)
        every = inside
        if indicator.aggregate != "none":
            every = inside.plus(levels.larger_places(inside, indicator, len(periods), places))
        figures = cells.as_table(every, indicator, periods, places)
        with cells.lent(figures, indicator, db) as ask:
            found = gates.check(indicator.published(), figures, ask=ask)
        if slug in self.read:
            cells.lay(figures, indicator, db)
        return Computed(indicator, figures, tuple(found))
