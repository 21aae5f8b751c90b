"""The actions over time, drawn on the server: a bar an action from its start to its delivery, its milestones on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import DONE, State

# Across in hundredths of the page, whatever its width; down in pixels. The label of an action stands above its bar, so
# that both are seen on a narrow screen.
ROW, HEAD = 46, 28
SHORTEST = 0.6
LONGEST_LABEL = 110
# Beyond, a narrow screen names one year in five.
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """`shade` is the colour of the bar: done, late, blocked, stopped or going on.

    The line goes from the first thing of the action to the last: a milestone may come before the works or after them.
    """

    action: Action
    label: str
    y: int
    x: float
    width: float
    line: tuple[float, float]
    shade: str
    milestones: tuple[tuple[float, Any], ...]


@dataclass(frozen=True, slots=True)
class Gantt:
    """`years`: each with its place, and whether a narrow screen names it."""

    height: int
    years: tuple[tuple[int, float, bool], ...]
    bars: tuple[Bar, ...]
    today: float | None


def drawn(actions: Sequence[Any], *, on: date, needs: Mapping[int, Collection[int]]) -> Gantt | None:
    """The calendar of these actions, or nothing when there is none; `needs`: the numbers of those that each waits for.

    Where they are of several territories, each says its own.
    """
    if not actions:
        return None
    days = [day for action in actions for day in (*_days(action), *_milestone_days(action))]
    first, last = min(days).year, max(days).year + 1
    start, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    several = len({action.territory_id for action in actions}) > 1

    def across(day: date) -> float:
        return round((day.toordinal() - start) / (end - start) * 100, 2)

    bars = tuple(
        _bar(
            action,
            row=row,
            label=_label(action, needs=needs.get(action.pk, ()), with_place=several),
            across=across,
            on=on,
        )
        for row, action in enumerate(actions)
    )
    return Gantt(
        height=HEAD + ROW * len(actions) + 4,
        years=tuple(
            (year, across(date(year, 1, 1)), year % 5 == 0 or last - first <= MOST_NAMED) for year in range(first, last)
        ),
        bars=bars,
        today=across(on) if start <= on.toordinal() < end else None,
    )


def _label(action: Action, *, needs: Collection[int], with_place: bool) -> str:
    """« Arles · 12. Halle (après n° 7) »."""
    after = ", ".join(_("n° %(number)s") % {"number": number} for number in sorted(needs))
    place = f"{action.territory} · " if with_place else ""
    waits = " " + _("(après %(actions)s)") % {"actions": after} if after else ""
    return Truncator(f"{place}{action}").chars(LONGEST_LABEL - len(waits)) + waits


def _bar(action: Action, *, row: int, label: str, across: Any, on: date) -> Bar:
    days, stops = _days(action), _milestone_days(action)
    left, right = across(min(days)), across(max(days))
    return Bar(
        action=action,
        label=label,
        y=HEAD + ROW * row,
        x=left,
        width=max(round(right - left, 2), SHORTEST),
        line=(across(min(*days, *stops, days[0])), across(max(*days, *stops, days[0]))),
        shade=_shade(action, on=on),
        milestones=tuple((across(milestone.planned_date), milestone) for milestone in action.milestones.all()),
    )


def _days(action: Action) -> list[date]:
    """The days of a bar: planned start, planned or real end."""
    end = action.delivered_date or action.end_date
    return [day for day in (action.start_date, end) if day is not None]


def _milestone_days(action: Action) -> list[date]:
    return [milestone.planned_date for milestone in action.milestones.all()]


def _shade(action: Action, *, on: date) -> str:
    if action.life_state in DONE:
        return "done"
    if action.life_state in {State.SUSPENDED, State.ABANDONED}:
        return "stopped"
    if action.blocked:
        return "blocked"
    return "late" if action.is_late(on) else "going"
