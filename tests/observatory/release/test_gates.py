"""Each gate stops what it was made to stop."""

import duckdb
import pytest

from beffroi.observatory.engine.tables import create_sql
from beffroi.observatory.release import gates

RATIO = {
    "code": "HAB-03",
    "kind": "ratio",
    "scale": 100,
    "bounds": [0, 100],
    "disclosure": {"floor": 11},
    "gates": [
        {
            "name": {"fr": "Le pays est là", "en": "The country is there"},
            "sql": "select 1 where not exists (from indicators.x)",
        }
    ],
}
ROW = {"version": 1, "place_kind": "commune", "place": "A", "period": "2021", "value": 10.0}
ROW |= {"numerator": 5.0, "denominator": 50.0, "n": 50}
NONE = {"value": None, "numerator": None, "denominator": None, "n": None}
SECRET = NONE | {"obs_status": "Q", "conf_status": "A"}
CENTRE, REST = {"place_kind": "centre"}, {"place_kind": "rest"}


def closed(*rows, **declared):
    """Names of the gates that stop these rows."""
    db = duckdb.connect()
    db.execute("create schema indicators")
    db.execute(create_sql("indicators.x"))
    for row in rows:
        marks = ", ".join("?" for _ in row)
        db.execute(f"insert into indicators.x ({', '.join(row)}) values ({marks})", list(row.values()))
    figures = db.execute("from indicators.x").to_arrow_table()
    found = gates.check(RATIO | declared, figures, ask=lambda sql: db.execute(sql).fetchall())
    return {gate.name: gate.offenders for gate in found if not gate.passed}


def test_a_whole_figure_and_its_absences_pass():
    absences = [{"place": place, "obs_status": status} for place, status in zip("BCD", "OLM", strict=True)]

    assert closed(ROW, ROW | SECRET | {"place": "E"}, *(ROW | NONE | absence for absence in absences)) == {}


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({"obs_status": "Z"}, "a place, a period and known statuses"),
        ({"period": None}, "a place, a period and known statuses"),
        ({"obs_status": "O"}, "a value where the status says so, and nowhere else"),
        (NONE, "a value where the status says so, and nowhere else"),
        ({"value": float("nan")}, "a value where the status says so, and nowhere else"),
        ({"value": float("inf")}, "a value where the status says so, and nowhere else"),
        ({"obs_status": None}, "a place, a period and known statuses"),
        ({"numerator": float("nan")}, "the value is its numerator over its denominator"),
        ({"low": float("nan")}, "the value is within its interval"),
        ({"value": None, "obs_status": "O"}, "nothing beside a value that is not there"),
        ({"conf_status": "C"}, "secrets are marked as such"),
        (NONE | {"obs_status": "Q"}, "secrets are marked as such"),
        ({"low": 11.0}, "the value is within its interval"),
        ({"high": 9.0}, "the value is within its interval"),
        ({"value": 120.0, "numerator": 60.0}, "at most 100"),
        ({"value": -2.0, "numerator": -1.0}, "at least 0"),
        ({"n": 10}, "no figure below the floor of 11"),
        ({"n": None}, "no figure below the floor of 11"),
        ({"numerator": None}, "a value has what it is made of"),
        ({"denominator": None}, "a value has what it is made of"),
        ({"value": 11.0}, "the value is its numerator over its denominator"),
    ],
)
def test_a_wrong_figure_is_stopped(change, gate):
    assert gate in closed(ROW | change)


def test_the_same_place_twice_is_stopped():
    assert "one row per place, perimeter and period" in closed(ROW, ROW)


def test_centre_and_rest_that_do_not_make_the_commune_are_stopped():
    part = ROW | {"numerator": 2.0, "denominator": 20.0, "n": 20}

    assert closed(ROW, part | CENTRE, part | REST | {"numerator": 3.0, "denominator": 30.0, "n": 30}) == {}
    assert set(closed(ROW, part | CENTRE, part | REST)) == {
        "centre and rest make the commune (numerator)",
        "centre and rest make the commune (denominator)",
        "centre and rest make the commune (n)",
    }


def test_a_secret_that_subtraction_gives_back_is_stopped():
    name = "no secret that centre, rest and commune give back"

    assert name in closed(ROW, ROW | REST, ROW | CENTRE | SECRET)
    assert name not in closed(ROW, ROW | REST | SECRET, ROW | CENTRE | SECRET)


def test_an_offender_is_told_by_its_key_and_its_figures():
    told = closed(ROW | {"value": 11.0})["the value is its numerator over its denominator"]

    assert told == ("commune, A, , 2021, 5.0, 50.0, 50, 11.0, null, null, A, F",)
    assert closed(ROW, ROW)["one row per place, perimeter and period"] == ("commune, A, , 2021",)


def test_a_gate_of_the_indicator_tells_its_offenders():
    assert closed() == {"The country is there": ("1",)}


def test_at_most_five_offenders_are_told():
    rows = [ROW | {"place": str(number), "value": 11.0} for number in range(9)]

    assert len(closed(*rows)["the value is its numerator over its denominator"]) == 5


def test_a_median_of_communes_is_not_held_to_the_floor_of_each():
    median = {"place_kind": "programme", "numerator": None, "denominator": None, "n": 3}

    assert closed(ROW | median, kind="published") == {}


def test_a_count_needs_no_denominator_and_bounds_may_be_open():
    count = {"value": 5.0, "denominator": None}

    assert closed(ROW | count, kind="count", bounds=[None, None], disclosure={"floor": 0}) == {}
