"""From the rows of a query to arrays: what has no number is refused, with what would be right."""

import pytest

from beffroi.observatory.engine.cells import WrongRows
from tests.observatory.engine.small import computed, figures, given, ready


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"period": None}, r"ready_made\.sql, period: returns nothing"),
        ({"obs_status": "Z"}, "obs_status: returns Z; it may be A, B, E, L, M, O, Q, U"),
        ({"conf_status": "X", "obs_status": "Q"}, "conf_status: returns X; it may be F, C, A, D"),
        ({"place_kind": "epci"}, "place_kind: returns epci; it may be centre, rest, commune"),
        ({"low": float("nan")}, "low: returns a figure that is not a number"),
    ],
)
def test_a_row_with_a_word_or_a_figure_that_means_nothing_is_refused(tmp_path, row, complaint):
    with pytest.raises(WrongRows, match=complaint):
        computed(ready(tmp_path, "published"), given({"commune": "A", "value": 1.0, "n": 5} | row))


@pytest.mark.parametrize("kind", ["ratio", "count", "published"])
def test_a_query_that_returns_no_row_makes_no_figure(tmp_path, kind):
    assert figures(ready(tmp_path, kind), given({"commune": "A", "period": "2021"}, {"commune": "B"})) != {}
    empty = given({"commune": "A"})
    empty.execute("delete from sources.ready")

    assert figures(ready(tmp_path, kind), empty) == {}


def test_figures_are_in_the_order_of_a_release(tmp_path):
    rows = [{"commune": commune, "value": 1.0, "n": 5, "period": period} for commune in "BA" for period in ("9", "10")]
    db = given(*rows)
    computed(ready(tmp_path, "published"), db)

    keys = db.execute("select place_kind, place, perimeter, period from indicators.ready_made").fetchall()

    assert keys == sorted(keys)
