"""The funding lines of an action: they add up to its cost, and a local authority always pays its share."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.demonstration.sheets import Sheet
from beffroi.programme.demonstration.subjects import apportion, drawn, reason, subjects
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.states import AMOUNTS, DEAD, NEEDS_NO_REQUEST, Instrument, Origin, Stage, State
from beffroi.programme.people.models import Organisation

Finder = Callable[[str], Organisation]
# Where the lines of an action stand, by the state of the action.
LIKELY: Mapping[ActionState, Mapping[State, float]] = {
    ActionState.IDEA: {State.PLANNED: 9, State.REQUESTED: 1},
    ActionState.STUDY: {State.PLANNED: 5, State.REQUESTED: 4, State.ACCEPTED: 1},
    ActionState.PROGRAMMED: {State.REQUESTED: 3, State.ACCEPTED: 7},
    ActionState.COMMITTED: {State.ACCEPTED: 4, State.COMMITTED: 6},
    ActionState.WORKS: {State.ACCEPTED: 1, State.COMMITTED: 4, State.PARTLY_PAID: 5},
    ActionState.DELIVERED: {State.PARTLY_PAID: 3, State.SETTLED: 7},
    ActionState.ASSESSED: {State.SETTLED: 1},
}
# A local authority is sure of its own money from the day on which the action is programmed.
LOCAL = {
    ActionState.PROGRAMMED: State.ACCEPTED,
    ActionState.COMMITTED: State.COMMITTED,
    ActionState.WORKS: State.PARTLY_PAID,
}
STOPPED = {State.REFUSED: 5, State.NO_FOLLOW_UP: 3, State.CANCELLED: 2}
STOPPED_SHARE = 0.07
OWN = {"instrument": Instrument.OWN_FUNDS, "origin": Origin.ORDINARY, "name": "", "share": 0}


def lines(
    chance: Random, sheet: Sheet, *, number: int, funder: Finder, local: Organisation, on: date
) -> Iterator[FundingLine]:
    """`number` lines; `funder` finds the organisation of a kind for the territory."""
    menu = _menu(chance, axis=sheet.action.axis.key, number=number - 1)
    is_dead = [False, *(chance.random() < STOPPED_SHARE for _ in menu)]
    counted = [source for source, dead in zip(menu, is_dead[1:], strict=True) if not dead]
    cost = int(sheet.action.cost or 0)
    amounts = iter(_shares(chance, cost=cost, sources=counted))
    for rank, (source, dead) in enumerate(zip([OWN, *menu], is_dead, strict=True)):
        amount = round(cost * chance.uniform(0.02, 0.15), -2) or 1000 if dead else next(amounts)
        line = FundingLine(
            action=sheet.action,
            funder=funder(source["kind"]) if rank else local,
            instrument=source["instrument"],
            origin=source["origin"],
            programme_name=source["name"],
            state=_state(chance, sheet, source, is_local=rank == 0, is_dead=dead),
            planned=Decimal(amount),
            is_demonstration=True,
            changed_at=sheet.action.changed_at,
        )
        _tell_stages(chance, line, sheet, on=on)
        yield line


def _menu(chance: Random, *, axis: str, number: int) -> list[dict[str, Any]]:
    """Different sources as long as there are; then a second part of some of them."""
    offered = [source for source in subjects()["funders"] if axis in source.get("axes", (axis,))]
    by_luck = sorted(offered, key=lambda source: chance.random() ** (1 / source["often"]), reverse=True)
    return [by_luck[rank % len(by_luck)] for rank in range(number)]


def _shares(chance: Random, *, cost: int, sources: list[dict[str, Any]]) -> list[int]:
    """The local share first: a fifth at least, all where nobody else pays."""
    if not sources:
        return [cost]
    own = round(cost * chance.uniform(0.2, 0.4))
    return [own, *apportion(cost - own, [source["share"] * chance.uniform(0.6, 1.4) for source in sources])]


def _state(chance: Random, sheet: Sheet, source: Mapping[str, Any], *, is_local: bool, is_dead: bool) -> State:
    if sheet.life.state is ActionState.ABANDONED:
        return State.CANCELLED
    if is_dead:
        return State.CANCELLED if source["instrument"] in NEEDS_NO_REQUEST else drawn(chance, STOPPED)
    if is_local and sheet.life.before in LOCAL:
        return LOCAL[sheet.life.before]
    state = drawn(chance, LIKELY[sheet.life.before])
    return State.PLANNED if state is State.REQUESTED and source["instrument"] in NEEDS_NO_REQUEST else state


def _tell_stages(chance: Random, line: FundingLine, sheet: Sheet, *, on: date) -> None:
    """The amounts and the days of the stages that the state has; each stage after the one before, none tomorrow."""
    state = line.life_state
    if state in DEAD:
        line.state_reason = reason("refused" if state is not State.CANCELLED else "abandoned")
    anchor = min(sheet.life.start, on) - timedelta(days=1)
    committed = anchor - timedelta(days=chance.randrange(60))
    accepted = committed - timedelta(days=chance.randrange(15, 120))
    days = {
        Stage.REQUESTED: accepted - timedelta(days=chance.randrange(60, 240)),
        Stage.ACCEPTED: accepted,
        Stage.COMMITTED: committed,
        Stage.PAID: anchor + (min(on, max(sheet.life.end, anchor)) - anchor) * chance.random(),
    }
    has = set(AMOUNTS[state].has)
    if has and line.instrument not in NEEDS_NO_REQUEST:
        has.add(Stage.REQUESTED)
    for stage in (one for one in Stage if one in has):  # a set has another order in another process
        setattr(line, stage, _told(chance, line, stage))
        setattr(line, f"{stage}_date", days[stage])
        setattr(line, f"{stage}_reference", f"Pièce n° {chance.randrange(1000, 99999)} (démonstration)")


def _told(chance: Random, line: FundingLine, stage: Stage) -> Decimal:
    """Funders grant what is planned, often less than was asked for; the end of a line costs a little less."""
    if stage is Stage.REQUESTED and line.life_state is not State.REQUESTED:
        return Decimal(round(int(line.planned) * chance.choice((1, 1, 1.1, 1.25))))
    if stage is Stage.PAID:
        low, high = (0.97, 1.0) if line.life_state is State.SETTLED else (0.1, 0.9)
        return (line.planned * Decimal(chance.uniform(low, high))).quantize(Decimal("0.01"))
    return line.planned
