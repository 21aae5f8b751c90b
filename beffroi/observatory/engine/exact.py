"""Sums and medians of groups that do not depend on the order of the rows: the same figures, to the last digit."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BILLION = 1_000_000_000
INTEGERS = 2.0**52  # a larger float has no broken part


def grouped_sums(values: Floats, *, starts: NDArray[np.int64]) -> Floats:
    """The sum of each group along the last axis of `values` (any shape): a group goes from its start to the next one.

    What is not a number counts for nothing; a group of nothing else is NaN. Each value is taken to the billionth and
    its whole and broken parts are added as integers, which no order changes. Groups are not empty; whole parts stay
    under 9e18 in all.
    """
    is_known = ~np.isnan(values)
    told = np.where(is_known, values, 0.0)
    if np.array_equal(told, np.floor(told)):
        sums = np.add.reduceat(told.astype(np.int64), starts, axis=-1).astype(np.float64)
    else:
        parts = np.divmod(_billionths(told), float(BILLION))
        sums = _joined(*(np.add.reduceat(part.astype(np.int64), starts, axis=-1) for part in parts))
    return np.where(np.logical_or.reduceat(is_known, starts, axis=-1), sums, np.nan)


def grouped_medians(values: Floats, *, starts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The median of each group along the last axis of `values` (rows, members), and how many values it is made of.

    What is not a number counts for nothing; the median of nothing is NaN. Of an even number, the mean of the two in the
    middle. Groups are not empty.
    """
    counts = np.add.reduceat(~np.isnan(values), starts, axis=-1, dtype=np.int64)
    group = np.repeat(np.arange(len(starts)), np.diff(starts, append=values.shape[-1]))
    # NaN sorts last: the values of a group are the first of its place.
    ordered = np.array([row[np.lexsort((row, group))] for row in values]).reshape(values.shape)
    middle = (np.maximum(counts - 1, 0) // 2, np.minimum(counts // 2, np.maximum(counts - 1, 0)))
    low, high = (np.take_along_axis(ordered, starts + at, axis=-1) for at in middle)
    return low * 0.5 + high * 0.5, counts.astype(np.float64)


def _billionths(values: Floats) -> Floats:
    """How many billionths there are, halves away from zero: a float that holds an integer."""
    many = values * BILLION
    return np.where(np.abs(many) < INTEGERS, np.trunc(many + np.copysign(0.5, many)), many)


def _joined(whole: NDArray[np.int64], billionths: NDArray[np.int64]) -> Floats:
    """The float of a sum in two parts; those of a large one are rounded apart."""
    carry, rest = np.divmod(billionths, BILLION)
    whole = whole + carry
    is_small = np.abs(whole) < 2 * INTEGERS / BILLION - 1
    small = (np.where(is_small, whole, 0) * BILLION + rest) / BILLION
    return np.where(is_small, small, whole + rest / BILLION)
