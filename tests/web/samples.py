"""One thing of each kind on a territory, still in preparation, and people in every role inside and outside of it."""

from datetime import date
from typing import Any

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import OrganisationKind, Role
from tests.programme import making, making_actions, making_conventions
from tests.programme.making_conventions import PAIR

# A pair of the Sarthe (72), in the region 52; elsewhere is a pair of the Cantal (15), in the region 84.
HERE, ELSEWHERE = PAIR, "acv-017"
# Written in everything that is made here: a page of somebody elsewhere that shows it has leaked.
MARK = "Sous réserve 7421"


def things() -> dict[str, Any]:
    """The identifier of one thing for each word that an address may hold."""
    here = making.territory(HERE)
    director = making.project_director(HERE)
    version = making_conventions.draft(here, by=director)
    committee = making_conventions.committee(CommitteeKind.PROJECT, territory=here)
    decision = making_conventions.decision(CommitteeKind.PROJECT, territory=here, about=version, text=MARK)
    action = making_actions.action(here, state="works", title=MARK, end_date=date(2024, 1, 1))
    made = {
        "convention": version.convention,
        "version": version,
        "perimeter": making_conventions.perimeter(here, name=MARK),
        "committee": committee,
        "session": decision.session,
        "decision": decision,
        "document": making_conventions.document(version, territory=here, by=director, title=MARK),
        "action": action,
        "line": making_actions.line(action, state="requested", programme_name=MARK),
        "envelope": making_actions.envelope(),
        "membership": making.town_agent(HERE, person=making.user(MARK)).memberships.get(),
        "invitation": making.invitation(HERE, name=MARK),
    }
    return {word: thing.pk for word, thing in made.items()} | {"territory": HERE}


def person(role: Role, *, territory: str) -> User:
    """Someone in this role over this territory, or over the department or the region that holds it."""
    department, region = ("72", "52") if territory == HERE else ("15", "84")
    if role is Role.STATE_LOCAL:
        return making.state_officer(department)
    if role is Role.STATE_REGION:
        return making.state_region(region)
    if role is Role.PARTNER:
        return making.partner(region)
    if role is Role.NATIONAL_TEAM:
        return making.national_team()
    of = making.organisation(OrganisationKind.CEREMA, code="national") if role.startswith("cerema") else None
    return making.member(role, over=making.ScopeKind.TERRITORIES, codes=[territory], of=of)
