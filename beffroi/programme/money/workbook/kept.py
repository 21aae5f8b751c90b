"""What a file names that exists already: actions by « acv-017/12 », funding lines by their number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook.columns import ACTIONS, LINES

# SQLite takes a thousand values in a question.
ASKED = 900
NAME = re.compile(r"([a-z0-9-]{1,16})/(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Kept:
    actions: dict[str, Action]
    lines: dict[int, FundingLine]

    def lines_of(self, action: Action) -> list[FundingLine]:
        return [line for line in self.lines.values() if line.action_id == action.pk]


def name(action: Action) -> str:
    """How an export names an action; a file that says so again means this one."""
    return f"{action.territory_id}/{action.number}"


def kept(references: Iterable[str]) -> Kept:
    wanted = {reference for reference in references if NAME.fullmatch(reference)}
    territories = sorted({reference.partition("/")[0] for reference in wanted})
    found = (
        Action.objects.filter(territory__in=territories)
        .select_related("territory__programme", "axis", "owner", "decision__session__committee")
        .prefetch_related("partners")
    )
    actions = {name(action): action for action in found if name(action) in wanted}
    numbers = sorted(action.pk for action in actions.values())
    lines: dict[int, FundingLine] = {}
    for start in range(0, len(numbers), ASKED):
        some = FundingLine.objects.filter(action__in=numbers[start : start + ASKED])
        lines |= {line.pk: line for line in some.select_related("action__territory", "funder")}
    return Kept(actions=actions, lines=lines)


def action_values(action: Action) -> dict[str, Any]:
    """An action as the columns of its sheet say it, before they write it."""
    values = {column.key: getattr(action, column.key) for column in ACTIONS.columns if column.key != "reference"}
    values |= {"reference": name(action), "partners": list(action.partners.all())}
    if action.decision is not None and not action.decided_by:
        values["decided_by"] = str(action.decision)[:200]
    return values


def line_values(line: FundingLine) -> dict[str, Any]:
    named = {"reference": name(line.action), "line": line.pk}
    return {column.key: getattr(line, column.key) for column in LINES.columns if column.key not in named} | named
