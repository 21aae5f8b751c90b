"""From base rows to places: what each place's figure is, and what stands where there is none."""

import pytest

from beffroi.observatory.engine.base import WrongColumns
from beffroi.observatory.engine.cells import UnknownPlace
from beffroi.observatory.engine.run import ComputationFailed
from tests.observatory.engine.small import WHOLE, census, computed, country, figures, given, ready, vacancy

PEERS = ("peers", "A", "hors-programme")
OUTSIDE = ("france", "hors-programme", "")


def test_iris_make_centre_rest_and_commune(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE))

    assert seen["centre", "A", "iris-mairie"]["value"] == 30.0
    assert seen["rest", "A", "iris-mairie"]["value"] == 7.5
    commune = seen["commune", "A", ""]
    assert (commune["value"], commune["numerator"], commune["denominator"], commune["n"]) == (15.0, 45.0, 300.0, 300)


def test_communes_make_larger_places_by_summing_what_they_count(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE))

    pair = seen["territory", "acv-002", ""]
    assert (pair["numerator"], pair["denominator"]) == (20 + 10 + 4 + 2, 80 + 100 + 20 + 30)
    assert seen["epci", "e1", ""]["denominator"] == 300 + 180 + 60 + 40
    assert seen["programme", "programme", ""]["denominator"] == 300 + 180 + 50 + 50 + 50
    assert seen["france", "france", ""]["denominator"] == 300 + 180 + 50 + 50 + 50 + 100
    assert seen[OUTSIDE]["value"] == seen[PEERS]["value"] == 5.0


def test_a_commune_of_one_iris_has_no_centre_and_one_without_outlines_has_it_not_collected(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE))

    assert [seen[kind, "D", "iris-mairie"]["obs_status"] for kind in ("centre", "rest")] == ["M", "M"]
    assert [seen[kind, "E", "iris-mairie"]["obs_status"] for kind in ("centre", "rest")] == ["L", "L"]
    assert seen["commune", "D", ""]["obs_status"] == seen["commune", "E", ""]["obs_status"] == "A"


def test_secret_missing_zero_and_not_applicable_stay_apart(tmp_path):
    rows = given(
        {"commune": "A", "numerator": 0, "denominator": 50, "n": 50},
        {"commune": "B", "conf_status": "C"},
        {"commune": "C"},
        {"commune": "D", "numerator": 0, "denominator": 0, "n": 0},
    )

    seen = figures(ready(tmp_path, "ratio", levels=["commune"]), rows)

    said = {place: (row["value"], row["obs_status"], row["conf_status"]) for (_, place, _), row in seen.items()}
    assert said == {
        "A": (0.0, "A", "F"),
        "B": (None, "Q", "C"),
        "C": (None, "O", "F"),
        "D": (None, "M", "F"),
        "E": (None, "O", "F"),
    }


def test_a_town_that_the_query_forgot_is_missing_and_never_absent(tmp_path):
    seen = figures(vacancy(tmp_path), census({iris: cell for iris, cell in WHOLE.items() if iris[0] != "A"}))

    assert seen["commune", "A", ""]["obs_status"] == "O"
    assert seen["centre", "A", "iris-mairie"]["obs_status"] == "O"


def test_a_place_with_little_of_it_known_says_low_reliability_then_nothing(tmp_path):
    known = {iris: cell for iris, cell in WHOLE.items() if iris != "A3"}
    seen = figures(vacancy(tmp_path), census(known))
    assert seen["commune", "A", ""]["obs_status"] == "U"
    assert seen["commune", "A", ""]["denominator"] == 200

    known = {iris: cell for iris, cell in WHOLE.items() if iris not in ("A2", "A3")}
    seen = figures(vacancy(tmp_path), census(known))
    assert (seen["commune", "A", ""]["value"], seen["commune", "A", ""]["obs_status"]) == (None, "O")


def test_a_country_of_which_little_is_disclosed_keeps_its_figure_as_one_of_low_reliability(tmp_path):
    rows = given(
        {"commune": "A", "numerator": 4, "denominator": 100, "n": 100},
        *({"commune": c, "conf_status": "C"} for c in "BCDEXY"),
    )

    seen = figures(ready(tmp_path, "ratio"), rows)

    assert (seen["france", "france", ""]["value"], seen["france", "france", ""]["obs_status"]) == (0.04, "U")
    assert (seen["aav", "a1", ""]["value"], seen["aav", "a1", ""]["obs_status"]) == (None, "Q")
    assert seen[OUTSIDE]["conf_status"] == "C"


def test_not_applicable_parts_do_not_count_as_missing(tmp_path):
    rows = given(
        {"commune": "B", "numerator": 1, "denominator": 10, "n": 10},
        {"commune": "C", "obs_status": "M"},
        {"commune": "D", "obs_status": "M"},
        {"commune": "X", "obs_status": "L"},
        {"commune": "Y", "obs_status": "M"},
    )

    seen = figures(ready(tmp_path, "ratio"), rows)

    assert seen["territory", "acv-002", ""]["obs_status"] == "A"
    assert seen["territory", "acv-003", ""]["obs_status"] == "M"
    assert seen[OUTSIDE]["obs_status"] == "L"


def test_a_place_without_a_figure_tells_the_absence_that_weighs_most(tmp_path):
    secret, elsewhere = {"commune": "B", "conf_status": "A"}, {"commune": "C", "obs_status": "L"}
    pair = "territory", "acv-002", ""

    more_secret = figures(ready(tmp_path, "ratio"), given(secret, elsewhere))
    assert (more_secret[pair]["obs_status"], more_secret[pair]["conf_status"]) == ("Q", "A")

    more_absent = figures(ready(tmp_path, "ratio"), given(secret | {"commune": "C"}, elsewhere | {"commune": "B"}))
    assert (more_absent[pair]["obs_status"], more_absent[pair]["conf_status"]) == ("L", "F")


def test_a_few_communes_of_low_reliability_do_not_make_a_country_so(tmp_path):
    row = {"numerator": 1, "denominator": 10, "n": 10}
    rows = given(*(row | {"commune": c, "obs_status": "U" if c == "Y" else "A"} for c in "ABCDEXY"))
    more_rows = given(*(row | {"commune": c, "obs_status": "U" if c == "A" else "A"} for c in "ABCDEXY"))
    rows.execute("update territory.communes set population = 100 where commune = 'Y'")

    assert figures(ready(tmp_path, "ratio"), rows)["france", "france", ""]["obs_status"] == "A"
    assert figures(ready(tmp_path, "ratio"), more_rows)["france", "france", ""]["obs_status"] == "U"


@pytest.mark.parametrize("status", ["E", "U", "B"])
def test_a_whole_says_what_its_parts_say(tmp_path, status):
    rows = given(
        {"commune": "B", "numerator": 1, "denominator": 10, "n": 10, "obs_status": status},
        {"commune": "C", "numerator": 3, "denominator": 10, "n": 10},
    )

    assert figures(ready(tmp_path, "ratio"), rows)["territory", "acv-002", ""]["obs_status"] == status


def test_a_published_figure_has_the_median_of_communes_and_their_number(tmp_path):
    rows = given(
        *(
            {"commune": commune, "value": value, "n": 500}
            for commune, value in zip("ABCDE", (10, 20, 30, 40, 90), strict=True)
        )
    )

    seen = figures(ready(tmp_path, "published"), rows)

    assert (seen["programme", "programme", ""]["value"], seen["programme", "programme", ""]["n"]) == (30.0, 5)
    assert (seen["territory", "acv-002", ""]["value"], seen["territory", "acv-002", ""]["n"]) == (25.0, 2)


def test_a_territory_of_one_commune_has_the_commune_s_own_figure_with_its_interval(tmp_path):
    row = {"commune": "A", "value": 10, "n": 500, "low": 8, "high": 12, "obs_status": "E"}

    seen = figures(ready(tmp_path, "published"), given(row))

    territory, commune = seen["territory", "acv-001", ""], seen["commune", "A", ""]
    for name in ("value", "n", "low", "high", "obs_status"):
        assert territory[name] == commune[name]


def test_a_count_is_its_numerator(tmp_path):
    rows = given(*({"commune": commune, "numerator": 2, "n": 2} for commune in "ABCDEXY"))

    seen = figures(ready(tmp_path, "count"), rows)

    assert (seen["commune", "A", ""]["value"], seen["france", "france", ""]["value"]) == (2.0, 14.0)


def test_an_indicator_without_aggregate_stops_at_what_its_query_gives(tmp_path):
    indicator = ready(tmp_path, "derived", aggregate="none", levels=["centre", "commune"])
    rows = given({"commune": "A", "value": 1}, {"commune": "A", "place_kind": "centre", "value": 2})

    seen = figures(indicator, rows)

    assert {kind for kind, _, _ in seen} == {"centre", "commune"}
    assert seen["centre", "A", "iris-mairie"]["value"] == 2.0


def test_a_centre_given_for_a_commune_of_one_iris_is_not_applicable(tmp_path):
    rows = given({"commune": "D", "place_kind": "centre", "value": 3})

    seen = figures(ready(tmp_path, "published"), rows)

    assert (seen["centre", "D", "iris-mairie"]["value"], seen["centre", "D", "iris-mairie"]["obs_status"]) == (
        None,
        "M",
    )


def test_periods_do_not_mix(tmp_path):
    rows = given(
        {"commune": "A", "numerator": 1, "denominator": 10, "n": 10, "period": "2015"},
        {"commune": "A", "numerator": 9, "denominator": 10, "n": 10, "period": "2021"},
    )
    indicator = ready(tmp_path, "ratio")
    computed(indicator, rows)

    found = rows.execute("select period, value from indicators.ready_made where place = 'acv-001' order by period")

    assert found.fetchall() == [("2015", 0.1), ("2021", 0.9)]


def test_only_the_declared_levels_are_published(tmp_path):
    seen = figures(vacancy(tmp_path, levels=["centre", "programme"]), census(WHOLE))

    assert {kind for kind, _, _ in seen} == {"centre", "programme"}


def test_a_query_that_returns_a_place_unknown_to_the_territory_is_refused(tmp_path):
    with pytest.raises(UnknownPlace, match=r"returns Z9: no such iris in territory\.iris"):
        computed(vacancy(tmp_path), census(WHOLE | {"Z9": (1, 2)}))


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select commune, period, numerator from sources.ready", "returns no denominator, n; kind ratio needs it"),
        ("select *, 1 as colour from sources.ready", "returns colour; the columns are commune, period,"),
        ("select * exclude (place_kind) from sources.ready", "gives communes only, but levels holds centre or rest"),
    ],
)
def test_a_query_that_returns_the_wrong_columns_is_refused(tmp_path, sql, complaint):
    indicator = ready(tmp_path, "ratio")
    object.__setattr__(indicator, "sql", sql)

    with pytest.raises(WrongColumns, match=complaint):
        computed(indicator, given({"commune": "A"}))


def test_a_floor_needs_the_number_of_units(tmp_path):
    indicator = ready(tmp_path, "published", disclosure={"floor": 11, "unit": "sales"})
    object.__setattr__(indicator, "sql", "select commune, period, place_kind, value from sources.ready")

    with pytest.raises(WrongColumns, match="returns no n"):
        computed(indicator, given({"commune": "A"}))


def test_a_query_that_does_not_run_names_the_indicator(tmp_path):
    with pytest.raises(ComputationFailed, match=r"HAB-03 \(census_vacancy.sql\): .*census_iris"):
        computed(vacancy(tmp_path), country())
