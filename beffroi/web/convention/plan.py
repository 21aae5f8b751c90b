"""The action plan that a version carries, as far as a person may read its actions."""

from typing import Any

from django.db.models import QuerySet

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import plan, readable
from beffroi.programme.actions.states import State
from beffroi.programme.conventions.models import Version
from beffroi.programme.people.scope import Scope


def rows(version: Version, *, scope: Scope) -> dict[str, dict[str, Any]]:
    """As rows for `snapshot`, by the actions' numbers; what is internal to another organisation is left out."""
    seen = {str(action.number) for action in _readable(version, scope=scope)}
    return {number: row for number, row in plan(version).items() if number in seen}


def actions(version: Version, *, scope: Scope) -> list[Action]:
    """The same as actions, in the order of their numbers."""
    carried = plan(version)
    found = _readable(version, scope=scope).select_related("owner").order_by("number")
    return [action for action in found if str(action.number) in carried]


def choosable(version: Version, *, scope: Scope) -> QuerySet[Action]:
    """What a version may carry: the actions of its territory that one reads, but for those that were abandoned."""
    return _readable(version, scope=scope).exclude(state=State.ABANDONED).order_by("number")


def _readable(version: Version, *, scope: Scope) -> QuerySet[Action]:
    return readable(scope).filter(territory=version.convention.territory_id)
