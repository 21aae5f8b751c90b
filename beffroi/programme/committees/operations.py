"""Every write about committees: what is prepared, held, decided, and what a decision caused."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import history, named, record
from beffroi.foundations.journal.models import Entry
from beffroi.programme.committees.citing import Cause, faults
from beffroi.programme.committees.models import AgendaItem, Attendance, Committee, Decision, Effect, Session
from beffroi.programme.committees.rules import can_add, secretary_roles
from beffroi.programme.committees.states import (
    DECIDING,
    MOVES,
    PREPARED,
    Outcome,
    SessionState,
)
from beffroi.programme.documents.models import Document
from beffroi.programme.moves import Refused, check
from beffroi.programme.people.acting import signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory


class CommitteeRefused(Refused):
    """Something that a committee cannot do now, or that this person may not do for it."""


class DateMovedMeanwhile(CommitteeRefused):
    """Another person moved the session meanwhile: `date` is its day now; `since` the journal's rows, latest first."""

    def __init__(self, session: Session, *, since: list[Entry]) -> None:
        super().__init__(
            _(
                "La séance a été déplacée depuis que vous avez ouvert ce formulaire. "
                "Comparez, puis enregistrez de nouveau."
            )
        )
        self.date, self.since = session.date, since


@transaction.atomic
def add_committee(committee: Committee, *, by: User | None, at: datetime) -> Committee:
    """Set up a committee, described by `committee`; by nobody when the installation is seeded."""
    if by is not None and not can_add(committee, scope=scope(by, on=day_of(at))):
        raise CommitteeRefused(_("Installer ce comité revient à ceux qui en tiennent le secrétariat."))
    committee.full_clean()
    committee.save()
    after = {"kind": committee.kind, "region": committee.region, "department": committee.department}
    _record("committee.added", committee, by=by, at=at, territory=committee.territory_id, after=after)
    return committee


@transaction.atomic
def plan(session: Session, *, by: User, at: datetime) -> Session:
    """Put a session, described by `session`, on the calendar."""
    check_secretary(session.committee, by=by, at=at)
    session.state, session.minutes = SessionState.PLANNED, None
    session.is_demonstration = session.is_demonstration or is_made_up()
    session.full_clean()
    session.save()
    after = {"date": session.date, "committee": session.committee_id}
    _record("session.planned", session, by=by, at=at, territory=session.committee.territory_id, after=after)
    return session


@transaction.atomic
def move_date(session: Session, *, to: date, by: User, at: datetime, seen: date | None = None) -> Session:
    """Put a session that was not held on another day; `seen` is the day that its writer had before the eyes."""
    session = _locked(session, by=by, at=at, among=PREPARED)
    if seen is not None and seen != session.date:
        raise DateMovedMeanwhile(session, since=_moved_since(session, day=seen))
    if to == session.date:
        raise CommitteeRefused(
            _("La séance est déjà prévue ce jour-là : rien ne change. Choisissez un autre jour."), blames=("to",)
        )
    before, session.date = session.date, to
    session.save(update_fields=["date"])
    _record(
        "session.date_moved",
        session,
        by=by,
        at=at,
        territory=session.committee.territory_id,
        before={"date": before},
        after={"date": to},
    )
    return session


@transaction.atomic
def add_agenda_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """Add a point at the end of the agenda of a session that was not held."""
    session = _locked(item.session, by=by, at=at, among=PREPARED)
    item.order = _next(session.agenda, "order")
    _check_place(session.committee, territory=item.territory)
    item.full_clean()
    item.save()
    after = {"session": session.pk, "order": item.order, "title": item.title}
    _record("agenda.item_added", item, by=by, at=at, territory=session.committee.territory_id, after=after)
    return item


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take a point off the agenda of a session that was not held."""
    session = _locked(item.session, by=by, at=at, among=PREPARED)
    before = {"session": session.pk, "order": item.order, "title": item.title}
    _record("agenda.item_removed", item, by=by, at=at, territory=session.committee.territory_id, before=before)
    item.delete()


@transaction.atomic
def note_discussion(item: AgendaItem, *, notes: str, by: User, at: datetime) -> AgendaItem:
    """Write what was said on a point, until the minutes are adopted; they tell it."""
    session = _locked(item.session, by=by, at=at, among=DECIDING)
    before, item.notes = item.notes, notes.strip()
    item.save(update_fields=["notes"])
    said = {"before": {"notes": before}, "after": {"notes": item.notes}}
    _record("agenda.item_discussed", item, by=by, at=at, territory=session.committee.territory_id, **said)
    return item


@transaction.atomic
def note_attendance(attendance: Attendance, *, by: User, at: datetime) -> Attendance:
    """Note that an organisation is expected, was there, or was excused, anew if need be; no name in the journal."""
    session = _locked(attendance.session, by=by, at=at, among=PREPARED | DECIDING)
    who = {"organisation": attendance.organisation, "person": attendance.person, "represents": attendance.represents}
    if noted := session.attendances.filter(**who).first():
        noted.present, attendance = attendance.present, noted
    attendance.full_clean()
    attendance.save()
    after = {
        "session": session.pk,
        "organisation": attendance.organisation_id,
        "represents": attendance.represents_id,
        "present": attendance.present,
    }
    _record("attendance.noted", attendance, by=by, at=at, territory=session.committee.territory_id, after=after)
    return attendance


def convene(session: Session, *, by: User, at: datetime) -> Session:
    return _move(session, "convene", by=by, at=at)


def hold(session: Session, *, by: User, at: datetime) -> Session:
    """The session took place: its decisions may be written down."""
    return _move(session, "hold", by=by, at=at)


def propose_minutes(session: Session, *, minutes: Document, by: User, at: datetime) -> Session:
    """Give the minutes to those who were there. They must have been filed as a document of this session."""
    if (minutes.owner_kind, minutes.owner_id) != named(session):
        raise CommitteeRefused(_("Ce document n’est pas un document de cette séance : joignez-y le compte rendu."))
    return _move(session, "propose_minutes", by=by, at=at, minutes=minutes)


def revise_minutes(session: Session, *, by: User, at: datetime) -> Session:
    return _move(session, "revise_minutes", by=by, at=at)


def adopt_minutes(session: Session, *, by: User, at: datetime) -> Session:
    """From now on what the session decided is not written any more."""
    return _move(session, "adopt_minutes", by=by, at=at)


def cancel(session: Session, *, by: User, at: datetime) -> Session:
    return _move(session, "cancel", by=by, at=at)


@transaction.atomic
def decide(decision: Decision, *, by: User, at: datetime) -> Decision:
    """Write down what a session decided, described by `decision`, under the next number."""
    session = _locked(decision.session, by=by, at=at, among=DECIDING)
    decision.session = session
    decision.territory = decision.territory or session.committee.territory
    _check_place(session.committee, territory=decision.territory)
    if decision.subject_id and decision.territory is None:
        raise CommitteeRefused(_("Une décision qui nomme un objet dit de quel territoire il est : choisissez-le."))
    decision.number = _next(session.decisions, "number")
    decision.full_clean()
    decision.save()
    after = {
        "session": session.pk,
        "number": decision.number,
        "subject": [decision.subject_kind, decision.subject_id],
        "outcome": decision.outcome,
    }
    _record("decision.made", decision, by=by, at=at, territory=decision.territory_id, after=after)
    return decision


@transaction.atomic
def correct(decision: Decision, *, text: str, outcome: Outcome, by: User, at: datetime) -> Decision:
    """Write a decision better, until the minutes are adopted or it has changed something."""
    _locked(decision.session, by=by, at=at, among=DECIDING)
    if decision.effects.exists():
        raise CommitteeRefused(_("Cette décision a déjà eu des effets : prenez-en une autre."))
    before = {"text": decision.text, "outcome": decision.outcome}
    decision.text, decision.outcome = text.strip(), outcome
    decision.full_clean()
    decision.save()
    after = {"text": decision.text, "outcome": decision.outcome}
    _record("decision.corrected", decision, by=by, at=at, territory=decision.territory_id, before=before, after=after)
    return decision


def caused(
    decision: Decision, *, verb: str, cause: Cause, at: datetime, summary: Mapping[str, Any] | None = None
) -> Effect:
    """Write that a decision made this so, inside the transaction of the operation that it caused.

    Refused when the decision could not have caused it: `citing` says what it may cause.
    """
    if found := faults(decision, cause, on=day_of(at)):
        raise CommitteeRefused(*found)
    kind, identifier = named(cause.subject)
    return Effect.objects.create(
        decision=decision,
        verb=verb,
        subject_kind=kind,
        subject_id=identifier,
        territory=cause.territory,
        summary=dict(summary or {}),
        at=at,
    )


@transaction.atomic
def _move(session: Session, name: str, *, by: User, at: datetime, minutes: Document | None = None) -> Session:
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    session.minutes = minutes or session.minutes
    roles = secretary_roles(session.committee, scope=scope(by, on=day_of(at)))
    move = check(MOVES, name, subject=session, roles=roles, day=day_of(at))
    before, session.state = session.state, move.reaches
    session.save(update_fields=["state", "minutes"])
    _record(
        f"session.{move.reaches}",
        session,
        by=by,
        at=at,
        territory=session.committee.territory_id,
        before={"state": before},
        after={"state": session.state, "minutes": session.minutes_id},
    )
    return session


def _locked(session: Session, *, by: User, at: datetime, among: Collection[SessionState]) -> Session:
    session = Session.objects.select_for_update(of=("self",)).select_related("committee").get(pk=session.pk)
    check_secretary(session.committee, by=by, at=at)
    if session.life_state not in among:
        wanted = " » ou « ".join(str(state.label) for state in SessionState if state in among)
        raise CommitteeRefused(
            _("La séance est « %(state)s » ; il faut qu’elle soit « %(wanted)s ».")
            % {"state": session.get_state_display(), "wanted": wanted}
        )
    return session


def check_secretary(committee: Committee, *, by: User, at: datetime) -> None:
    if not secretary_roles(committee, scope=scope(by, on=day_of(at))):
        raise CommitteeRefused(_("Ceci revient au secrétariat du comité : %(name)s.") % {"name": committee.name})


def _check_place(committee: Committee, *, territory: Territory | None) -> None:
    if territory is not None and not committee.covers(territory):
        raise CommitteeRefused(
            _("%(territory)s n’est pas du ressort de ce comité (%(name)s).")
            % {"territory": territory, "name": committee.name}
        )


def _moved_since(session: Session, *, day: date) -> list[Entry]:
    """The changes of its date, from the last one back to that which left this day."""
    moved = [entry for entry in history(session) if entry.verb == "session.date_moved"]
    left = next((place for place, entry in enumerate(moved) if entry.before["date"] == day.isoformat()), len(moved))
    return moved[: left + 1]


def _next(rows: Any, field: str) -> int:
    return (rows.aggregate(last=Max(field))["last"] or 0) + 1


def _record(verb: str, subject: Model, *, by: User | None, at: datetime, territory: str | None, **said: Any) -> None:
    code = territory or ""
    record(verb, subject=subject, at=at, territory=code, **signed(by, territory=code, at=at), **said)
