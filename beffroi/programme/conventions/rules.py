"""Who writes, examines, signs and reads what is agreed."""

from beffroi.programme.conventions.models import Convention, Ort, Perimeter, Version
from beffroi.programme.conventions.states import WERE_SIGNED
from beffroi.programme.people.roles import STATE_ROLES, Circle, Role
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory

WRITERS = frozenset({Role.PROJECT_DIRECTOR, Role.TOWN_AGENT, Role.EPCI_AGENT})
OPENERS = frozenset({Role.PROJECT_DIRECTOR, Role.STATE_LOCAL})


def can_open(territory: Territory, *, scope: Scope) -> bool:
    """Whether someone may open a convention or an amendment: the project director, the State's local officer."""
    return bool(scope.roles_in(territory.pk) & OPENERS)


def can_write(version: Version, *, scope: Scope) -> bool:
    """Whether someone may write a version that is open to writing.

    - the project director and the agents of the town and of the intercommunal body;
    - the State reads and comments, it does not write for the town.
    """
    return bool(scope.roles_in(version.territory.pk) & WRITERS)


def can_record_deliberation(version: Version, *, scope: Scope) -> bool:
    """Whether someone may record what an assembly voted: who writes, and the State's local officer who checks it."""
    return bool(scope.roles_in(version.territory.pk) & (WRITERS | {Role.STATE_LOCAL}))


def can_see_version(version: Version, *, scope: Scope) -> bool:
    """Whether someone may read a version.

    - signed by all: anyone, it is a public act;
    - in preparation: whoever acts on the territory, so neither the officer of another department nor an evaluator.
    """
    return version.state in WERE_SIGNED or Circle.AGENTS in scope.circles(version.territory.pk)


def can_see_convention(convention: Convention, *, scope: Scope) -> bool:
    """Whether someone may know of a convention: as one of its versions; whoever acts there when it has none yet."""
    versions = convention.versions.all()
    return Circle.AGENTS in scope.circles(convention.territory_id) or any(
        version.state in WERE_SIGNED for version in versions
    )


def can_draw(territory: Territory, *, scope: Scope) -> bool:
    """Whether someone may propose a perimeter or redraw a proposal: who writes, and the State's local officer."""
    return bool(scope.roles_in(territory.pk) & (WRITERS | {Role.STATE_LOCAL}))


def can_decide_perimeter(territory: Territory, *, scope: Scope) -> bool:
    """Whether someone may write that a perimeter holds, or ends: the project director, the State's local officer."""
    return bool(scope.roles_in(territory.pk) & OPENERS)


def can_see_perimeter(perimeter: Perimeter, *, scope: Scope) -> bool:
    """Whether someone may see a perimeter: anyone once it holds or held; a proposal, whoever acts on the territory."""
    return perimeter.starts_date is not None or Circle.AGENTS in scope.circles(perimeter.territory_id)


def can_record_ort(ort: Ort, *, scope: Scope) -> bool:
    """Whether someone may record an ORT and its prefectoral act: the State, in the department or in the region."""
    return bool(scope.roles_in(ort.territory_id) & STATE_ROLES)
