"""What waits for a person: read from the states of things and the tables of moves, never stored."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.foundations.choices import TextChoices
from beffroi.foundations.days import day as day_said
from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.programme.actions import queries as actions
from beffroi.programme.actions.states import WRITERS as ACTION_WRITERS
from beffroi.programme.committees.models import Session
from beffroi.programme.committees.queries import to_follow
from beffroi.programme.committees.rules import secretary_roles
from beffroi.programme.committees.states import SessionState
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import IN_PREPARATION, MOVES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.rules import SPOKESPERSONS
from beffroi.programme.money.states import State as LineState
from beffroi.programme.moves import possible
from beffroi.programme.people.roles import STATE_ROLES, Role
from beffroi.programme.people.scope import Scope
from beffroi.web.desk.addresses import address, page_of

# A version may always be taken back to its draft, or be found complete: neither waits for anybody.
NEVER_AWAITED = frozenset({"reopen", "complete", "replace"})
CONVENED_DAYS_BEFORE = 30
AWAITED = {
    SessionState.HELD: lambda: _("Proposer le compte rendu"),
    SessionState.MINUTES_PROPOSED: lambda: _("Adopter le compte rendu"),
    SessionState.PLANNED: lambda: _("Convoquer la séance"),
    SessionState.CONVENED: lambda: _("Constater la tenue de la séance"),
}


class Room(TextChoices):
    CONVENTIONS = "conventions", gettext_lazy("Conventions")
    COMMITTEES = "comites", gettext_lazy("Comités")
    ACTIONS = "actions", gettext_lazy("Actions")
    MONEY = "financements", gettext_lazy("Financements")


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: in which room, what, about what, where, and since or until when."""

    room: Room
    what: Any
    about: str
    url: str
    day: date | None = None
    # Whether `about` tells the day already.
    says_its_day: bool = False


def tasks(scope: Scope, *, on: date) -> list[Task]:
    """Those of every role that the person holds: conventions, then committees, actions, money."""
    committees = [*_sessions(scope, on=on), *_decisions(scope, on=on)]
    return [*_versions(scope), *committees, *_actions(scope, on=on), *_requests(scope)]


def _versions(scope: Scope) -> Iterator[Task]:
    open_to_me = frozenset(role for name, move in MOVES.items() if name not in NEVER_AWAITED for role in move.open_to)
    if not scope.roles & open_to_me:
        return
    found = Version.objects.filter(convention__territory__in=scope.territories, state__in=IN_PREPARATION)
    for version in found.select_related("convention__territory").order_by("convention__territory", "number"):
        place = version.convention.territory
        moves = possible(MOVES, subject=version, roles=scope.roles_in(place.pk))
        if labels := [move.label for name, move in moves.items() if name not in NEVER_AWAITED]:
            yield Task(
                Room.CONVENTIONS,
                labels[0],
                f"{version.get_kind_display()}, {place.name}",
                page_of("version", version.pk),
            )


def _sessions(scope: Scope, *, on: date) -> Iterator[Task]:
    soon = on + timedelta(days=CONVENED_DAYS_BEFORE)
    found = Session.objects.filter(state__in=AWAITED).select_related("committee__territory").order_by("date")
    for session in found:
        state = session.life_state
        is_early = session.date > (soon if state is SessionState.PLANNED else on)
        if not is_early and secretary_roles(session.committee, scope=scope):
            yield Task(
                Room.COMMITTEES, AWAITED[state](), session.committee.name, page_of("session", session.pk), session.date
            )


def _decisions(scope: Scope, *, on: date) -> Iterator[Task]:
    """Those that were to be carried out by now: it is for the secretary to say what became of them."""
    for decision in to_follow().filter(due_date__lte=on):
        committee = decision.session.committee
        if secretary_roles(committee, scope=scope):
            what = _("Constater la suite d’une décision")
            yield Task(Room.COMMITTEES, what, committee.name, page_of("decision", decision.pk), decision.due_date)


def _actions(scope: Scope, *, on: date) -> Iterator[Task]:
    mine = [code for code in scope.territories if scope.roles_in(code) & (ACTION_WRITERS - {Role.NATIONAL_TEAM})]
    url = address("action:list")
    if mine and (
        count := actions.late_without_cause(actions.readable(scope), on=on).filter(territory__in=mine).count()
    ):
        what = ngettext("Donner la cause d’un retard", "Donner la cause de %(count)d retards", count)
        about = _("Actions en retard sans cause indiquée")
        yield Task(Room.ACTIONS, what % {"count": count}, about, _filtered(url, retard="oui", cause="sans"))
    watched = [code for code in scope.territories if scope.roles_in(code) & (ACTION_WRITERS | STATE_ROLES)]
    watched = [] if Role.NATIONAL_TEAM in scope.roles else watched
    if watched and (count := actions.readable(scope).filter(territory__in=watched, blocked=True).count()):
        what = ngettext("Lever un blocage", "Lever %(count)d blocages", count)
        yield Task(
            Room.ACTIONS,
            what % {"count": count},
            _("Actions bloquées, avec leur condition"),
            _filtered(url, bloquee="oui"),
        )


def _filtered(url: str, **asked: str) -> str:
    return f"{url}?{urlencode(asked)}" if url else ""


def _requests(scope: Scope) -> Iterator[Task]:
    """Those put to the organisations in whose name the person answers: an expert of Cerema answers nothing."""
    mine = sorted({grant.organisation for grant in scope.grants if grant.role in SPOKESPERSONS})
    if not mine:
        return
    key = ("requests", tuple(mine))
    asked = kept_by_territory(key, sorted(scope.territories), lambda codes: _requested(mine, codes))
    if count := sum(one.count for one in asked.values()):
        what = ngettext("Répondre à une demande de financement", "Répondre à %(count)d demandes de financement", count)
        filters = {"etat": str(LineState.REQUESTED)} | ({"financeur": str(mine[0])} if len(mine) == 1 else {})
        since = min((one.since for one in asked.values() if one.since), default=None)
        yield Task(
            Room.MONEY,
            what % {"count": count},
            _("La plus ancienne attend depuis le %(day)s") % {"day": day_said(since)} if since else "",
            _filtered(address("money:lines"), **filters),
            since,
            says_its_day=True,
        )


@dataclass(frozen=True, slots=True)
class Requested:
    """How many requests wait for an answer, and since when the oldest does."""

    count: int = 0
    since: date | None = None


def _requested(funders: list[int], codes: Collection[str]) -> dict[str, Requested]:
    rows = FundingLine.objects.filter(funder__in=funders, state=LineState.REQUESTED, action__territory__in=codes)
    told = rows.order_by().values_list("action__territory").annotate(Count("pk"), Min("requested_date"))
    return dict.fromkeys(codes, Requested()) | {code: Requested(count, since) for code, count, since in told}
