"""Towns like this one, as they were before the programme: the ten nearest outside it, the ten nearest inside it.

Peers are chosen on what was known before 2018, so that the programme's own effects cannot choose them. Nine features,
each divided by its robust spread, in one plain distance:

- size: population (log), population per km² (log), of the census of 2017 (reference day 1 January 2017);
- movement: yearly growth 2007-2012 and 2012-2017, unknown where the commune merged or was split meanwhile;
- place among its neighbours: share of the population of its urban unit and of its urban area (both of 2010), and the
  population of that urban area (log): a main town, a suburb and an isolated town are not alike;
- services: facilities per inhabitant (log) and number of kinds of facility, BPE 2013, divided by the population of 2017
  because both then cover the commune's ground after the mergers of 2013-2017.

Communes merged since 2018 have no zone of 2010: that of 2020 stands in (`peers.sql`).

Income, housing vacancy and age would be welcome: no file at hand dates them before 2018. Zonings of 2010 are preferred
to the attraction areas of 2020, which the programme's first years may have moved.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from beffroi.territory.communes import department_of, departments, is_overseas

# `select` to run on the built source tables; its rows are those of `CommuneFacts`.
FACTS_QUERY = (files("beffroi.territory") / "peers.sql").read_text(encoding="utf-8")

K = 10
# A distance of 1: the two towns differ by one robust standard deviation, in root mean square over the features.
CALIPER = 1.0
# IQR of a normal law, in standard deviations: makes the robust spread comparable with a standard deviation.
IQR_OF_NORMAL = 1.349

MAIN_CENTRES = (
    "Centre majeur d'équipements et de services",
    "Centre structurant d'équipements et de services",
)
CENTRE_OF_AREA = "11"

FEATURES = (
    "log_population",
    "log_density",
    "growth_2007_2012",
    "growth_2012_2017",
    "share_of_urban_unit",
    "share_of_urban_area",
    "log_urban_area",
    "log_facilities_per_1000",
    "facility_types",
)


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """A row of `FACTS_QUERY`: populations in inhabitants, area in km²; what is unknown is `None`."""

    commune: str
    population: float
    population_2007: float | None
    population_2012: float | None
    population_2017: float | None
    area_km2: float | None
    urban_unit_population: float | None
    urban_area_population: float | None
    facilities: float | None
    facility_types: float | None
    centrality: str
    aav_category: str


@dataclass(frozen=True, slots=True)
class Peer:
    """`peer` is the `rank`-th nearest to `commune` in its group: outside the programme or inside it."""

    commune: str
    peer: str
    group: str
    rank: int
    distance: float
    beyond_caliper: bool


class TooFewFeatures(ValueError):
    """A programme town of which less than half of the features are known."""


def peers_of_programme(facts: Sequence[CommuneFacts], *, territories: Mapping[str, str], k: int = K) -> list[Peer]:
    """The peers of every programme commune: `k` outside the programme, then `k` inside it.

    `territories` gives the territory of each programme commune: two communes of a pair are never each other's peers.
    Overseas communes are matched with overseas communes only. Candidates are the `towns_like` the programme's.
    """
    candidates = towns_like(facts, programme=set(territories))
    codes = [fact.commune for fact in candidates]
    return nearest(
        feature_table(candidates),
        codes=codes,
        is_programme=[code in territories for code in codes],
        stratum=[is_overseas(code) for code in codes],
        family=[territories.get(code, code) for code in codes],
        k=k,
    )


def towns_like(facts: Sequence[CommuneFacts], *, programme: set[str]) -> list[CommuneFacts]:
    """The programme's communes and the communes that could have been of it, in the order of their codes.

    Those have at least the population of the smallest programme commune, and are a town by what they offer: a major or
    structuring centre of facilities (ANCT and INRAE, on the BPE of 2017) or the central commune of an attraction area.
    In the five departments overseas, where that grid does not exist, the population alone decides; the collectivities
    overseas, to which the programme was not open, are left out.
    """
    floor = min((fact.population for fact in facts if fact.commune in programme), default=0.0)

    def is_town(fact: CommuneFacts) -> bool:
        if fact.population < floor or department_of(fact.commune) not in departments():
            return False
        is_centre = fact.centrality in MAIN_CENTRES or fact.aav_category == CENTRE_OF_AREA
        return is_centre or is_overseas(fact.commune)

    return sorted((f for f in facts if f.commune in programme or is_town(f)), key=lambda fact: fact.commune)


def feature_table(facts: Sequence[CommuneFacts]) -> NDArray[np.float64]:
    """The features of each commune: shape (communes, 9), columns as `FEATURES`; NaN where unknown.

    Growth is in % per year; shares from 0 to 1; logs are natural. A population, area or count of facilities of zero
    gives NaN where its logarithm would be infinite.
    """
    columns = {
        name: np.array([getattr(fact, name) for fact in facts], dtype=float)
        for name in CommuneFacts.__dataclass_fields__
        if name not in {"commune", "centrality", "aav_category"}
    }
    population = columns["population"]
    return np.column_stack(
        [
            _log(population),
            _log(_ratio(population, columns["area_km2"])),
            _growth(columns["population_2007"], columns["population_2012"]),
            _growth(columns["population_2012"], columns["population_2017"]),
            _ratio(population, columns["urban_unit_population"]),
            _ratio(population, columns["urban_area_population"]),
            _log(columns["urban_area_population"]),
            _log(1000 * _ratio(columns["facilities"], population)),
            columns["facility_types"],
        ]
    )


def nearest(
    features: NDArray[np.float64],
    *,
    codes: Sequence[str],
    is_programme: Sequence[bool],
    stratum: Sequence[Hashable] | None = None,
    family: Sequence[Hashable] | None = None,
    k: int = K,
    caliper: float = CALIPER,
) -> list[Peer]:
    """The `k` nearest towns of each programme town, outside the programme (`hors-programme`) and inside (`programme`).

    `features` has shape (towns, features), any units: each column is divided by its robust spread (IQR / 1.349, or its
    standard deviation if the IQR is zero), so a change of unit changes nothing. The distance is the Euclidean one over
    the features known of the town, divided by the square root of their number: 1 means one spread apart on average. A
    feature that the other town lacks counts as one spread apart, so that nobody is near by being unknown; a town that
    lacks more than half of them is never a peer. A feature known of nobody is left out.

    Only towns of one `stratum` are compared (all by default); towns of one `family` never are. Ties are cut by code.
    Fewer than `k` candidates give fewer peers; a peer beyond the `caliper` is kept, and said to be. Raises
    `TooFewFeatures` for a programme town with less than half of its features.

    Follows nearest-neighbour matching with exact strata and a caliper (Stuart 2010, Statistical Science 25(1), §3).
    """
    scaled = _scaled(features[:, np.isfinite(features).any(axis=0)])
    known = np.isfinite(scaled)
    _check_known(known, codes=codes, is_programme=is_programme)
    inside = np.asarray(is_programme, dtype=bool)
    strata, families = _labels(stratum or [0] * len(codes)), _labels(family or codes)
    peers: list[Peer] = []
    for town in np.flatnonzero(inside).tolist():
        distance = _distances(scaled, known=known, town=town)
        eligible = np.isfinite(distance) & (strata == strata[town]) & (families != families[town])
        for group, members in (("hors-programme", ~inside), ("programme", inside)):
            others = [(float(distance[other]), codes[other]) for other in np.flatnonzero(eligible & members).tolist()]
            peers += [
                Peer(codes[town], code, group, rank, apart, apart > caliper)
                for rank, (apart, code) in enumerate(sorted(others)[:k], start=1)
            ]
    return peers


def _scaled(features: NDArray[np.float64]) -> NDArray[np.float64]:
    low, middle, high = np.nanquantile(features, [0.25, 0.5, 0.75], axis=0)
    deviation = np.nanstd(features, axis=0)
    spread = np.where(high > low, (high - low) / IQR_OF_NORMAL, deviation)
    return (features - middle) / np.where(spread > 0, spread, 1.0)


def _distances(scaled: NDArray[np.float64], *, known: NDArray[np.bool_], town: int) -> NDArray[np.float64]:
    """The distance from one town to each, infinite for those that lack more than half of what is known of it."""
    used = known[town]
    squares = np.where(known[:, used], (scaled[:, used] - scaled[town, used]) ** 2, 1.0)
    enough = 2 * known[:, used].sum(axis=1) >= used.sum()
    # Rounded so that the order does not depend on the machine's last digit.
    return np.where(enough, np.round(np.sqrt(squares.mean(axis=1)), 9), np.inf)


def _check_known(known: NDArray[np.bool_], *, codes: Sequence[str], is_programme: Sequence[bool]) -> None:
    for code, inside, number in zip(codes, is_programme, known.sum(axis=1), strict=True):
        if inside and 2 * number < known.shape[1]:
            raise TooFewFeatures(
                f"Only {number} of the {known.shape[1]} features of {code} are known: peers need at least half of them."
            )


def _labels(values: Sequence[Hashable]) -> NDArray[np.int64]:
    """A number for each different value, so that strata and families compare as arrays."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values])


def _ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    return numerator / np.where(denominator > 0, denominator, np.nan)


def _log(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.where(values > 0, values, np.nan))


def _growth(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    return 100 * (_ratio(after, before) ** (1 / 5) - 1)
