"""The words of the room: states with the colour of their badge, what the fields of its forms are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State
from beffroi.web.components.journal.fields import label

BADGES: Mapping[str, str] = {
    State.COMMITTED: "info",
    State.WORKS: "info",
    State.DELIVERED: "success",
    State.ASSESSED: "success",
    State.SUSPENDED: "warning",
    State.ABANDONED: "error",
}
# As their history says them; a form says the unit too.
AS_TOLD = (
    *("title", "axis", "secondary_axes", "themes", "owner", "partners"),
    *("description", "objectives", "mature", "circle", "site", "start_date"),
    *("end_date", "delivered_date", "late_cause", "late_note", "blocked", "blocked_cause"),
    *("unblock_condition", "cost", "state", "state_reason", "decided_by", "decision"),
    *("assessment", "label", "planned_date", "done_date", "text", "severity"),
    *("indicator_code", "baseline", "baseline_period", "target", "target_period", "on_action"),
)
FIELDS: Mapping[str, Any] = {name: label("action", name) for name in AS_TOLD} | {"cost": _("Coût (€)")}


def badge(action: Action) -> str:
    return BADGES.get(action.state, "")
