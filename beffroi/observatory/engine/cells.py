"""The cells of one indicator as arrays, and back to a table: numbers for places, periods and statuses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.foundations import handover
from beffroi.observatory.engine.base import base_sql
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.numbering import KINDS, Numbers, Places
from beffroi.observatory.engine.tables import FIGURES as COLUMNS
from beffroi.observatory.release.columns import CONF_STATUS, FIGURES, OBS_STATUS

OBS = {obs: number for number, obs in enumerate(OBS_STATUS)}
CONF = {conf: number for number, conf in enumerate(CONF_STATUS)}
STATUSES = len(OBS) * len(CONF)
Ask = Callable[[str], list[tuple[Any, ...]]]
SHOWN = 5  # unknown words told in a refusal


class WrongRows(ValueError):
    """The query returns a row that the engine cannot place; says which."""


class UnknownPlace(WrongRows):
    """A query returns a code that the territory does not know; says which."""


def status_number(obs: str, conf: str) -> int:
    """One number for a pair of statuses, under `STATUSES`."""
    return OBS[obs] * len(CONF) + CONF[conf]


@dataclass(frozen=True, slots=True)
class Cells:
    """`place`, `period` and `status` (cells,) are numbers: in `Places`, in the indicator's periods, that
    of `status_number`.

    `figures` has a row for each of `FIGURES` (figures, cells); NaN where there is none.
    """

    place: Numbers
    period: Numbers
    status: Numbers
    figures: NDArray[np.float64]

    def figure(self, name: str) -> NDArray[np.float64]:
        return self.figures[FIGURES.index(name)]

    @property
    def is_secret(self) -> NDArray[np.bool_]:
        return self.status % len(CONF) != CONF["F"]

    def where(self, kept: NDArray[Any]) -> "Cells":
        """The cells of a mask, or in the order of an index."""
        return Cells(self.place[kept], self.period[kept], self.status[kept], self.figures[:, kept])

    def blank(self, hidden: NDArray[np.bool_], obs: str, conf: str) -> "Cells":
        """The same with no figure in the cells that are `hidden`, which say so by their status."""
        return replace(
            self,
            figures=np.where(hidden, np.nan, self.figures),
            status=np.where(hidden, status_number(obs, conf), self.status),
        )

    def plus(self, *others: "Cells") -> "Cells":
        every = (self, *others)
        place, period, status = (
            np.concatenate([getattr(cells, name) for cells in every]) for name in ("place", "period", "status")
        )
        return Cells(place, period, status, np.concatenate([cells.figures for cells in every], axis=1))


def empty(place: Numbers, period: Numbers, status: Numbers) -> Cells:
    """Cells without figures."""
    return Cells(place, period, status, np.full((len(FIGURES), len(place)), np.nan))


def base_rows(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> pa.Table:
    """What `base_sql` gives."""
    return db.execute(base_sql(indicator, db)).to_arrow_table()


def numbered(rows: pa.Table, indicator: Indicator, places: Places) -> tuple[Cells, list[str]]:
    """The base rows of an indicator as cells, and its periods in order.

    `place` is the number of the IRIS when the grain is the IRIS; else that of the commune, its centre or its rest.
    Raises `UnknownPlace`, or `WrongRows` for another word or figure that has no number.
    """
    grain, query = indicator.grain, f"{indicator.slug}.sql"
    place = _places(rows[grain], places.codes[grain], grain=grain, query=query)
    if grain == "commune":
        place = place + _numbers(rows["place_kind"], places.first, where=f"{query}, place_kind")
    periods = sorted(set(rows["period"].unique().to_pylist()) - {None})
    period = _numbers(rows["period"], {told: number for number, told in enumerate(periods)}, where=f"{query}, period")
    obs = _numbers(rows["obs_status"], OBS, where=f"{query}, obs_status")
    conf = _numbers(rows["conf_status"], CONF, where=f"{query}, conf_status")
    figures = np.stack([_floats(rows[name], where=f"{query}, {name}") for name in FIGURES])
    return Cells(place, period, obs * len(CONF) + conf, figures), periods


def as_table(cells: Cells, indicator: Indicator, periods: Sequence[str], places: Places) -> pa.Table:
    """The cells at the levels of the indicator in the columns of values.parquet but `indicator`, words by number.

    They are in the order of their places, then of periods.
    """
    cells = cells.where(np.flatnonzero(places.are(indicator.levels)[cells.place]))
    cells = cells.where(np.argsort(cells.place * len(periods) + cells.period, kind="stable"))
    words = {
        "place_kind": handover.words(places.kind[cells.place], KINDS),
        "place": pa.DictionaryArray.from_arrays(handover.integers(places.code[cells.place]), places.listed),
        "perimeter": handover.words(places.perimeter[cells.place], places.perimeters),
        "period": handover.words(cells.period, periods),
        "obs_status": handover.words(cells.status // len(CONF), list(OBS)),
        "conf_status": handover.words(cells.status % len(CONF), list(CONF)),
    }
    figures = {name: handover.floats(cells.figure(name)) for name in FIGURES if name != "n"}
    figures["n"] = handover.wholes(cells.figure("n"))
    figures["version"] = handover.integers(np.full(len(cells.place), indicator.version, dtype=np.int64))
    return pa.table({name: (words | figures)[name] for name in COLUMNS})


def lay(table: pa.Table, indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    """Makes the table `indicators.<slug>`, for the queries that read it."""
    handover.lend(db, "made", table)
    db.execute(f"create or replace table indicators.{indicator.slug} as from made")
    db.unregister("made")


@contextmanager
def lent(table: pa.Table, indicator: Indicator, db: duckdb.DuckDBPyConnection) -> Iterator[Ask]:
    """For a while, a function that gives the rows of a query on `indicators.<slug>`, with no table laid.

    A query reads the figures as they lie in memory, which can be done once; for one that reads them twice, they are
    laid.
    """
    name, kind = f"indicators.{indicator.slug}", "view"
    handover.lend(db, "figures", table)
    db.execute(f"create view {name} as from figures")

    def ask(sql: str) -> list[tuple[Any, ...]]:
        nonlocal kind
        handover.lend(db, "figures", table)
        try:
            return db.execute(sql).fetchall()
        except duckdb.InvalidInputException:  # read already, unless the fault is another, which comes back
            db.execute(f"drop {kind} {name}")
            lay(table, indicator, db)
            kind = "table"
            return db.execute(sql).fetchall()

    try:
        yield ask
    finally:
        db.execute(f"drop {kind} {name}")
        db.unregister("figures")


def _places(column: pa.ChunkedArray, codes: pa.StringArray, *, grain: str, query: str) -> Numbers:
    found = pc.index_in(column, value_set=codes)
    if found.null_count:
        unknown = column.filter(found.is_null()).unique().to_pylist()
        told = ", ".join(str(code) for code in unknown[:SHOWN])
        known = {"iris": "territory.iris", "commune": "territory.communes"}[grain]
        raise UnknownPlace(f"{query} returns {told}: no such {grain} in {known}.")
    return handover.taken(found)[0].astype(np.int64)


def _numbers(column: pa.ChunkedArray, known: Mapping[str, int], *, where: str) -> Numbers:
    """The number of each word of a column."""
    found = pc.index_in(column, value_set=handover.texts(list(known)))
    if found.null_count:
        unknown = column.filter(found.is_null()).unique().to_pylist()
        told = ", ".join("nothing" if word is None else word for word in unknown[:SHOWN])
        raise WrongRows(f"{where}: returns {told}; it may be {', '.join(known)}.")
    return np.array(list(known.values()), dtype=np.int64)[handover.taken(found)[0]]


def _floats(column: pa.ChunkedArray, *, where: str) -> NDArray[np.float64]:
    """The figures of a column, NaN where there is none: a figure that is not a number by itself is refused."""
    values, is_there = handover.taken(column)
    if np.isnan(values[is_there]).any():
        raise WrongRows(f"{where}: returns a figure that is not a number; leave it null, and say why by its status.")
    return np.where(is_there, values, np.nan)
