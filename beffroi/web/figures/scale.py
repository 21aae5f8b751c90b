"""The horizontal axis of a chart: its domain, its ticks, and what lies beyond it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FAR = 0.75  # beyond the 98th percentile by more than this share of the spread, a value does not stretch the axis


@dataclass(frozen=True, slots=True)
class Scale:
    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """The position of a value along the axis, 0 to 1; a value beyond an end is drawn at that end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def beyond(self, values: Sequence[float]) -> tuple[int, int]:
        """How many values lie below and above the axis."""
        return sum(value < self.low for value in values), sum(value > self.high for value in values)


def scale_of(spread: Sequence[float], *, shown: Sequence[float], floor: float | None = None, count: int = 5) -> Scale:
    """An axis that holds every value of `shown` and nearly all of `spread`, with round ticks.

    It starts at `floor` (the indicator's lower bound) unless all values are far above it. A few far values of `spread`
    do not squeeze the others: they are counted as beyond. Values that are all equal get an axis of some width.
    """
    ordered = sorted(spread) or sorted(shown)
    if not ordered:
        return Scale(0.0, 1.0, (0.0, 1.0))
    low, high = _trimmed(ordered)
    low, high = min([low, *shown]), max([high, *shown])
    if floor is not None and low >= floor and low - floor <= (high - floor) / 2:
        low = floor
    if high <= low:
        room = abs(high) * 0.1 or 1.0
        low, high = (low if low == floor else low - room), high + room
    step = _step((high - low) / count)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(round(index * step, 10) for index in range(first, last + 1))
    return Scale(ticks[0], ticks[-1], ticks)


def _trimmed(ordered: Sequence[float]) -> tuple[float, float]:
    last = len(ordered) - 1
    near_low, near_high = ordered[round(last * 0.02)], ordered[round(last * 0.98)]
    room = FAR * (near_high - near_low)
    low = ordered[0] if ordered[0] >= near_low - room else near_low
    high = ordered[-1] if ordered[-1] <= near_high + room else near_high
    return low, high


def _step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough - 1e-12 * power)
