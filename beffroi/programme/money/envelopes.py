"""Envelopes: what a partner sets aside, what it delegates downwards, what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.actions.meanwhile import check_revision, told
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.money.models import Envelope, FundingLine, FundingLineQuerySet
from beffroi.programme.money.rules import can_open
from beffroi.programme.money.states import GRANTED_STATES
from beffroi.programme.money.totals import SumOfAmounts
from beffroi.programme.money.wording import euros
from beffroi.programme.moves import Refused
from beffroi.programme.people.authorship import author
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import ScopeKind
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory
from beffroi.territory.communes import departments, regions

SAID = ("partner", "instrument", "year", "scope_kind", "scope_code", "amount", "delegated_from", "decision")
# An amount weighs on an envelope from the day on which it is granted, and for what was committed once it is.
ENGAGED = Coalesce("committed", "accepted")
GRANTED_ON = Coalesce("committed_date", "accepted_date")
PLACES = {
    ScopeKind.REGION: "action__territory__region",
    ScopeKind.DEPARTMENT: "action__territory__department",
    ScopeKind.TERRITORIES: "action__territory",
}


class EnvelopeRefused(Refused):
    """An envelope that cannot be, or that this person may not open; says what is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What became of an envelope, in euros."""

    amount: Decimal
    delegated: Decimal
    engaged: Decimal

    @property
    def left_to_delegate(self) -> Decimal:
        return self.amount - self.delegated

    @property
    def overrun(self) -> Decimal:
        """By how much the lines exceed it; zero when they do not."""
        return max(self.engaged - self.amount, Decimal(0))


@transaction.atomic
def open_envelope(envelope: Envelope, *, by: User | None, at: datetime) -> Envelope:
    """A partner sets an amount aside, described by `envelope`, delegated from no other."""
    if envelope.delegated_from_id is not None:
        raise EnvelopeRefused(_("Une enveloppe déléguée s’ouvre depuis celle qui la délègue."))
    _check_may(envelope, by=by, at=at)
    return _add(envelope, verb="envelope.opened", by=by, at=at)


@transaction.atomic
def delegate(parent: Envelope, *, to: Envelope, by: User | None, at: datetime) -> Envelope:
    """Entrust a part of an envelope, described by `to`, to a smaller place; never more than what is left of it."""
    parent = _locked(parent, by=by, at=at)
    if (to.instrument, to.year) != (parent.instrument, parent.year):
        raise EnvelopeRefused(_("Une délégation garde l’instrument et l’année de son enveloppe."))
    if not _is_within(to, parent):
        raise EnvelopeRefused(_("Une enveloppe se délègue vers un lieu plus petit, à l’intérieur du sien."))
    left = use(parent).left_to_delegate
    if to.amount > left:
        raise EnvelopeRefused(
            _("Cette enveloppe n’a plus que %(left)s à déléguer : %(asked)s la dépassent.")
            % {"left": euros(left), "asked": euros(to.amount)}
        )
    to.delegated_from = parent
    return _add(to, verb="envelope.delegated", by=by, at=at)


@transaction.atomic
def change_amount(
    envelope: Envelope,
    *,
    revision: int,
    amount: Decimal,
    by: User | None,
    at: datetime,
    decision: Decision | None = None,
) -> Envelope:
    """Raise or lower an envelope: not under what it delegated, nor over what is left of the one it comes from."""
    kept = _locked(envelope, by=by, at=at)
    check_revision(kept, revision=revision, typed={"amount": amount})
    before = told(kept, fields=("amount", "decision"))
    _check_room(kept, amount=amount)
    kept.amount, kept.decision, kept.revision = amount, decision or kept.decision, kept.revision + 1
    kept.full_clean()
    kept.save()
    after = told(kept, fields=before) | {"revision": kept.revision}
    record("envelope.changed", subject=kept, by=author(by), at=at, before=before, after=after)
    if decision is not None:
        caused(decision, verb="envelope.changed", subject=kept, at=at, summary={"amount": str(amount)})
    return kept


def use(envelope: Envelope) -> Use:
    return uses([envelope])[envelope.pk]


def uses(envelopes: Iterable[Envelope]) -> dict[int, Use]:
    """What became of each, by its identifier: two questions to the database, whatever their number."""
    asked = list(envelopes)
    families = Families({one.year for one in asked})
    partners = {one.pk: families.partners(one) for one in asked}
    spent = (
        FundingLine.objects.annotate(year=ExtractYear(GRANTED_ON))
        .filter(funder__in=set().union(*partners.values()), state__in=GRANTED_STATES, year__in=families.years)
        .order_by()
        .values("funder", "instrument", "year", **{kind: F(path) for kind, path in PLACES.items()})
        .annotate(engaged=SumOfAmounts(ENGAGED))
    )
    rows = list(spent)
    return {
        one.pk: Use(
            amount=one.amount,
            delegated=sum((child.amount for child in families.children[one.pk]), Decimal(0)),
            engaged=sum((row["engaged"] for row in rows if _weighs(row, one, partners[one.pk])), Decimal(0)),
        )
        for one in asked
    }


def _weighs(row: Mapping[str, Any], envelope: Envelope, partners: set[int]) -> bool:
    return (
        row["funder"] in partners
        and (row["instrument"], row["year"]) == (envelope.instrument, envelope.year)
        and (envelope.scope_kind == ScopeKind.NATION or row[envelope.scope_kind] == envelope.scope_code)
    )


class Families:
    """The envelopes of some years, and what was delegated from each."""

    def __init__(self, years: set[int]) -> None:
        self.years = years
        self.children: dict[int, list[Envelope]] = defaultdict(list)
        for one in Envelope.objects.filter(year__in=years, delegated_from__isnull=False):
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
    return FundingLine.objects.annotate(granted_on=GRANTED_ON).filter(
        place,
        funder__in=Families({envelope.year}).partners(envelope),
        instrument=envelope.instrument,
        state__in=GRANTED_STATES,
        granted_on__range=year,
    )


def envelopes_of(line: FundingLine) -> list[Envelope]:
    """Those on which a granted line weighs, largest place first."""
    granted_on = line.committed_date or line.accepted_date
    if granted_on is None or line.life_state not in GRANTED_STATES:
        return []
    territory = line.action.territory
    over = (
        Q(scope_kind=ScopeKind.NATION)
        | Q(scope_kind=ScopeKind.REGION, scope_code=territory.region)
        | Q(scope_kind=ScopeKind.DEPARTMENT, scope_code=territory.department)
        | Q(scope_kind=ScopeKind.TERRITORIES, scope_code=territory.code)
    )
    found = Envelope.objects.filter(over, instrument=line.instrument, year=granted_on.year).select_related("partner")
    families = Families({granted_on.year})
    covering = [one for one in found if line.funder_id in families.partners(one)]
    return sorted(covering, key=lambda one: _SIZES.index(ScopeKind(one.scope_kind)))


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


_SIZES = [ScopeKind.NATION, ScopeKind.REGION, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES]


def _is_within(small: Envelope, large: Envelope) -> bool:
    """Whether a place is inside another, and smaller."""
    inside = _places_around(small)
    return ScopeKind(large.scope_kind) in inside and inside[ScopeKind(large.scope_kind)] == large.scope_code


def _places_around(envelope: Envelope) -> dict[ScopeKind, str]:
    """The larger places that hold the place of an envelope; `EnvelopeRefused` when there is no such place."""
    kind, code = ScopeKind(envelope.scope_kind), envelope.scope_code
    if kind is ScopeKind.NATION:
        return {}
    if kind is ScopeKind.REGION and code in regions():
        return {ScopeKind.NATION: ""}
    if kind is ScopeKind.DEPARTMENT and code in departments():
        return {ScopeKind.NATION: "", ScopeKind.REGION: departments()[code].region}
    if kind is ScopeKind.TERRITORIES and (territory := Territory.objects.filter(code=code).first()):
        return {
            ScopeKind.NATION: "",
            ScopeKind.REGION: territory.region,
            ScopeKind.DEPARTMENT: territory.department,
        }
    raise EnvelopeRefused(_("« %(code)s » n’est pas un code de « %(kind)s ».") % {"code": code, "kind": kind.label})


def _check_room(envelope: Envelope, *, amount: Decimal) -> None:
    delegated = use(envelope).delegated
    if amount < delegated:
        raise EnvelopeRefused(
            _("%(delegated)s sont déjà délégués : une enveloppe ne descend pas en dessous.")
            % {"delegated": euros(delegated)}
        )
    parent = envelope.delegated_from
    if parent is None:
        return
    left = use(Envelope.objects.select_for_update().get(pk=parent.pk)).left_to_delegate + envelope.amount
    if amount > left:
        raise EnvelopeRefused(_("L’enveloppe qui délègue n’en permet que %(left)s.") % {"left": euros(left)})


def _add(envelope: Envelope, *, verb: str, by: User | None, at: datetime) -> Envelope:
    _places_around(envelope)
    envelope.full_clean()
    envelope.save(force_insert=True)
    record(verb, subject=envelope, by=author(by), at=at, after=told(envelope, fields=SAID))
    if envelope.decision is not None:
        caused(envelope.decision, verb=verb, subject=envelope, at=at, summary={"amount": str(envelope.amount)})
    return envelope


def _locked(envelope: Envelope, *, by: User | None, at: datetime) -> Envelope:
    kept = Envelope.objects.select_for_update().get(pk=envelope.pk)
    _check_may(kept, by=by, at=at)
    return kept


def _check_may(envelope: Envelope, *, by: User | None, at: datetime) -> None:
    if by is not None and not can_open(scope(by, on=day_of(at)), envelope):
        raise EnvelopeRefused(_("Cette enveloppe revient à qui représente son partenaire."))
