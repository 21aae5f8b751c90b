"""Sums and medians of groups: the same digits in any order."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.observatory.engine.exact import grouped_medians, grouped_sums

NAN = float("nan")
AMOUNTS = st.floats(-1e9, 1e9).map(lambda amount: round(amount, 6))


def total(values):
    return float(grouped_sums(np.array(values, dtype=float), starts=np.array([0]))[0])


def median(values):
    medians, counts = grouped_medians(np.array([values], dtype=float), starts=np.array([0]))
    return medians[0, 0], counts[0, 0]


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.randoms())
def test_a_sum_has_the_same_digits_in_any_order_and_is_the_true_one(amounts, chance):
    shuffled = chance.sample(amounts, len(amounts))

    assert total(shuffled) == total(amounts)
    truth = float(sum(Decimal(amount) for amount in amounts))
    assert total(amounts) == pytest.approx(truth, rel=1e-12, abs=1e-6)


def test_each_group_goes_from_its_start_to_the_next_at_each_period():
    values = np.array([[1, 2, 3, 4], [10, 20, 30, 0.5]])

    assert grouped_sums(values, starts=np.array([0, 1])).tolist() == [[1, 9], [10, 50.5]]


def test_what_is_unknown_counts_for_nothing_and_nothing_known_has_no_sum():
    assert total([1, NAN, 0.5]) == 1.5
    assert np.isnan(total([NAN, NAN]))
    assert total([0.0, NAN]) == 0.0


def test_a_country_of_euros_keeps_its_cents():
    assert total([2_400_000_000_000.25] * 4) == 9_600_000_000_001.0
    assert total([-0.1, 0.1]) == 0.0
    assert total([0.1] * 10) == 1.0


def test_the_median_is_that_of_the_known_half_way_between_two():
    assert median([3, NAN, 1]) == (2.0, 2)
    assert median([9, 1, 2, NAN]) == (2.0, 3)
    assert median([7]) == (7.0, 1)
    nothing, count = median([NAN, NAN])
    assert np.isnan(nothing)
    assert count == 0


def test_no_period_has_no_median():
    medians, counts = grouped_medians(np.empty((0, 3)), starts=np.array([0, 2]))

    assert medians.shape == counts.shape == (0, 2)
