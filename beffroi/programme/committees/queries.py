"""What a decision changed, and which decision made a thing so."""

from datetime import date

from django.db.models import F, Model, Q, QuerySet

from beffroi.foundations.journal.chain import named
from beffroi.programme.committees.citing import Cause, faults, kinds
from beffroi.programme.committees.models import Committee, Decision, Effect, Session
from beffroi.programme.committees.rules import can_see, can_see_decision
from beffroi.programme.committees.states import TOOK_PLACE, FollowUp
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory

THREAD = ("decision__session__committee", "decision__territory")


def changes(decision: Decision) -> QuerySet[Effect]:
    """What a decision changed, in the order in which it was done."""
    return decision.effects.select_related("territory")


def causes(subject: Model | tuple[str, object]) -> QuerySet[Effect]:
    """The decisions that made a thing what it is, each with what it changed there; the latest first."""
    kind, identifier = named(subject)
    found = Effect.objects.filter(subject_kind=kind, subject_id=identifier)
    return found.select_related(*THREAD).order_by("-at", "-pk")


def about(subject: Model | tuple[str, object]) -> QuerySet[Decision]:
    """The decisions taken on a thing, whether or not they changed it; the latest first."""
    kind, identifier = named(subject)
    found = Decision.objects.filter(subject_kind=kind, subject_id=identifier)
    return found.select_related("session__committee").order_by("-session__date", "-number")


def committees_of(territory: Territory) -> QuerySet[Committee]:
    """Those that may decide on a territory: its own, its region's, its departments', the national one."""
    return Committee.objects.filter(
        Q(territory=territory)
        | Q(region=territory.region)
        | Q(department__in=territory.departments)
        | Q(territory=None, region="", department=""),
        programme=territory.programme_id,
    )


def sessions_seen(scope: Scope) -> QuerySet[Session]:
    """The sessions of the committees that this scope reads, the latest first."""
    read = [committee.pk for committee in Committee.objects.all() if can_see(committee, scope=scope)]
    return Session.objects.filter(committee__in=read).select_related("committee__territory")


def decisions_on(territory: Territory, *, scope: Scope) -> list[Decision]:
    """The decisions on a territory that this scope reads, the latest first."""
    found = Decision.objects.filter(territory=territory).select_related("session__committee")
    return [
        decision for decision in found.order_by("-session__date", "-number") if can_see_decision(decision, scope=scope)
    ]


def citable(cause: Cause, *, scope: Scope, on: date) -> list[Decision]:
    """The decisions that may be the cause of a change of that day, among those that this scope reads; latest first.

    They are about its territory or, in a committee that decides on it, about no territory in particular.
    """
    territory = cause.territory
    here = Q()
    if territory is not None:
        here = Q(territory=territory) | Q(territory=None, session__committee__in=committees_of(territory))
    found = Decision.objects.filter(
        here, subject_kind__in=kinds(cause), outcome__in=cause.needs, session__state__in=TOOK_PLACE
    )
    return [
        decision
        for decision in found.select_related("session__committee").order_by("-session__date", "-number")
        if not faults(decision, cause, on=on) and can_see_decision(decision, scope=scope)
    ]


def to_follow() -> QuerySet[Decision]:
    """The decisions that somebody is to carry out and did not, those of the nearest day first."""
    found = Decision.objects.filter(follow_up=FollowUp.OPEN).exclude(owner=None, due_date=None)
    return found.select_related("session__committee__territory", "owner").order_by(
        F("due_date").asc(nulls_last=True), "session__date", "number"
    )
