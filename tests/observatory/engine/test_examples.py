"""An example worked by hand is a test, and says what is wrong when it fails."""

import pytest

from beffroi.observatory.engine.declaration import load
from beffroi.observatory.engine.examples import ExampleFails, run_example
from tests.observatory.engine.small import CENSUS_SQL, vacancy, write

GIVEN = [{"iris": "1", "year": 2021, "dwellings": 20, "vacant_homes": 3}]


def run(tmp_path, *expect, given=None, sql=CENSUS_SQL, **changes):
    example = {"name": "by hand", "given": given or {"sources.census_iris": GIVEN}, "expect": list(expect)}
    indicator = load(write(tmp_path / "housing", sql=sql, examples=[example], **changes))
    run_example(indicator, indicator.examples[0])


def test_the_example_of_the_guide_comes_out_as_worked_by_hand(tmp_path):
    indicator = vacancy(tmp_path)

    run_example(indicator, indicator.examples[0])


def test_only_the_columns_that_the_example_names_are_compared(tmp_path):
    run(tmp_path, {"value": 15})
    run(tmp_path, {"iris": "1", "obs_status": "A", "low": None})


def test_the_order_of_the_rows_is_free_but_not_their_number(tmp_path):
    two = {"sources.census_iris": [*GIVEN, {"iris": "2", "year": 2021, "dwellings": None, "vacant_homes": None}]}

    run(tmp_path, {"iris": "2", "value": None}, {"iris": "1", "value": 15}, given=two)

    with pytest.raises(ExampleFails, match="computed"):
        run(tmp_path, {"iris": "1", "value": 15}, given=two)


def test_a_figure_worked_by_hand_needs_six_good_digits(tmp_path):
    thirds = {"sources.census_iris": [GIVEN[0] | {"dwellings": 9}]}

    run(tmp_path, {"value": 33.333333}, given=thirds)

    with pytest.raises(ExampleFails, match=r"computed \[\(33.33333"):
        run(tmp_path, {"value": 33.3}, given=thirds)


@pytest.mark.parametrize(
    ("given", "expect", "complaint"),
    [
        ({"sources.census_iris": [{"iris": "1"}]}, {"value": 15}, "Binder Error"),
        ({"sources.census_iris": GIVEN}, {"colour": 15}, r"expects \['colour'\]; the columns are iris, period"),
    ],
)
def test_a_failing_example_says_why(tmp_path, given, expect, complaint):
    with pytest.raises(ExampleFails, match=complaint):
        run(tmp_path, expect, given=given)


def test_columns_left_out_of_territory_tables_and_other_indicators_are_known(tmp_path):
    sql = """select place as commune, period, value, obs_status, conf_status
        from indicators.census_vacancy join territory.communes on commune = place where not coalesce(overseas, false)"""
    given = {
        "indicators.census_vacancy": [{"place_kind": "commune", "place": "1", "period": "2021", "value": 15}],
        "territory.communes": [{"commune": "1"}],
    }
    kind = {"kind": "derived", "grain": "commune", "aggregate": "none", "levels": ["commune"], "code": "HAB-04"}
    kind["disclosure"] = {"floor": 0, "unit": "none"}
    expect = [{"commune": "1", "value": 15, "obs_status": "A", "conf_status": "F"}]
    example = {"name": "e", "given": given, "expect": expect}

    indicator = load(write(tmp_path / "housing", "gap", sql=sql, examples=[example], **kind))
    run_example(indicator, example)

    wrong = example | {"given": given | {"territory.communes": [{"town": "1"}]}}
    with pytest.raises(ExampleFails, match=r"territory\.communes has no column town; it has commune,"):
        run_example(indicator, wrong)
