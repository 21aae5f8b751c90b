"""The calendar of actions, drawn on the server: a bar an action, from its start to its end, and the day of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import DONE, State

LABELS, YEARS, ROW, HEAD = 300, 900, 30, 28
SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """`shade` is the colour of the bar: done, late, blocked, stopped or going on."""

    action: Action
    y: int
    x: int
    width: int
    shade: str
    milestones: tuple[tuple[int, Any], ...]


@dataclass(frozen=True, slots=True)
class Gantt:
    width: int
    height: int
    years: tuple[tuple[int, int], ...]
    bars: tuple[Bar, ...]
    today: int | None
    labels: int = LABELS


def drawn(actions: Sequence[Any], *, on: date) -> Gantt | None:
    """The calendar of these actions, or nothing when there is none."""
    if not actions:
        return None
    days = [day for action in actions for day in _days(action)]
    first, last = min(days).year, max(days).year + 1
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()

    def across(day: date) -> int:
        return LABELS + round((day.toordinal() - start) / (end - start) * YEARS)

    bars = tuple(_bar(action, row=row, across=across, on=on) for row, action in enumerate(actions))
    return Gantt(
        width=LABELS + YEARS,
        height=HEAD + ROW * len(actions) + 4,
        years=tuple((year, across(date(year, 1, 1))) for year in range(first, last)),
        bars=bars,
        today=across(on) if start <= on.toordinal() < end else None,
    )


def _bar(action: Action, *, row: int, across: Any, on: date) -> Bar:
    days = _days(action)
    left, right = across(min(days)), across(max(days))
    return Bar(
        action=action,
        y=HEAD + ROW * row,
        x=left,
        width=max(right - left, SHORTEST),
        shade=_shade(action, on=on),
        milestones=tuple(
            (across(milestone.planned_date), milestone)
            for milestone in action.milestones.all()
            if min(days) <= milestone.planned_date <= max(days)
        ),
    )


def _days(action: Action) -> list[date]:
    """The days of a bar: planned start, planned or real end."""
    end = action.delivered_date or action.end_date
    return [day for day in (action.start_date, end) if day is not None]


def _shade(action: Action, *, on: date) -> str:
    if action.life_state in DONE:
        return "done"
    if action.life_state in {State.SUSPENDED, State.ABANDONED}:
        return "stopped"
    if action.blocked:
        return "blocked"
    return "late" if action.is_late(on) else "going"
