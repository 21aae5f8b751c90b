"""Every write about envelopes: what a partner sets aside, what it delegates downwards, what it takes back."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.actions.meanwhile import check_revision, told
from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.rules import can_open
from beffroi.programme.money.uses import use
from beffroi.programme.money.wording import euros
from beffroi.programme.moves import Refused
from beffroi.programme.people.acting import signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import ScopeKind
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory
from beffroi.territory.communes import departments, regions

SAID = ("partner", "instrument", "year", "scope_kind", "scope_code", "amount", "delegated_from", "decision")
WITHDRAWAL = ("withdrawn_date", "withdrawn_reason")


class EnvelopeRefused(Refused):
    """An envelope that cannot be, or that this person may not open; says what is left."""


@transaction.atomic
def open_envelope(envelope: Envelope, *, by: User | None, at: datetime) -> Envelope:
    """A partner sets an amount aside, described by `envelope`, delegated from no other."""
    if envelope.delegated_from_id is not None:
        raise EnvelopeRefused(_("Une enveloppe déléguée s’ouvre depuis celle qui la délègue."))
    _check_may(envelope, by=by, at=at)
    return _add(envelope, verb="envelope.opened", by=by, at=at)


@transaction.atomic
def delegate(parent: Envelope, *, to: Envelope, by: User | None, at: datetime) -> Envelope:
    """Entrust a part of an envelope, described by `to`, to a smaller place; never more than what is left of it.

    What lines take outside the parts is spent; what they take inside the new one is what it is delegated for.
    """
    parent = _locked(parent, by=by, at=at)
    _check_in_force(parent)
    if (to.instrument, to.year) != (parent.instrument, parent.year):
        raise EnvelopeRefused(_("Une délégation garde l’instrument et l’année de son enveloppe."))
    if not _is_within(to, parent):
        raise EnvelopeRefused(_("Une enveloppe se délègue vers un lieu plus petit, à l’intérieur du sien."))
    to.delegated_from = parent
    made = _add(to, verb="envelope.delegated", by=by, at=at)
    _check_left(parent, part=made)
    return made


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
    _check_in_force(kept)
    before = told(kept, fields=("amount", "decision"))
    _check_not_under(kept, amount=amount)
    is_raised = amount > kept.amount
    kept.amount, kept.decision, kept.revision = amount, decision or kept.decision, kept.revision + 1
    kept.full_clean()
    kept.save()
    if kept.delegated_from is not None and is_raised:
        _check_left(kept.delegated_from, part=kept)
    after = told(kept, fields=before) | {"revision": kept.revision}
    _say("envelope.changed", kept, by=by, at=at, before=before, after=after)
    if decision is not None:
        caused(decision, verb="envelope.changed", cause=Cause(subject=kept), at=at, summary={"amount": str(amount)})
    return kept


@transaction.atomic
def withdraw(envelope: Envelope, *, revision: int, reason: str, by: User | None, at: datetime) -> Envelope:
    """Take an envelope back: nothing draws on it any longer. What was delegated from it is taken back before."""
    kept = _locked(envelope, by=by, at=at)
    check_revision(kept, revision=revision, typed={"withdrawn_reason": reason})
    if kept.is_withdrawn:
        raise EnvelopeRefused(_("Cette enveloppe est déjà retirée."))
    if delegated := use(kept).delegated:
        raise EnvelopeRefused(
            _("%(delegated)s en sont délégués : retirez d’abord les enveloppes déléguées.")
            % {"delegated": euros(delegated)}
        )
    return _keep(kept, "envelope.withdrawn", date=day_of(at), reason=reason, by=by, at=at)


@transaction.atomic
def restore(envelope: Envelope, *, revision: int, by: User | None, at: datetime) -> Envelope:
    """Undo a withdrawal, if no other took its place and what delegates it still has the room."""
    kept = _locked(envelope, by=by, at=at)
    check_revision(kept, revision=revision, typed={})
    if not kept.is_withdrawn:
        raise EnvelopeRefused(_("Cette enveloppe n’est pas retirée."))
    if kept.delegated_from is not None and kept.delegated_from.is_withdrawn:
        raise EnvelopeRefused(_("L’enveloppe qui la délègue est retirée : rétablissez d’abord celle-là."))
    _keep(kept, "envelope.restored", date=None, reason="", by=by, at=at)
    if kept.delegated_from is not None:
        _check_left(kept.delegated_from, part=kept)
    return kept


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


def _check_not_under(envelope: Envelope, *, amount: Decimal) -> None:
    delegated = use(envelope).delegated
    if amount < delegated:
        raise EnvelopeRefused(
            _("%(delegated)s sont déjà délégués : une enveloppe ne descend pas en dessous.")
            % {"delegated": euros(delegated)}
        )


def _check_left(parent: Envelope, *, part: Envelope) -> None:
    """Once a part is written: what is delegated and what lines take apart keep within what delegates; else undone."""
    became = use(Envelope.objects.select_for_update().get(pk=parent.pk))
    if became.free < 0:
        raise EnvelopeRefused(
            _(
                "L’enveloppe qui délègue n’a plus que %(left)s à déléguer là : %(asked)s la dépassent. "
                "Sur %(amount)s, %(delegated)s sont déjà délégués et %(apart)s accordés en dehors des parts déléguées."
            )
            % {
                "left": euros(max(part.amount + became.free, Decimal(0))),
                "asked": euros(part.amount),
                "amount": euros(became.amount),
                "delegated": euros(became.delegated - part.amount),
                "apart": euros(became.apart),
            }
        )


def _keep(kept: Envelope, verb: str, *, date: date | None, reason: str, by: User | None, at: datetime) -> Envelope:
    before = told(kept, fields=(*WITHDRAWAL, "revision"))
    kept.withdrawn_date, kept.withdrawn_reason, kept.revision = date, reason, kept.revision + 1
    kept.full_clean()
    kept.save()
    _say(verb, kept, by=by, at=at, before=before, after=told(kept, fields=before))
    return kept


def _add(envelope: Envelope, *, verb: str, by: User | None, at: datetime) -> Envelope:
    _places_around(envelope)
    envelope.is_demonstration = envelope.is_demonstration or is_made_up()
    envelope.full_clean()
    envelope.save(force_insert=True)
    _say(verb, envelope, by=by, at=at, after=told(envelope, fields=SAID))
    if envelope.decision is not None:
        summary = {"amount": str(envelope.amount)}
        caused(envelope.decision, verb=verb, cause=Cause(subject=envelope), at=at, summary=summary)
    return envelope


def _say(verb: str, envelope: Envelope, *, by: User | None, at: datetime, **said: Any) -> None:
    record(verb, subject=envelope, at=at, **signed(by, territory="", at=at, concerned=envelope.partner_id), **said)


def _check_in_force(envelope: Envelope) -> None:
    if envelope.is_withdrawn:
        raise EnvelopeRefused(_("Cette enveloppe est retirée : rétablissez-la d’abord."))


def _locked(envelope: Envelope, *, by: User | None, at: datetime) -> Envelope:
    kept = Envelope.objects.select_for_update().get(pk=envelope.pk)
    _check_may(kept, by=by, at=at)
    return kept


def _check_may(envelope: Envelope, *, by: User | None, at: datetime) -> None:
    if by is not None and not can_open(scope(by, on=day_of(at)), envelope):
        raise EnvelopeRefused(_("Cette enveloppe revient à qui représente son partenaire."))
