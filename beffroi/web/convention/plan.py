"""The action plan that a version carries, as far as a person may read its actions."""

from typing import Any

from django.db.models import Q, QuerySet

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import plan, readable
from beffroi.programme.actions.states import State
from beffroi.programme.conventions.difference import Rows
from beffroi.programme.conventions.models import Version
from beffroi.programme.people.scope import Scope


def rows(version: Version, *, scope: Scope) -> dict[str, dict[str, Any]]:
    """As rows for `snapshot`, by the actions' numbers; what is internal to another organisation is left out."""
    seen = {str(action.number) for action in _readable(version, scope=scope)}
    return {number: row for number, row in plan(version).items() if number in seen}


def carried(version: Version) -> Rows:
    """All its rows, whoever reads: what a version says of its axes is true of its whole plan, or is not."""
    return plan(version)


def actions(version: Version, *, scope: Scope, carried: Rows) -> list[Action]:
    """The same as actions, of those `carried`, in the order of their numbers."""
    found = _readable(version, scope=scope).select_related("owner").order_by("number")
    return [action for action in found if str(action.number) in carried]


def choosable(version: Version, *, scope: Scope) -> QuerySet[Action]:
    """What a version may carry: the actions of its territory that one reads.

    One that was abandoned is not brought any more; where the plan holds it, it can still be taken away.
    """
    wanted = ~Q(state=State.ABANDONED) | Q(number__in=plan(version))
    return _readable(version, scope=scope).filter(wanted).order_by("number")


def _readable(version: Version, *, scope: Scope) -> QuerySet[Action]:
    return readable(scope).filter(territory=version.convention.territory_id)
