"""What the pages ask of a release: figures with their indicator and place, and the spread behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from beffroi.observatory.release.read import Observation, Place, Release, kept_open
from beffroi.territory.towns import Town, towns
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, spoken

OWN_LEVELS = ("centre", "rest", "commune")
PEER_GROUPS = ("hors-programme", "programme")
REFERENCES = (("programme", "programme"), ("france", "hors-programme"), ("france", "france"))


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of the programme with its official wording and the questions that no source answers yet."""

    key: str
    name: str
    phases: tuple[tuple[str, str], ...]  # first year, wording
    open_questions: tuple[tuple[str, str, str], ...]
    codes: tuple[str, ...]

    @property
    def official(self) -> str:
        """The wording in force: that of the last phase."""
        return self.phases[-1][1]


class Reading:
    """A release with the indexes that pages need; one per process and release."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.at_places: dict[tuple[str, str, str, str], dict[str, Observation]] = {}
        self._spreads: dict[tuple[str, str, str, str], Mapping[str, Observation]] = {}
        self.periods_seen: dict[str, list[str]] = {}
        self.indicators = {code: Indicator.of(release, code) for code in release.indicators}
        self.holders = {town.code: self._holders(town) for town in towns()}
        for code, declared in release.indicators.items():
            for kind in declared["levels"]:
                for row in release.of(code, place_kind=kind):
                    self.at_places.setdefault((code, row.period, kind, row.perimeter), {})[row.place] = row
            self.periods_seen[code] = release.periods(code)

    def _holders(self, town: Town) -> dict[str, str]:
        """The larger places that hold a town, by kind."""
        place = self.release.places.get(("commune", town.code))
        held = {"territory": town.territory, "epci": town.epci, "aav": place.aav if place else None}
        return {kind: code for kind, code in held.items() if code}

    @property
    def codes(self) -> list[str]:
        """The codes in the order of the axes, then of the numbers."""
        return [code for axis in self.axes() for code in axis.codes]

    def indicator(self, code: str) -> Indicator:
        return self.indicators[code]

    def latest(self, code: str) -> str:
        return self.periods_seen[code][-1]

    def place(self, kind: str, place: str) -> Place:
        """The place of an observation: the group of peers and the neighbours of a town bear the town's own name."""
        places = self.release.places
        found = places.get((kind, place)) or places.get(("commune", place))
        return found or Place(kind, place, place, None, None, None, None, None, None, None)

    def figure(self, code: str, *, kind: str, place: str, period: str, perimeter: str = "") -> Figure | None:
        """One figure, or nothing when the release has no row at all for it."""
        if kind in ("centre", "rest") and not perimeter:
            perimeter = "iris-mairie"
        seen = self.at_places.get((code, period, kind, perimeter), {}).get(place)
        return Figure(observation=seen, indicator=self.indicator(code), place=self.place(kind, place)) if seen else None

    def spread(self, code: str, *, period: str, kind: str = "commune") -> Mapping[str, Observation]:
        """The rows of all the programme's communes (later entrants too), or of its territories, by code."""
        key = (code, period, kind, "iris-mairie" if kind in ("centre", "rest") else "")
        if key not in self._spreads:
            rows = self.at_places.get(key, {})
            self._spreads[key] = {
                place: row for place, row in rows.items() if kind == "territory" or place in self.holders
            }
        return self._spreads[key]

    def axes(self) -> list[Axis]:
        return [self._axis(key, entry) for key, entry in self.release.catalogue["axes"].items()]

    def _axis(self, key: str, entry: dict[str, Any]) -> Axis:
        return Axis(
            key=key,
            name=spoken(entry["name"]),
            phases=tuple((year, spoken(text)) for year, text in entry["phases"].items()),
            open_questions=tuple(
                (", ".join(asked["codes"]), spoken(asked["question"]), spoken(asked["source"]))
                for asked in entry["open_questions"]
            ),
            codes=tuple(sorted(code for code, declared in self.release.indicators.items() if declared["axis"] == key)),
        )


def served() -> Reading:
    """The reading of the release that this installation serves."""
    return _reading(kept_open(settings.BEFFROI_RELEASE))


@cache
def _reading(release: Release) -> Reading:
    return Reading(release)
