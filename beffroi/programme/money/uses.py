"""What became of envelopes: what was delegated from each, the lines that draw on it, by how much they exceed it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Substr
from django.utils.translation import gettext as _

from beffroi.foundations.journal.kept import is_settled, kept_by_territory, kept_until
from beffroi.programme.money.models import Envelope, FundingLine, FundingLineQuerySet
from beffroi.programme.money.states import GRANTED_STATES
from beffroi.programme.money.totals import SumOfAmounts
from beffroi.programme.money.wording import euros
from beffroi.programme.people.roles import ScopeKind
from beffroi.programme.towns.models import Territory

# An amount weighs on an envelope from the day on which it is granted, and for what was committed once it is.
ENGAGED = Coalesce("committed", "accepted")
GRANTED_ON = Coalesce("committed_date", "accepted_date")
# Read from the date as text: SQLite has no dates, and asking Python for the year of each costs more than the rest.
YEAR_GRANTED = Cast(Substr(Cast(GRANTED_ON, CharField()), 1, 4), IntegerField())
PLACES = {
    ScopeKind.REGION: "action__territory__region",
    ScopeKind.DEPARTMENT: "action__territory__department",
    ScopeKind.TERRITORIES: "action__territory",
}

NOTHING = Decimal(0)

# From the largest place to the smallest.
SIZES = (ScopeKind.NATION, ScopeKind.REGION, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What became of an envelope, in euros.

    `engaged` is what lines take of it; `apart`, what of that is not covered by a part that was delegated: taken outside
    the places and partners of its parts, or inside one beyond its amount. It is not there to delegate any more.
    """

    amount: Decimal
    delegated: Decimal
    engaged: Decimal
    apart: Decimal

    @property
    def free(self) -> Decimal:
        """What is neither delegated nor taken apart; negative when lines exceed the envelope."""
        return self.amount - self.delegated - self.apart

    @property
    def left_to_delegate(self) -> Decimal:
        return max(self.free, NOTHING)

    @property
    def left(self) -> Decimal:
        """What may still be granted from it; zero once it is exceeded."""
        return max(self.amount - self.engaged, Decimal(0))

    @property
    def overrun(self) -> Decimal:
        """By how much the lines exceed it; zero when they do not."""
        return max(self.engaged - self.amount, Decimal(0))


def use(envelope: Envelope) -> Use:
    return uses([envelope])[envelope.pk]


def uses(envelopes: Iterable[Envelope]) -> dict[int, Use]:
    """What became of each, by its identifier: as many questions to the database, whatever their number."""
    asked = list(envelopes)
    families = families_of({one.year for one in asked})
    partners = {one.pk: families.partners(one) for one in asked}
    funders, places = set().union(*partners.values()), _places()
    granted = _granted(sorted(places), funders=funders, years=families.years)
    spent, by_use, within = _spent(granted, places=places, funders=funders), _by_use(granted), _within(places)
    found = {}
    for one in asked:
        parts = families.children[one.pk]
        engaged = NOTHING if one.is_withdrawn else _drawn(one, partners=partners[one.pk], spent=spent)
        rows = by_use.get((one.instrument, one.year), {})
        inside = _inside(parts, families=families, rows=rows, within=within) if engaged else {}
        covered = sum((min(part.amount, inside.get(part.pk, NOTHING)) for part in parts), NOTHING)
        delegated = sum((part.amount for part in parts), NOTHING)
        found[one.pk] = Use(amount=one.amount, delegated=delegated, engaged=engaged, apart=engaged - covered)
    return found


# By territory, the kinds and codes of the places that it is in, from the smallest to the largest.
Places = Mapping[str, tuple[tuple[str, str], ...]]
# By place, the territories in it.
Within = Mapping[tuple[str, str], list[str]]
# By territory; then by funder, instrument and year.
Granted = Mapping[str, Mapping[tuple[int, str, int], Decimal]]
# By funder, instrument and year; then by the kind and the code of a place.
Spent = Mapping[tuple[int, str, int], Mapping[tuple[str, str], Decimal]]


def _drawn(envelope: Envelope, *, partners: set[int], spent: Spent) -> Decimal:
    place = (envelope.scope_kind, envelope.scope_code)
    keys = ((partner, envelope.instrument, envelope.year) for partner in partners)
    return sum((spent[key].get(place, NOTHING) for key in keys if key in spent), NOTHING)


def _inside(
    parts: Sequence[Any], *, families: "Families", rows: Mapping[str, list[tuple[int, Decimal]]], within: Within
) -> dict[int, Decimal]:
    """What lines of one use take inside each part of an envelope; where parts overlap, in the smallest place."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    taken: set[tuple[str, int]] = set()
    for part in sorted(parts, key=lambda part: (-SIZES.index(ScopeKind(part.scope_kind)), part.pk)):
        partners = families.partners(part)
        for code in within.get((part.scope_kind, part.scope_code), ()):
            for funder, engaged in rows.get(code, ()):
                if funder in partners and (code, funder) not in taken:
                    taken.add((code, funder))
                    found[part.pk] += engaged
    return found


def _by_use(granted: Granted) -> dict[tuple[str, int], dict[str, list[tuple[int, Decimal]]]]:
    """By instrument and year, then by territory: each funder, and what it granted."""
    found: dict[tuple[str, int], dict[str, list[tuple[int, Decimal]]]] = defaultdict(lambda: defaultdict(list))
    for code, told in granted.items():
        for (funder, instrument, year), engaged in told.items():
            found[instrument, year][code].append((funder, engaged))
    return found


def _granted(codes: Collection[str], *, funders: set[int], years: set[int]) -> Granted:
    """What was granted. Kept by territory; a transaction, which keeps nothing, asks for these only."""
    lines = FundingLine.objects.filter(state__in=GRANTED_STATES).annotate(year=YEAR_GRANTED)
    if not is_settled():
        lines = lines.filter(funder__in=funders, year__in=years)
    return kept_by_territory(("engaged",), codes, lambda codes: _engaged(lines, codes))


def _spent(granted: Granted, *, places: Places, funders: set[int]) -> Spent:
    """The same, by place."""
    found: dict[tuple[int, str, int], dict[tuple[str, str], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for code, around in places.items():
        for key, engaged in granted[code].items():
            if key[0] in funders:
                for place in around:
                    found[key][place] += engaged
    return found


def _places() -> Places:
    """By territory, the places that it is in: itself, its department, its region, the nation."""
    return kept_until(
        frozenset({"territory"}),
        "places around",
        lambda: {
            place.pk: (
                (ScopeKind.TERRITORIES, place.pk),
                (ScopeKind.DEPARTMENT, place.department),
                (ScopeKind.REGION, place.region),
                (ScopeKind.NATION, ""),
            )
            for place in Territory.objects.order_by("pk")
        },
    )


def _within(places: Places) -> Within:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, around in places.items():
        for place in around:
            found[place].append(code)
    return found


def _engaged(lines: QuerySet[FundingLine], codes: Collection[str]) -> dict[str, dict[tuple[int, str, int], Decimal]]:
    found: dict[str, dict[tuple[int, str, int], Decimal]] = {code: {} for code in codes}
    asked = lines.filter(action__territory__in=codes).order_by()
    for row in asked.values("action__territory", "funder", "instrument", "year").annotate(
        engaged=SumOfAmounts(ENGAGED)
    ):
        found[row["action__territory"]][row["funder"], row["instrument"], row["year"]] = row["engaged"]
    return found


def families_of(years: set[int]) -> "Families":
    return kept_until(frozenset({"envelope"}), ("families", frozenset(years)), lambda: Families(years))


class Families:
    """The envelopes of some years, and what was delegated from each."""

    def __init__(self, years: set[int]) -> None:
        self.years = years
        self.children: dict[int, list[Any]] = defaultdict(list)
        told = Envelope.objects.in_force().filter(year__in=years, delegated_from__isnull=False)
        asked = ("pk", "partner_id", "amount", "delegated_from_id", "scope_kind", "scope_code")
        for one in told.order_by("pk").values_list(*asked, named=True):
            self.children[one.delegated_from_id].append(one)

    def partners(self, envelope: Envelope) -> set[int]:
        """The partner of an envelope and those to whom it was delegated, step by step."""
        found, waiting = set(), [envelope]
        while waiting:
            one = waiting.pop()
            found.add(one.partner_id)
            waiting += self.children[one.pk]
        return found


def lines_of(envelope: Envelope) -> FundingLineQuerySet:
    """The lines granted in the year of an envelope, in its place, by its partner or by those it delegated to."""
    kind = ScopeKind(envelope.scope_kind)
    place = Q() if kind is ScopeKind.NATION else Q((PLACES[kind], envelope.scope_code))
    year = (date(envelope.year, 1, 1), date(envelope.year, 12, 31))
    found = FundingLine.objects.annotate(granted_on=GRANTED_ON).filter(
        place,
        funder__in=Families({envelope.year}).partners(envelope),
        instrument=envelope.instrument,
        state__in=GRANTED_STATES,
        granted_on__range=year,
    )
    return found.none() if envelope.is_withdrawn else found


def envelopes_of(line: FundingLine) -> list[Envelope]:
    """Those on which a granted line weighs, largest place first."""
    granted_on = line.committed_date or line.accepted_date
    if granted_on is None or line.life_state not in GRANTED_STATES:
        return []
    return envelopes_over(line.action.territory, funder=line.funder_id, instrument=line.instrument, on=granted_on)


def envelopes_over(territory: Territory, *, funder: int, instrument: str, on: date) -> list[Envelope]:
    """Those on which a funder's money would weigh, were it granted there on that day; largest place first."""
    over = (
        Q(scope_kind=ScopeKind.NATION)
        | Q(scope_kind=ScopeKind.REGION, scope_code=territory.region)
        | Q(scope_kind=ScopeKind.DEPARTMENT, scope_code=territory.department)
        | Q(scope_kind=ScopeKind.TERRITORIES, scope_code=territory.code)
    )
    found = Envelope.objects.in_force().filter(over, instrument=instrument, year=on.year).select_related("partner")
    families = Families({on.year})
    covering = [one for one in found if funder in families.partners(one)]
    return sorted(covering, key=lambda one: SIZES.index(ScopeKind(one.scope_kind)))


def overruns(line: FundingLine) -> Iterator[str]:
    """A sentence for each envelope that this line, with those before it, exceeds."""
    covering = envelopes_of(line)
    became = uses(covering) if covering else {}
    for envelope in covering:
        if over := became[envelope.pk].overrun:
            yield _("L’enveloppe « %(envelope)s » est dépassée de %(over)s.") % {
                "envelope": envelope,
                "over": euros(over),
            }
