"""Who may read and write an action."""

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import WRITERS
from beffroi.programme.people.roles import Circle
from beffroi.programme.people.scope import Scope


def can_read(scope: Scope, action: Action) -> bool:
    """Whether someone may read an action.

    - public: anyone;
    - between agents: whoever acts on its territory;
    - internal: whoever acts on its territory for its owner.
    """
    return Circle(action.circle) in scope.circles(action.territory_id, organisation=action.owner_id)


def can_add(scope: Scope, *, territory: str) -> bool:
    """Whether someone may write an action on a territory: its agents, its project director, the national team."""
    return bool(scope.roles_in(territory) & WRITERS)


def can_change(scope: Scope, action: Action) -> bool:
    """Whether someone may write in an action: who may add one on its territory, and may read this one."""
    return can_add(scope, territory=action.territory_id) and can_read(scope, action)
