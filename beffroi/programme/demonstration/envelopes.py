"""The envelopes from which the lines of a demonstration were granted: of each partner, each year, downwards."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.states import GRANTED_STATES, Instrument
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind as Kind
from beffroi.programme.people.roles import ScopeKind
from beffroi.programme.towns.models import Territory

NATIONAL = (Kind.BANQUE_DES_TERRITOIRES, Kind.ACTION_LOGEMENT, Kind.ANAH, Kind.CEREMA)
# How much larger an envelope is than what was granted from it: sometimes smaller, and then it is overrun.
ROOM = (0.95, 1.25)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an envelope reaches, and in which year."""

    partner: Organisation
    instrument: Instrument
    year: int
    scope_kind: ScopeKind
    scope_code: str


@dataclass(slots=True)
class Tally:
    """What was granted, by the place of the smallest envelope that it weighs on."""

    known: dict[tuple[str, str], Organisation]
    granted: dict[Place, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    region_of: dict[str, str] = field(default_factory=dict)

    def add(self, lines: Iterable[FundingLine], *, territory: Territory) -> None:
        self.region_of[territory.department] = territory.region
        for line in lines:
            told = line.committed_date or line.accepted_date
            if line.life_state not in GRANTED_STATES or told is None:
                continue
            if line.funder.kind in NATIONAL:
                scope = (ScopeKind.NATION, "")
            elif line.funder.kind == Kind.PREFECTURE_DEPARTMENT:
                scope = (ScopeKind.DEPARTMENT, territory.department)
            elif line.funder.kind == Kind.REGION:
                scope = (ScopeKind.REGION, territory.region)
            else:
                continue
            place = Place(line.funder, Instrument(line.instrument), told.year, *scope)
            self.granted[place] += line.committed or line.accepted or 0

    def levels(self, chance: Random) -> Iterator[list[Envelope]]:
        """The State's of the nation, then of the regions; then those of the departments and of each partner."""
        smallest = {place: _with_room(chance, amount) for place, amount in self.granted.items()}
        regional: dict[Place, Decimal] = defaultdict(Decimal)
        for place, amount in smallest.items():
            if place.scope_kind is ScopeKind.DEPARTMENT:
                regional[self._above(place)] += amount
        national: dict[Place, Decimal] = defaultdict(Decimal)
        for place, amount in regional.items():
            national[self._nation(place)] += amount
        nation = {place: _envelope(place, amount) for place, amount in national.items()}
        yield list(nation.values())
        regions = {place: _envelope(place, sum_, of=nation[self._nation(place)]) for place, sum_ in regional.items()}
        yield list(regions.values())
        yield [
            _envelope(place, amount, of=regions.get(self._above(place)))
            if place.scope_kind is ScopeKind.DEPARTMENT
            else _envelope(place, amount)
            for place, amount in smallest.items()
        ]

    def _above(self, place: Place) -> Place:
        region = self.region_of[place.scope_code]
        prefecture = self.known[Kind.PREFECTURE_REGION, region]
        return Place(prefecture, place.instrument, place.year, ScopeKind.REGION, region)

    def _nation(self, place: Place) -> Place:
        return Place(self.known[Kind.MINISTRY, "national"], place.instrument, place.year, ScopeKind.NATION, "")


def _with_room(chance: Random, amount: Decimal) -> Decimal:
    return Decimal(1000 * math.ceil(float(amount) * chance.uniform(*ROOM) / 1000))


def _envelope(place: Place, amount: Decimal, *, of: Envelope | None = None) -> Envelope:
    return Envelope(
        partner=place.partner,
        instrument=place.instrument,
        year=place.year,
        scope_kind=place.scope_kind,
        scope_code=place.scope_code,
        amount=amount,
        delegated_from=of,
        is_demonstration=True,
    )
