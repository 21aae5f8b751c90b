from hypothesis import given
from hypothesis import strategies as st

from beffroi.web.figures.scale import scale_of

VALUES = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(VALUES, max_size=60), st.lists(VALUES, max_size=6))
def test_every_value_to_show_is_on_the_axis_and_ticks_are_its_ends(spread, shown):
    scale = scale_of(spread, shown=shown)
    assert scale.low < scale.high
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)
    assert list(scale.ticks) == sorted(set(scale.ticks))
    assert all(scale.low - 1e-6 <= value <= scale.high + 1e-6 for value in shown)
    assert all(0 <= scale.share(value) <= 1 for value in spread)


def test_a_few_far_towns_do_not_squeeze_the_others_and_are_counted():
    scale = scale_of([float(value % 10) for value in range(200)] + [1000.0, 2000.0], shown=[5.0])
    assert scale.high < 100
    assert scale.beyond([3.0, 1000.0, 2000.0]) == (0, 2)


def test_a_far_town_that_the_page_is_about_is_on_the_axis():
    assert scale_of([float(value % 10) for value in range(200)], shown=[1000.0]).high >= 1000


def test_an_axis_starts_at_the_lower_bound_unless_all_values_are_far_above():
    assert scale_of([8.0, 12.0, 30.0], shown=[10.0], floor=0).low == 0
    assert scale_of([1900.0, 2000.0, 2100.0], shown=[2000.0], floor=0).low > 1000


def test_equal_values_and_no_value_get_an_axis_all_the_same():
    assert scale_of([0.0, 0.0], shown=[0.0], floor=0).low == 0
    assert scale_of([7.0], shown=[7.0]).low < 7 < scale_of([7.0], shown=[7.0]).high
    assert scale_of([], shown=[]).high == 1.0
