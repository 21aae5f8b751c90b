"""What a file would write, told before it is: in the words of its own columns, and short enough to be read."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from beffroi.programme.actions.models import Action
from beffroi.programme.money.workbook.changing import Change
from beffroi.programme.money.workbook.checking import Plan
from beffroi.programme.money.workbook.columns import ACTIONS, LINES
from beffroi.programme.money.workbook.kept import name

# Beyond these a page counts and does not list.
LISTED = 100
LONGEST = 160


def preview(plan: Plan) -> dict[str, Any]:
    """Counts and sums of what is new, the first of what is new and of what changes, with before and after."""
    places = {action.territory_id: str(action.territory) for action in plan.actions}
    places |= {line.action.territory_id: str(line.action.territory) for line in plan.lines}
    actions = Counter(action.territory_id for action in plan.actions)
    lines = Counter(line.action.territory_id for line in plan.lines)
    changes = (*plan.action_changes, *plan.line_changes)
    return {
        "actions": len(plan.actions),
        "lines": len(plan.lines),
        "cost": str(sum((action.cost or Decimal(0) for action in plan.actions), Decimal(0))),
        "planned": str(sum((line.planned for line in plan.lines), Decimal(0))),
        "territories": [[code, places[code], actions[code], lines[code]] for code in sorted(places)],
        "new": [[str(action.territory), action.title, action.get_state_display()] for action in plan.actions[:LISTED]],
        "changed_actions": len(plan.action_changes),
        "changed_lines": len(plan.line_changes),
        "changes": [_told(change) for change in changes[:LISTED]],
        "rewritten": sum(change.rewrites for change in plan.line_changes),
        "unchanged": plan.unchanged,
    }


def _told(change: Change) -> dict[str, Any]:
    sheet = ACTIONS if isinstance(change.kept, Action) else LINES
    action = change.kept if isinstance(change.kept, Action) else change.kept.action
    return {
        "kind": "action" if isinstance(change.kept, Action) else "line",
        "id": change.kept.pk,
        "name": f"{name(action)}, {change.kept}",
        "values": [
            [sheet.column(key).title, _cell(sheet.column(key), before), _cell(sheet.column(key), after)]
            for key, before, after in change.said
        ],
    }


def _cell(column: Any, value: Any) -> str:
    """As the cell shows it."""
    written = "" if value is None else column.writes(value)
    if isinstance(written, date):
        return f"{written:%d/%m/%Y}"
    if isinstance(written, Decimal):
        return f"{written:f}".replace(".", ",")
    text = str(written)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
