"""Money beyond what was granted or committed: by how much, and the decision that it takes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from beffroi.programme.committees.citing import Cause
from beffroi.programme.money.models import FundingLine

# Each amount that is not to exceed another.
STEPS = (("committed", "accepted"), ("paid", "committed"))
NOTHING = Decimal(0)


def excess(amounts: Mapping[str, Any]) -> tuple[Decimal, ...]:
    """By how much each step is exceeded, in the order of `STEPS`."""
    return tuple(
        max(amounts[low] - amounts[high], NOTHING)
        if amounts[low] is not None and amounts[high] is not None
        else NOTHING
        for low, high in STEPS
    )


def amounts_of(line: FundingLine) -> dict[str, Decimal | None]:
    return {name: getattr(line, name) for step in STEPS for name in step}


def grows(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether something is exceeded by more than it was: what was allowed once opens no door to more."""
    return any(now > was for was, now in zip(excess(before), excess(after), strict=True))


def cause_of(line: FundingLine, *, exceeds: bool) -> Cause:
    """What a change of a line asks of the decision that caused it.

    An ordinary change: a decision about money that names this line or none, about its action, or about the version
    of the convention that brings it. To commit more than was granted, or to pay more than was committed, it must name
    the line or its action: a decision has no amount that could be used up, so one about the money of a territory in
    general would allow any overrun of any line, again and again.
    """
    return Cause(
        subject=line,
        territory=line.action.territory,
        held_by=("action", line.action_id),
        must_name=exceeds,
    )
