"""When an action begins and ends, where it stands on a day, and which of its milestones were reached."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from beffroi.programme.actions.states import DONE, UNDER_WAY, State
from beffroi.programme.demonstration.subjects import drawn

# How many days before the works each of the first milestones is planned; the last one is the delivery.
LEADS = (200, 120, 40, 0)
# How many milestones an action has behind it in each state.
REACHED = {
    State.STUDY: 1,
    State.PROGRAMMED: 2,
    State.COMMITTED: 3,
    State.WORKS: 4,
    State.DELIVERED: 5,
    State.ASSESSED: 5,
}
AHEAD = timedelta(days=540)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """`before` is the state before a suspension or an abandonment; else the state itself."""

    state: State
    before: State
    start: date
    end: date
    delivered: date | None


def life(chance: Random, *, since: date, months: int, on: date) -> Life:
    """A life that is possible on a day, most often on time."""
    start = since + timedelta(days=chance.randrange((on + AHEAD - since).days))
    end = start + timedelta(days=30 * months)
    before = drawn(chance, _likely(to_start=(start - on).days, to_end=(end - on).days))
    delivered = None
    if before in DONE:
        delivered = max(start, min(on, end + timedelta(days=chance.randrange(-60, 120))))
    return Life(state=_detour(chance, before), before=before, start=start, end=end, delivered=delivered)


def milestones(chance: Random, told: Life, *, on: date) -> list[tuple[date, date | None]]:
    """For when each is planned, and when it was done."""
    planned = [*(told.start - timedelta(days=lead) for lead in LEADS), told.end]
    reached = REACHED.get(told.before, 0)
    last = told.delivered or on
    return [
        (day, min(last, day + timedelta(days=chance.randrange(-15, 30))) if rank < reached else None)
        for rank, day in enumerate(planned)
    ]


def _likely(*, to_start: int, to_end: int) -> dict[State, float]:
    """The states in which an action may be so many days before its works and its delivery; the last one is late."""
    if to_start > 300:
        return {State.IDEA: 6, State.STUDY: 4}
    if to_start > 120:
        return {State.PROGRAMMED: 3, State.STUDY: 7}
    if to_start > 40:
        return {State.PROGRAMMED: 85, State.STUDY: 15}
    if to_start > 0:
        return {State.COMMITTED: 85, State.PROGRAMMED: 15}
    if to_end > 0:
        return {State.WORKS: 88, State.COMMITTED: 8, State.PROGRAMMED: 4}
    return {State.DELIVERED: 55, State.ASSESSED: 32, State.WORKS: 13}


def _detour(chance: Random, state: State) -> State:
    turn = chance.random()
    if state in UNDER_WAY and turn < 0.03:
        return State.SUSPENDED
    return State.ABANDONED if state not in DONE and turn < 0.06 else state
