"""Who may give access to whom."""

from collections.abc import Mapping

from beffroi.programme.people.roles import CEREMA_ROLES, OF_TOWNS, TOWN_ROLES, OrganisationKind, Role, ScopeKind
from beffroi.programme.people.scope import Grant, Scope, places

# A role and those that it may give, within its own scope.
MAY_GIVE: Mapping[Role, frozenset[Role]] = {
    Role.NATIONAL_TEAM: frozenset(Role),
    Role.CEREMA_PILOT: CEREMA_ROLES,
    Role.STATE_REGION: TOWN_ROLES | {Role.STATE_REGION, Role.STATE_LOCAL},
    Role.STATE_LOCAL: TOWN_ROLES | {Role.STATE_LOCAL},
    Role.PROJECT_DIRECTOR: TOWN_ROLES,
    Role.PARTNER: frozenset({Role.PARTNER}),
}
# These give their role inside their organisation only.
AMONG_OWN = frozenset({Role.PARTNER, *CEREMA_ROLES})


def can_give(scope: Scope, *, grant: Grant) -> bool:
    """Whether someone with this scope may invite a person into a grant, or end it.

    - the national team: every role, everywhere;
    - a Cerema pilot: the roles of Cerema, in that organisation;
    - the State in the region: its colleagues, the State's local officers, and the people of the towns;
    - the State's local officer: its colleagues and the people of the towns;
    - a project director: the people of the town;
    - a partner: its colleagues, in its organisation;
    - never beyond one's own scope, and never a scope that holds no territory.
    """
    return any(_gives(held, grant=grant) for held in scope.grants)


def can_see_access(scope: Scope, *, grant: Grant) -> bool:
    """Whether someone who may invite reads that a person has, or is offered, this access.

    - the national team: every access;
    - a Cerema pilot and a partner: those of their organisation, where they reach one of their territories;
    - the others: those that reach one of their territories.
    """
    return any(_reads(held, grant=grant) for held in scope.grants if held.role in MAY_GIVE)


def can_add_organisation(scope: Scope, *, kind: OrganisationKind) -> bool:
    """The national team adds any; whoever invites the people of towns adds a town's partner body, such as its SEM."""
    roles = scope.roles
    invites_towns = any(MAY_GIVE.get(role, frozenset()) & TOWN_ROLES for role in roles)
    return Role.NATIONAL_TEAM in roles or (invites_towns and kind in OF_TOWNS)


def _reads(held: Grant, *, grant: Grant) -> bool:
    if held.role in AMONG_OWN and held.organisation != grant.organisation:
        return False
    if held.is_national:
        return True
    return any(held.reaches(place) and grant.reaches(place) for place in places())


def _gives(held: Grant, *, grant: Grant) -> bool:
    allowed = grant.role in MAY_GIVE.get(held.role, frozenset())
    at_home = held.role not in AMONG_OWN or held.organisation == grant.organisation
    return allowed and at_home and _covers(held, grant=grant)


def _covers(held: Grant, *, grant: Grant) -> bool:
    if held.is_national:
        return any(grant.reaches(place) for place in places())
    if grant.is_national:
        return False
    if grant.kind is ScopeKind.DEPARTMENT:
        return all(held.reaches_department(code) for code in grant.codes)
    if grant.kind in {ScopeKind.REGION, ScopeKind.PARTNER}:
        return all(held.reaches_region(code) for code in grant.codes)
    reached = {place.code for place in places() if held.reaches(place)}
    return bool(grant.codes) and grant.codes <= reached
