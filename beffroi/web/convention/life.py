"""The life of a version, drawn from the table of its moves and from its journal."""

from collections import deque
from collections.abc import Mapping
from datetime import date

from django.db.models import Choices

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.models import Entry
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import MOVES, VersionState
from beffroi.programme.moves import Move
from beffroi.web.components import life
from beffroi.web.components.life import Step


def steps(version: Version) -> list[Step]:
    """The straight way of the table from draft to signature, with the state beside it where this version went."""
    way = straight_way(MOVES, start=VersionState.DRAFT, end=VersionState.SIGNED)
    now = version.life_state
    left = next((state for state in way if any(m.reaches == now and state in m.leaves for m in MOVES.values())), None)
    return life.steps(way, now=now, left=left, days=reached(version))


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
