"""What an invitation may offer: the roles that a person may give, and for each its organisations and its places."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import EMPLOYERS, REACHES, OrganisationKind, Role, ScopeKind
from beffroi.programme.people.rules import AMONG_OWN, MAY_GIVE, can_give
from beffroi.programme.people.scope import Grant, Scope, places
from beffroi.territory.towns import towns
from beffroi.web.people.wording import names_of

# The widest first.
WIDE = (ScopeKind.NATION, ScopeKind.PARTNER, ScopeKind.REGION, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES)
LOCAL = frozenset({OrganisationKind.COMMUNE, OrganisationKind.EPCI})


def roles(scope: Scope) -> list[Role]:
    """In the order of the list of roles."""
    given = frozenset[Role]().union(*(MAY_GIVE.get(role, frozenset()) for role in scope.roles))
    return [role for role in Role if role in given]


def organisations(role: Role, *, scope: Scope) -> QuerySet[Organisation]:
    """Those for which the role is held: everywhere for the nation, else one's own and those of one's places."""
    found = Organisation.objects.filter(kind__in=EMPLOYERS[role]).order_by("kind", "name")
    if Role.NATIONAL_TEAM in scope.roles:
        return found
    if role in AMONG_OWN:
        return found.filter(pk__in=scope.organisations)
    reached = [place for place in places() if scope.sees(place.code)]
    local = {code for town in towns() if scope.sees(town.territory) for code in (town.code, town.epci)}
    near = (
        Q(kind__in=LOCAL, code__in=local)
        | Q(kind=OrganisationKind.PREFECTURE_DEPARTMENT, code__in={code for one in reached for code in one.departments})
        | Q(kind=OrganisationKind.PREFECTURE_REGION, code__in={code for one in reached for code in one.regions})
        | Q(kind=OrganisationKind.OTHER)
    )
    return found.filter(near | Q(pk__in=scope.organisations))


def scopes(role: Role, *, scope: Scope, on: date) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The places over which this person may give the role, by kind: « department:13 », Bouches-du-Rhône."""
    groups = ((kind, list(_givable(role, kind=kind, scope=scope, on=on))) for kind in WIDE if kind in REACHES[role])
    return [(kind.label, found) for kind, found in groups if found]


def _givable(role: Role, *, kind: ScopeKind, scope: Scope, on: date) -> Iterator[tuple[str, str]]:
    whole = {"": str(ScopeKind.NATION.label)} if kind in {ScopeKind.NATION, ScopeKind.PARTNER} else {}
    named = {} if kind is ScopeKind.NATION else names_of(kind)
    for code, name in (whole | dict(sorted(named.items(), key=lambda item: item[1]))).items():
        # The organisation is checked when the invitation is sent: here any of the person's own stands for it.
        offers = (
            Grant(role, kind, frozenset({code} - {""}), organisation, starts=on) for organisation in scope.organisations
        )
        if any(can_give(scope, grant=offer) for offer in offers):
            yield f"{kind}:{code}", name
