"""The figure of the home page: is housing emptier in the centres than around them?"""

from dataclasses import dataclass, replace
from statistics import median

from beffroi.observatory.release.read import Observation, Place
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.reading import Reading

CODE = "HAB-03"


@dataclass(frozen=True, slots=True)
class Headline:
    """Medians over the communes whose centre and rest are both published; `higher` of `count` have a higher centre."""

    centre: Figure
    rest: Figure
    count: int
    higher: int

    @property
    def share_higher(self) -> int:
        return round(100 * self.higher / self.count)


def headline(reading: Reading) -> Headline | None:
    """Nothing when the release does not measure vacancy in centres."""
    if CODE not in reading.release.indicators or not reading.periods_seen[CODE]:
        return None
    period = reading.latest(CODE)
    centres, rests = (_published(reading, kind, period) for kind in ("centre", "rest"))
    both = sorted(centres.keys() & rests.keys())
    if not both:
        return None
    return Headline(
        centre=_median(reading, [centres[place] for place in both]),
        rest=_median(reading, [rests[place] for place in both]),
        count=len(both),
        higher=sum(_value(centres[place]) > _value(rests[place]) for place in both),
    )


def _published(reading: Reading, kind: str, period: str) -> dict[str, Observation]:
    return {
        place: row for place, row in reading.spread(CODE, period=period, kind=kind).items() if row.value is not None
    }


def _value(row: Observation) -> float:
    assert row.value is not None
    return row.value


def _median(reading: Reading, rows: list[Observation]) -> Figure:
    """A median is a figure like another: it keeps its indicator, its period and the number of communes behind it."""
    middle = median(_value(row) for row in rows)
    seen = replace(
        rows[0], place="programme", value=middle, numerator=None, denominator=None, n=len(rows), low=None, high=None
    )
    place = Place("programme", "programme", "Action Cœur de Ville", None, None, None, None, None, None, None)
    return Figure(observation=seen, indicator=reading.indicator(CODE), place=place)
