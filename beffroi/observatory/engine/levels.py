"""From base rows to places: IRIS make centre, rest and commune; communes make territory, EPCI, peers, France.

Both steps are one operation, `gathered`: the figure of a whole is made from those of its *published* parts only,
so a whole never reveals a hidden part by subtraction. What is left out shows in the coverage: the share of the
inhabitants of the parts, those where the figure is not applicable set aside, that live in parts with a figure.

- Below `PARTIAL` the whole is U, of low reliability; parts that are U themselves do not count towards it.
- Below `TOO_LITTLE` a place has no figure, and says why: the absence that weighs most among its parts (secret, missing,
  not collected). Peers, programme and France keep theirs, as U: they tell of the disclosed communes together, not of a
  place as a whole.

Everything is an array over periods and parts, or over periods and places: no row is searched for.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beffroi.observatory.engine.cells import CONF, OBS, STATUSES, Cells, empty, status_number
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.exact import grouped_medians, grouped_sums
from beffroi.observatory.engine.numbering import INSIDE, Members, Numbers, Places
from beffroi.observatory.release.columns import FIGURES, WITH_FIGURE

PARTIAL, TOO_LITTLE = 0.95, 0.5
DISTRIBUTIONS = ("peers", "programme", "france")
ABSENCES = (("O", "F"), ("L", "F"), ("Q", "D"), ("Q", "A"), ("Q", "C"))
SUMMED = ("numerator", "denominator", "n")

Figures = dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Weights:
    """What the parts of places weigh, by their status: each array is (periods, places).

    `absences` (periods, places, absences) follows `ABSENCES`; a part without a row at a period is among the missing.
    """

    known: NDArray[np.float64]
    sure: NDArray[np.float64]
    applicable: NDArray[np.float64]
    estimate: NDArray[np.float64]
    broken: NDArray[np.float64]
    absences: NDArray[np.float64]


def centre_rest_commune(base: Cells, indicator: Indicator, periods: int, places: Places) -> Cells:
    """The cells of centre, rest and commune, from the base rows at `periods` periods.

    Every commune of the programme has its rows at each period: O where the query returned none. Centre and rest are M
    for a commune of one IRIS, and L where no outline says which IRIS holds the town hall (overseas).
    """
    cells = base
    if indicator.grain == "iris":
        members = places.members["iris"]
        cells = gathered(base.place, base, indicator, periods, parts=len(places.codes["iris"]), of=members, to=places)
    if {"centre", "rest"} & set(indicator.levels):
        kind, commune = places.inside(cells.place)
        is_cut = (kind == list(INSIDE).index("commune")) | ~places.is_town[commune] | (places.n_iris[commune] != 1)
        cells = cells.where(is_cut)
    return cells.plus(_untold(cells, periods, places))


def larger_places(cells: Cells, indicator: Indicator, periods: int, places: Places) -> Cells:
    """The cells of the places made of communes, at the levels of the indicator, by sum or by median.

    None when `aggregate` is none.
    """
    kind, commune = places.inside(cells.place)
    communes = cells.where(kind == list(INSIDE).index("commune"))
    number = commune[kind == list(INSIDE).index("commune")]
    members = places.members["commune"].among(places.are(indicator.levels))
    return gathered(number, communes, indicator, periods, parts=len(places.codes["commune"]), of=members, to=places)


def _untold(cells: Cells, periods: int, places: Places) -> Cells:
    """The cells that the communes of the programme lack, with why."""
    is_told = np.zeros((len(places.kind), periods), dtype=bool)
    is_told[cells.place, cells.period] = True
    towns = np.flatnonzero(places.is_town)
    missing, elsewhere, single = (status_number(obs, "F") for obs in "OLM")
    inside = np.where(places.has_centre[towns], missing, elsewhere)
    inside = np.where(places.n_iris[towns] == 1, single, inside)
    added = []
    for kind, first in places.first.items():
        town, period = np.nonzero(~is_told[first + towns])
        status = np.full(len(town), missing) if kind == "commune" else inside[town]
        added.append(empty(first + towns[town], period, status))
    return added[0].plus(*added[1:])


def gathered(
    part: Numbers, cells: Cells, indicator: Indicator, periods: int, *, parts: int, of: Members, to: Places
) -> Cells:
    """The cells of the places that `of` names, at each period, from those of their parts (`part`, under `parts`).

    A part without a row at a period is missing there.
    """
    row = np.full((periods, parts), -1)
    row[cells.period, part] = np.arange(len(part))
    row = row[:, of.part]
    weights = _weighed(row, cells, of)
    figures = _made(row, cells, indicator, of)
    is_shown = (weights.known > 0) & (
        (weights.known >= TOO_LITTLE * weights.applicable) | to.are(DISTRIBUTIONS)[of.place]
    )
    shape = is_shown.shape
    return Cells(
        place=np.broadcast_to(of.place, shape).ravel(),
        period=np.repeat(np.arange(periods), len(of.place)),
        status=_statuses(weights, is_shown).ravel(),
        figures=np.stack([np.where(is_shown, figures[name], np.nan).ravel() for name in FIGURES]),
    )


def _weighed(row: Numbers, cells: Cells, of: Members) -> Weights:
    """`row` (periods, members) has the cell of each part, -1 where it has none."""
    periods, places = len(row), len(of.place)
    absent = status_number("O", "F")
    status = np.append(cells.status, absent)[row]
    group = np.arange(periods * places).reshape(periods, places).repeat(of.sizes, axis=1)
    weight = np.broadcast_to(of.weight, row.shape)
    counted = np.bincount(
        (group * STATUSES + status).ravel(), weights=weight.ravel(), minlength=periods * places * STATUSES
    ).reshape(periods, places, len(OBS), len(CONF))
    by_status = dict(zip(OBS, np.moveaxis(counted.sum(axis=3), 2, 0), strict=True))
    known = sum(by_status[obs] for obs in WITH_FIGURE)
    return Weights(
        known=known,
        sure=known - by_status["U"],
        applicable=sum(by_status.values()) - by_status["M"],
        estimate=by_status["E"],
        broken=by_status["B"],
        absences=np.stack([counted[:, :, OBS[obs], CONF[conf]] for obs, conf in ABSENCES], axis=2),
    )


def _made(row: Numbers, cells: Cells, indicator: Indicator, of: Members) -> Figures:
    """The figures of each place (periods, places): of one part, its own; of several, as the indicator adds up."""

    def of_parts(name: str, row: Numbers) -> NDArray[np.float64]:
        return np.append(cells.figure(name), np.nan)[row]

    if indicator.aggregate == "median":
        medians, counts = grouped_medians(of_parts("value", row), starts=of.starts)
        whole = {"value": medians, "n": counts}
    else:
        whole = {name: grouped_sums(of_parts(name, row), starts=of.starts) for name in SUMMED}
    alone = of.sizes == 1
    made = {}
    for name in FIGURES:
        made[name] = whole.get(name, np.full((len(row), len(of.place)), np.nan))
        made[name][:, alone] = of_parts(name, row[:, of.starts[alone]])
    return made | {"value": _value(made, indicator)}


def _value(made: Figures, indicator: Indicator) -> NDArray[np.float64]:
    """As `base.value_sql`."""
    if indicator.kind == "ratio":
        return (
            float(indicator.scale) * made["numerator"] / np.where(made["denominator"] == 0, np.nan, made["denominator"])
        )
    return made["numerator" if indicator.kind == "count" else "value"]


def _statuses(weights: Weights, is_shown: NDArray[np.bool_]) -> Numbers:
    """Why parts have no figure: the absence that weighs most; of two that weigh the same, the last of `ABSENCES`."""
    heaviest = len(ABSENCES) - 1 - np.argmax(weights.absences[:, :, ::-1], axis=2)
    cause = np.array([status_number(*absence) for absence in ABSENCES])[heaviest]
    unsure, estimate, broken, normal, void = (status_number(obs, "F") for obs in "UEBAM")
    return np.select(
        [
            is_shown & (weights.sure < PARTIAL * weights.applicable),
            is_shown & (weights.estimate > 0),
            is_shown & (weights.broken > 0),
            is_shown,
            weights.applicable == 0,
        ],
        [unsure, estimate, broken, normal, void],
        cause,
    )
