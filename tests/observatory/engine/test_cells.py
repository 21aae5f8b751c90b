"""From the rows of a query to arrays: what has no number is refused, with what would be right."""

import pytest

from beffroi.observatory.engine.cells import WrongRows
from beffroi.observatory.engine.run import compute
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


@pytest.mark.parametrize(
    "sql",
    [
        "select place from indicators.ready_made where place_kind = 'commune' and value > 1",
        "select place from indicators.ready_made where value = (select max(value) from indicators.ready_made)",
    ],
)
def test_a_gate_reads_its_figures_once_or_twice_and_leaves_nothing_behind(tmp_path, sql):
    names = [{"fr": f"Barrière {number}", "en": f"gate {number}"} for number in (1, 2)]
    gates = [{"name": name, "sql": sql} for name in names]
    one = ready(tmp_path, "published", levels=["commune"], gates=gates)
    db = given({"commune": "A", "value": 1.0, "n": 5}, {"commune": "B", "value": 2.0, "n": 5})
    (done,) = compute([one], db)

    assert {gate.name: gate.offenders for gate in done.gates if not gate.passed} == {
        "gate 1": ("B",),
        "gate 2": ("B",),
    }
    assert db.execute("select table_name from duckdb_tables() where schema_name = 'indicators'").fetchall() == []
    assert db.execute("select view_name from duckdb_views() where schema_name = 'indicators'").fetchall() == []
