"""Envelopes: what a partner sets aside, what it delegates downwards, what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
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
    delegated = sum((child.amount for child in envelope.delegations.all()), Decimal(0))
    engaged = lines_of(envelope).aggregate(engaged=SumOfAmounts(ENGAGED))["engaged"]
    return Use(amount=envelope.amount, delegated=delegated, engaged=engaged)


def lines_of(envelope: Envelope) -> FundingLineQuerySet:
    """The lines granted in the year of an envelope, in its place, by its partner or by those it delegated to."""
    place = {
        ScopeKind.NATION: Q(),
        ScopeKind.REGION: Q(action__territory__region=envelope.scope_code),
        ScopeKind.DEPARTMENT: Q(action__territory__department=envelope.scope_code),
        ScopeKind.TERRITORIES: Q(action__territory=envelope.scope_code),
    }[ScopeKind(envelope.scope_kind)]
    year = (date(envelope.year, 1, 1), date(envelope.year, 12, 31))
    return FundingLine.objects.annotate(granted_on=GRANTED_ON).filter(
        place,
        funder__in={one.partner_id for one in _family(envelope)},
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
    covering = [one for one in found if line.funder_id in {member.partner_id for member in _family(one)}]
    return sorted(covering, key=lambda one: _SIZES.index(ScopeKind(one.scope_kind)))


def overruns(line: FundingLine) -> Iterator[str]:
    """A sentence for each envelope that this line, with those before it, exceeds."""
    for envelope in envelopes_of(line):
        if over := use(envelope).overrun:
            yield _("L’enveloppe « %(envelope)s » est dépassée de %(over)s.") % {
                "envelope": envelope,
                "over": euros(over),
            }


_SIZES = [ScopeKind.NATION, ScopeKind.REGION, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES]


def _family(envelope: Envelope) -> list[Envelope]:
    """An envelope and all that was delegated from it."""
    found, level = [envelope], [envelope]
    while level:
        level = list(Envelope.objects.filter(delegated_from__in=level))
        found += level
    return found


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
