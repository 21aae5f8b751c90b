"""What an address may name: for each word, how the thing is found and in which roles a person stands before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from beffroi.programme.actions import rules as actions
from beffroi.programme.actions.models import Action
from beffroi.programme.committees import rules as committees
from beffroi.programme.committees.models import Committee, Decision, Session
from beffroi.programme.conventions import rules as conventions
from beffroi.programme.conventions.models import Convention, Perimeter, Version
from beffroi.programme.documents import rules as documents
from beffroi.programme.documents.models import Document
from beffroi.programme.money import rules as money
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.people.models import Invitation, Membership
from beffroi.programme.people.roles import Role
from beffroi.programme.people.rules import can_see_access
from beffroi.programme.people.scope import Scope, grant_of, offered
from beffroi.programme.towns.models import Territory


@dataclass(frozen=True, slots=True)
class Thing:
    """`among` is where it is looked for, `can_see` whether a scope reads it, `roles` those held where it is."""

    among: Callable[[], QuerySet[Any]]
    can_see: Callable[[Any, Scope], bool]
    roles: Callable[[Any, Scope], frozenset[Role]]


def found(word: str, identifier: Any, *, scope: Scope, roles: frozenset[Role]) -> Model | None:
    """The thing, if this scope reads it and holds one of these roles where it is; nothing told of what is not so."""
    thing = THINGS[word]
    one = thing.among().filter(pk=identifier).first()
    if one is None or not thing.can_see(one, scope) or not thing.roles(one, scope) & roles:
        return None
    return one


def _document_roles(document: Document, scope: Scope) -> frozenset[Role]:
    if document.territory_id:
        return scope.roles_in(document.territory_id)
    if document.region:
        return scope.roles_in_region(document.region)
    return scope.roles_in_department(document.department) if document.department else scope.national_roles


def _decision_roles(decision: Decision, scope: Scope) -> frozenset[Role]:
    over = committees.roles_over(decision.session.committee, scope=scope)
    return over | (scope.roles_in(decision.territory_id) if decision.territory_id else frozenset())


THINGS: Mapping[str, Thing] = {
    "territory": Thing(
        among=Territory.objects.all,
        can_see=lambda place, scope: scope.sees(place.pk),
        roles=lambda place, scope: scope.roles_in(place.pk),
    ),
    "convention": Thing(
        among=lambda: Convention.objects.select_related("territory", "phase"),
        can_see=lambda one, scope: conventions.can_see_convention(one, scope=scope),
        roles=lambda one, scope: scope.roles_in(one.territory_id),
    ),
    "version": Thing(
        among=lambda: Version.objects.select_related("convention__territory", "convention__phase"),
        can_see=lambda one, scope: conventions.can_see_version(one, scope=scope),
        roles=lambda one, scope: scope.roles_in(one.convention.territory_id),
    ),
    "perimeter": Thing(
        among=lambda: Perimeter.objects.select_related("territory"),
        can_see=lambda one, scope: conventions.can_see_perimeter(one, scope=scope),
        roles=lambda one, scope: scope.roles_in(one.territory_id),
    ),
    "committee": Thing(
        among=lambda: Committee.objects.select_related("territory"),
        can_see=lambda one, scope: committees.can_see(one, scope=scope),
        roles=lambda one, scope: committees.roles_over(one, scope=scope),
    ),
    "session": Thing(
        among=lambda: Session.objects.select_related("committee__territory"),
        can_see=lambda one, scope: committees.can_see(one.committee, scope=scope),
        roles=lambda one, scope: committees.roles_over(one.committee, scope=scope),
    ),
    "decision": Thing(
        among=lambda: Decision.objects.select_related("session__committee__territory", "territory"),
        can_see=lambda one, scope: committees.can_see_decision(one, scope=scope),
        roles=_decision_roles,
    ),
    "document": Thing(
        among=lambda: Document.objects.select_related("territory"),
        can_see=lambda one, scope: documents.can_read(one, scope=scope),
        roles=_document_roles,
    ),
    "action": Thing(
        among=lambda: Action.objects.select_related("territory", "axis", "owner"),
        can_see=lambda one, scope: actions.can_read(scope, one),
        roles=lambda one, scope: scope.roles_in(one.territory_id),
    ),
    "line": Thing(
        among=lambda: FundingLine.objects.select_related("action__territory", "funder"),
        can_see=lambda one, scope: money.can_read(scope, one),
        roles=lambda one, scope: scope.roles_in(one.action.territory_id),
    ),
    "envelope": Thing(
        among=lambda: Envelope.objects.select_related("partner", "delegated_from"),
        can_see=lambda one, scope: money.can_see(scope, one),
        roles=lambda one, scope: scope.roles,
    ),
    "membership": Thing(
        among=lambda: Membership.objects.select_related("user", "organisation"),
        can_see=lambda one, scope: can_see_access(scope, grant=grant_of(one)),
        roles=lambda one, scope: scope.roles,
    ),
    "invitation": Thing(
        among=lambda: Invitation.objects.select_related("organisation", "invited_by"),
        can_see=lambda one, scope: can_see_access(scope, grant=offered(one)),
        roles=lambda one, scope: scope.roles,
    ),
}
