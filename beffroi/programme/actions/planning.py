"""The action plan of a version that is being written: the actions chosen, all at once."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.programme.actions.meanwhile import told
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.operations import ActionRefused, locked, write
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import OPEN_TO_WRITING
from beffroi.programme.people.models import User

LINKS = ("version_in", "version_out")


@transaction.atomic
def set_plan(
    version: Version, *, actions: Collection[Action], among: Collection[Action], by: User, at: datetime
) -> list[Action]:
    """Make `actions` those of `among` that the plan of a version holds; each change is a row of its action's journal.

    An action that the plan newly holds was brought by this version; one that it no longer holds was taken away by it,
    unless this very draft had brought it: then it is as if it never had.
    """
    if version.life_state not in OPEN_TO_WRITING:
        raise ActionRefused(
            _("« %(version)s » n’est plus en cours d’écriture : son plan d’action ne change que par un avenant.")
            % {"version": version}
        )
    elsewhere = [action for action in actions if action.territory_id != version.territory.pk]
    if elsewhere:
        raise ActionRefused(
            *(_("« %(action)s » est une action d’un autre territoire.") % {"action": a} for a in elsewhere)
        )
    held, wanted = set(plan(version)), {str(action.number) for action in actions}
    differing = [action for action in among if (str(action.number) in held) != (str(action.number) in wanted)]
    return [
        _written(action, verb, values, by=by, at=at) for action, verb, values in _changes(differing, version, wanted)
    ]


def _changes(
    actions: Collection[Action], version: Version, wanted: Collection[str]
) -> Iterator[tuple[Action, str, dict[str, Version | None]]]:
    for action in actions:
        if str(action.number) in wanted:
            if action.version_out_id == version.pk:
                yield action, "action.kept", {"version_out": None}
            else:
                yield action, "action.brought", {"version_in": version, "version_out": None}
        elif action.version_in_id == version.pk:
            yield action, "action.left_out", {"version_in": None}
        else:
            yield action, "action.taken_away", {"version_out": version}


def _written(action: Action, verb: str, values: dict[str, Any], *, by: User, at: datetime) -> Action:
    kept = locked(action, by=by, at=at)
    before = told(kept, fields=LINKS)
    for name, value in values.items():
        setattr(kept, name, value)
    return write(verb, kept, before=before, by=by, at=at)
