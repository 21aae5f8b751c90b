"""The scale of a drawing is a round number of metres that fits in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.web.components.ruler import ruler
from beffroi.web.figures.outline import View


@pytest.mark.parametrize(
    ("metres_per_unit", "said", "length"), [(1, "100\u00a0m", 100), (4.1, "500\u00a0m", 122), (20, "2\u00a0km", 100)]
)
def test_the_bar_is_the_longest_round_one_that_takes_a_quarter_of_the_width(metres_per_unit, said, length):
    bar = ruler(metres_per_unit, width=640, height=400)

    assert (bar.said, bar.length) == (said, length)


@given(st.floats(0.05, 500))
def test_a_bar_measures_what_it_says(metres_per_unit):
    bar = ruler(metres_per_unit, width=640, height=400)

    assert bar.length <= 160
    assert bar.length * metres_per_unit == pytest.approx(bar.metres, abs=metres_per_unit)


def test_a_kilometre_of_meridian_at_rodez_is_a_kilometre_on_the_bar():
    """A degree of latitude is 111.1 km at 44.35° north on the ellipsoid GRS80 (meridian radius of curvature)."""
    view, _height = View.over((2.55, 44.34, 2.60, 44.36), width=640)
    _x, south = view.at(2.57, 44.345)
    _x, north = view.at(2.57, 44.345 + 1 / 111.1)

    assert (south - north) * view.metres == pytest.approx(1000, rel=0.005)
