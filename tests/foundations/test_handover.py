"""Arrays handed to Arrow: what stands where there is nothing, and how a figure becomes a whole number."""

import numpy as np
import pytest

from beffroi.foundations.handover import floats, taken, wholes


@pytest.mark.parametrize(
    ("figure", "whole"),
    [(0.5, 1), (-0.5, -1), (2.5, 3), (0.49999999999999994, 0), (1e15, 10**15), (-7.2, -7), (np.nan, None)],
)
def test_a_figure_becomes_the_nearest_whole_number_and_a_half_goes_away_from_zero(figure, whole):
    assert wholes(np.array([figure])).to_pylist() == [whole]


def test_what_is_not_there_comes_back_as_not_there():
    values, is_there = taken(floats(np.array([1.5, np.nan])))

    assert is_there.tolist() == [True, False]
    assert values[0] == 1.5
