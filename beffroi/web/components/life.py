"""The life of a thing, drawn from a table of moves: what is behind it, where it is, what may come."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Choices

from beffroi.programme.moves import Move


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the way; `day` is the last day on which it was reached, told of what is behind and of now."""

    state: Choices
    is_current: bool
    is_behind: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that this person may ask for; `refusals` say what is missing before it may be made."""

    name: str
    label: Any
    reaches: Choices
    refusals: tuple[Any, ...] = ()


def steps(way: Sequence[Choices], *, now: Choices, left: Choices | None, days: Mapping[str, date]) -> list[Step]:
    """The straight way from first to last; a thing that stands beside it stands after the state that it `left`."""
    shown = list(way)
    if now not in shown:
        shown.insert(shown.index(left) + 1 if left in shown else len(shown), now)
    at = shown.index(now)
    return [
        Step(state, place == at, place < at, days.get(str(state)) if place <= at else None)
        for place, state in enumerate(shown)
    ]


def offers(
    moves: Mapping[str, Move],
    *,
    subject: Any,
    asks: Mapping[str, Collection[str]],
    context: Mapping[str, Any],
) -> list[Offer]:
    """Each of these moves with what still refuses it.

    `asks` names, for a move, the fields of its own form: what a guard blames there is said when the form is sent.
    """
    return [
        Offer(
            name,
            move.label,
            move.reaches,
            tuple(
                told
                for guard in move.guards
                if guard.blames not in asks.get(name, ())
                for told in guard.refusals(subject, context)
            ),
        )
        for name, move in moves.items()
    ]
