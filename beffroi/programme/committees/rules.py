"""Who runs a committee, and who reads what it said."""

from beffroi.programme.committees.models import Committee, Decision
from beffroi.programme.committees.states import SECRETARIES, CommitteeKind
from beffroi.programme.people.roles import Role
from beffroi.programme.people.scope import Scope


def roles_over(committee: Committee, *, scope: Scope) -> frozenset[Role]:
    """The roles held over the whole place of a committee: its territory, its region, its department, the nation."""
    if committee.territory_id:
        return scope.roles_in(committee.territory_id)
    if committee.kind == CommitteeKind.REGIONAL:
        return scope.roles_in_region(committee.region)
    if committee.kind == CommitteeKind.DEPARTMENTAL:
        return scope.roles_in_department(committee.department)
    return scope.national_roles


def secretary_roles(committee: Committee, *, scope: Scope) -> frozenset[Role]:
    """The roles in which someone may convene the committee, keep its minutes and write its decisions.

    - project committee: the project director and the State's local officer;
    - regional committee: the State in the region;
    - departmental committee: the State's local officer;
    - national committee: the national team.
    """
    return roles_over(committee, scope=scope) & SECRETARIES[committee.kind]


def can_add(committee: Committee, *, scope: Scope) -> bool:
    """Whether someone may set up a committee: its secretary, or the national team."""
    return bool(secretary_roles(committee, scope=scope)) or Role.NATIONAL_TEAM in scope.roles


def can_see(committee: Committee, *, scope: Scope) -> bool:
    """Whether someone may read the sessions of a committee: whoever acts over its place, so not an evaluator."""
    return bool(roles_over(committee, scope=scope) - {Role.EVALUATOR})


def can_see_decision(decision: Decision, *, scope: Scope) -> bool:
    """Whether someone may read a decision: whoever reads the committee, or acts on the territory it is about."""
    if decision.territory_id and scope.roles_in(decision.territory_id) - {Role.EVALUATOR}:
        return True
    return can_see(decision.session.committee, scope=scope)
