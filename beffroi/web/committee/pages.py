"""What the pages of committees show, read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from beffroi.programme.actions.rules import can_add as can_add_action
from beffroi.programme.committees.models import Committee, Decision, Effect, Session
from beffroi.programme.committees.queries import changes, to_follow
from beffroi.programme.committees.rules import can_see, secretary_roles
from beffroi.programme.committees.states import (
    DECIDING,
    FOLLOWING,
    MOVES,
    PREPARED,
    TOOK_PLACE,
    DecisionSubject,
    FollowUp,
)
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.queries import readable
from beffroi.programme.moves import possible
from beffroi.programme.people.roles import Role
from beffroi.programme.people.scope import Scope
from beffroi.web.committee import forms
from beffroi.web.components.history import Told
from beffroi.web.components.life import offers
from beffroi.web.convention import history
from beffroi.web.convention.pages import Offer
from beffroi.web.desk.shown import Shown, shown

ROUTES = {
    "convene": "committee:convene",
    "hold": "committee:hold",
    "propose_minutes": "committee:propose-minutes",
    "revise_minutes": "committee:revise-minutes",
    "adopt_minutes": "committee:adopt-minutes",
    "cancel": "committee:cancel",
}
FOLLOWING_ROUTES = {"finish": "committee:finish", "lapse": "committee:lapse", "resume": "committee:resume"}
# What the form of a move asks, it says itself.
ASKS = {"propose_minutes": forms.MinutesFiled.base_fields, "lapse": forms.Followed.base_fields}


@dataclass(frozen=True, slots=True)
class Followed:
    """A decision that is to be carried out; `is_late` when its day is past."""

    decision: Decision
    is_late: bool


@dataclass(frozen=True, slots=True)
class CommitteePage:
    committee: Committee
    sessions: Sequence[Session]
    to_follow: Sequence[Followed]
    may_plan: bool
    history: Sequence[Told]


def committee_page(committee: Committee, *, scope: Scope, on: date) -> CommitteePage:
    sessions = list(committee.sessions.prefetch_related("decisions"))
    waiting = [Followed(one, one.is_overdue(on)) for one in to_follow().filter(session__committee=committee)]
    things = (("committee", [committee.pk]), ("session", [session.pk for session in sessions]))
    return CommitteePage(
        committee, sessions, waiting, bool(secretary_roles(committee, scope=scope)), history.of(*things)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    session: Session
    # Each point, with what it is about where the reader may know it.
    agenda: Sequence[tuple[Any, Shown | None]]
    attendances: Sequence[Any]
    decisions: Sequence[Decision]
    minutes: Sequence[Document]
    offers: tuple[Offer, ...]
    history: Sequence[Told]
    may_prepare: bool
    may_note: bool
    may_decide: bool


def session_page(session: Session, *, scope: Scope, on: date) -> SessionPage:
    """A session whole: who was there, what was on the agenda, what it decided."""
    roles = secretary_roles(session.committee, scope=scope)
    files = readable(session, scope=scope)
    state = session.life_state
    moves = {name: move for name, move in possible(MOVES, subject=session, roles=roles).items() if name in ROUTES}
    offered = offers(moves, subject=session, asks=ASKS, context={"day": on})
    decisions = list(session.decisions.select_related("territory", "session__committee"))
    agenda = list(session.agenda.select_related("territory"))
    attendances = list(session.attendances.select_related("organisation", "represents"))
    things = (
        ("session", [session.pk]),
        ("attendance", [one.pk for one in attendances]),
        ("decision", [decision.pk for decision in decisions]),
    )
    return SessionPage(
        session=session,
        agenda=_about(agenda, scope=scope),
        attendances=attendances,
        decisions=decisions,
        minutes=[file for file in files if file.pk == session.minutes_id],
        offers=tuple(Offer(one.label, reverse(ROUTES[one.name], args=[session.pk]), one.refusals) for one in offered),
        history=history.of(*things, also=_points_of(session)),
        may_prepare=bool(roles) and state in PREPARED,
        may_note=bool(roles) and state in PREPARED | DECIDING,
        may_decide=bool(roles) and state in DECIDING,
    )


def _points_of(session: Session) -> Q:
    """The rows about the points of a session, those taken off its agenda among them."""
    mine = Q(before__session=session.pk) | Q(after__session=session.pk)
    return Q(subject_kind="agendaitem") & (mine | Q(subject_id__in=[str(item.pk) for item in session.agenda.all()]))


def _about(rows: Sequence[Any], *, scope: Scope) -> list[tuple[Any, Shown | None]]:
    """Each row with the thing that it names."""
    known = shown(((row.subject_kind, row.subject_id) for row in rows), scope=scope)
    return [(row, known.get((row.subject_kind, row.subject_id))) for row in rows]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    decision: Decision
    subject: Shown | None
    # Each change, with the thing changed where the reader may know it.
    changes: Sequence[tuple[Effect, Shown | None]]
    reads_session: bool
    history: Sequence[Told]
    may_correct: bool
    may_add_action: bool
    may_entrust: bool
    follow_up: tuple[Offer, ...]
    is_late: bool


def decision_page(decision: Decision, *, scope: Scope, on: date) -> DecisionPage:
    found = list(changes(decision))
    secretary = secretary_roles(decision.session.committee, scope=scope)
    (_itself, subject), *about = _about([decision, *found], scope=scope)
    return DecisionPage(
        decision,
        subject,
        about,
        can_see(decision.session.committee, scope=scope),
        history.of(("decision", [decision.pk])),
        may_correct=bool(secretary) and not found and decision.session.life_state in DECIDING,
        may_add_action=brings_an_action(decision) and can_add_action(scope, territory=decision.territory_id or ""),
        may_entrust=bool(secretary) and decision.life_state is FollowUp.OPEN,
        follow_up=_offered(decision, roles=secretary) if decision.is_entrusted else (),
        is_late=decision.is_overdue(on),
    )


def _offered(decision: Decision, *, roles: frozenset[Role]) -> tuple[Offer, ...]:
    moves = possible(FOLLOWING, subject=decision, roles=roles)
    found = offers(moves, subject=decision, asks=ASKS, context={})
    return tuple(
        Offer(one.label, reverse(FOLLOWING_ROUTES[one.name], args=[decision.pk]), one.refusals) for one in found
    )


def brings_an_action(decision: Decision) -> bool:
    """A yes about an action that was not there: it may be added, and say why."""
    return (
        decision.is_approval
        and decision.subject_kind == DecisionSubject.ACTION
        and not decision.subject_id
        and decision.territory_id is not None
        and decision.session.life_state in TOOK_PLACE
    )
