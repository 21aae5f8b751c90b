"""The life of a version, drawn from the table of its moves: what is behind it, where it is, what may come."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Choices

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.models import Entry
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import MOVES, VersionState
from beffroi.programme.moves import Move, MoveRefused, check, possible
from beffroi.programme.people.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the way; `day` is the last day on which it was reached."""

    state: Choices
    is_current: bool
    is_behind: bool
    day: date | None


@dataclass(frozen=True, slots=True)
class Button:
    """A move that this person may ask for; `refusals` say what is missing before it may be made."""

    name: str
    label: Any
    refusals: tuple[Any, ...] = ()


def steps(version: Version) -> list[Step]:
    """The straight way of the table from draft to signature, with the state beside it where this version went."""
    way = list(straight_way(MOVES, start=VersionState.DRAFT, end=VersionState.SIGNED))
    now = version.life_state
    if now not in way:
        origin = next(state for state in way if any(m.reaches == now and state in m.leaves for m in MOVES.values()))
        way.insert(way.index(origin) + 1, now)
    at, days = way.index(now), reached(version)
    return [Step(state, place == at, place < at, days.get(state)) for place, state in enumerate(way)]


def reached(version: Version) -> dict[str, date]:
    """The last day on which each state was reached, as the journal tells."""
    rows = Entry.objects.filter(subject_kind="version", subject_id=str(version.pk)).order_by("sequence")
    found: dict[str, date] = {}
    for at, verb, after in rows.values_list("at", "verb", "after"):
        state = VersionState.DRAFT if verb == "version.drafted" else after.get("state")
        if state:
            found[state] = day_of(at)
    return found | ({VersionState.SIGNED: version.signed_date} if version.signed_date else {})


def straight_way(moves: Mapping[str, Move], *, start: Choices, end: Choices) -> tuple[Choices, ...]:
    """The shortest way through a table of moves."""
    ways: deque[tuple[Choices, ...]] = deque([(start,)])
    seen = {start}
    while ways:
        way = ways.popleft()
        if way[-1] == end:
            return way
        for move in moves.values():
            if way[-1] in move.leaves and move.reaches not in seen:
                seen.add(move.reaches)
                ways.append((*way, move.reaches))
    raise ValueError(f"No move leads from {start} to {end}: the table of moves has a hole.")


def buttons(
    moves: Mapping[str, Move],
    *,
    subject: Any,
    roles: frozenset[Role],
    asked: frozenset[str],
    given_later: Mapping[str, frozenset[str]],
    **context: Any,
) -> list[Button]:
    """The moves among `asked` that these roles may make now, each with what still refuses it.

    `given_later` names, for a move, the guards about what its own form asks: they are checked when it is sent.
    """
    found = []
    for name, move in possible(moves, subject=subject, roles=roles).items():
        if name in asked:
            kept = tuple(guard for guard in move.guards if guard.name not in given_later.get(name, frozenset()))
            found.append(Button(name, move.label, _refusals(name, move, kept, subject, roles, context)))
    return found


def _refusals(name: str, move: Move, guards: tuple, subject: Any, roles: frozenset[Role], context: dict) -> tuple:
    now = Move(label=move.label, leaves=move.leaves, reaches=move.reaches, open_to=move.open_to, guards=guards)
    try:
        check({name: now}, name, subject=subject, roles=roles, **context)
    except MoveRefused as refusal:
        return refusal.sentences
    return ()
