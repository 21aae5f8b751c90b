"""Every write about what becomes of a decision: who is to carry it out and by when, done, lapsed, taken up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import CommitteeRefused, check_secretary
from beffroi.programme.committees.rules import secretary_roles
from beffroi.programme.committees.states import FOLLOWING, FollowUp
from beffroi.programme.moves import check
from beffroi.programme.people.acting import signed
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.scope import scope


@transaction.atomic
def entrust(
    decision: Decision, *, owner: Organisation | None, due_date: date | None, by: User, at: datetime
) -> Decision:
    """Say who is to carry out a decision, and by when; also after the minutes were adopted: its text stays."""
    decision = _locked(decision)
    check_secretary(decision.session.committee, by=by, at=at)
    if decision.life_state is not FollowUp.OPEN:
        raise CommitteeRefused(_("Cette décision n’est plus à faire : reprenez d’abord son suivi."))
    if due_date is not None and due_date < decision.date:
        raise CommitteeRefused(
            _("Une décision est à faire après la séance qui l’a prise, pas avant."), blames=("due_date",)
        )
    before = _told(decision)
    decision.owner, decision.due_date = owner, due_date
    if _told(decision) == before:
        raise CommitteeRefused(_("Rien ne change : dites qui s’en charge, ou pour quel jour."))
    decision.full_clean()
    decision.save(update_fields=["owner", "due_date"])
    _record("decision.entrusted", decision, by=by, at=at, before=before, after=_told(decision))
    return decision


@transaction.atomic
def follow(decision: Decision, name: str, *, note: str, by: User, at: datetime) -> Decision:
    """Make a move of `FOLLOWING`; `note` says what was done, or why it lapses."""
    decision = _locked(decision)
    roles = secretary_roles(decision.session.committee, scope=scope(by, on=day_of(at)))
    move = check(FOLLOWING, name, subject=decision, roles=roles, note=note.strip())
    before = {"follow_up": decision.follow_up, "follow_up_note": decision.follow_up_note}
    decision.follow_up, decision.follow_up_note = move.reaches, note.strip()
    decision.full_clean()
    decision.save(update_fields=list(before))
    after = {"follow_up": decision.follow_up, "follow_up_note": decision.follow_up_note}
    _record("decision.followed", decision, by=by, at=at, before=before, after=after)
    return decision


def _locked(decision: Decision) -> Decision:
    whole = Decision.objects.select_for_update(of=("self",)).select_related("session__committee")
    return whole.get(pk=decision.pk)


def _told(decision: Decision) -> dict[str, object]:
    return {
        "owner": decision.owner_id,
        "due_date": decision.due_date.isoformat() if decision.due_date else None,
    }


def _record(
    verb: str, decision: Decision, *, by: User, at: datetime, before: dict[str, object], after: dict[str, object]
) -> None:
    code = decision.territory_id or ""
    record(
        verb, subject=decision, at=at, territory=code, before=before, after=after, **signed(by, territory=code, at=at)
    )
