import csv
import io
from urllib.parse import urlencode

import pytest
from django.test import Client


def asked(api: Client, **filters: object) -> dict:
    response = api.get(f"/api/v1/values?{urlencode(filters)}")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_figure_comes_with_all_that_must_stand_beside_it(api: Client):
    answer = asked(api, indicator="HAB-03", place_kind="centre", place="80001")

    assert answer["count"] == 1
    assert answer["items"][0] == {
        "indicator": "HAB-03",
        "version": 1,
        "place_kind": "centre",
        "place": "80001",
        "place_name": "Abbeville",
        "perimeter": "iris-mairie",
        "period": "2021",
        "value": 16.2,
        "absence": None,
        "numerator": 16.2,
        "denominator": 100.0,
        "n": 100,
        "low": None,
        "high": None,
        "obs_status": "A",
        "conf_status": "F",
    }


@pytest.mark.parametrize(
    ("filters", "value", "absence", "codes"),
    [
        ({"place_kind": "centre", "place": "01004"}, None, "secret", ("Q", "C")),
        ({"place_kind": "rest", "place": "80001"}, None, "secret", ("Q", "D")),
        ({"place_kind": "commune", "place": "01004"}, None, "missing", ("O", "F")),
        ({"place_kind": "territory", "place": "acv-001"}, None, "not_applicable", ("M", "F")),
        ({"place_kind": "commune", "place": "80001", "period": "2016"}, 0.0, None, ("A", "F")),
    ],
)
def test_secret_missing_zero_and_not_applicable_stay_apart(
    api: Client, filters: dict, value: float | None, absence: str | None, codes: tuple[str, str]
):
    [row] = asked(api, **filters, indicator="HAB-03")["items"]

    assert (row["value"], row["absence"], (row["obs_status"], row["conf_status"])) == (value, absence, codes)


def test_a_territory_brings_its_communes_their_centres_and_their_rests(api: Client):
    rows = asked(api, territory="acv-001", indicator="HAB-03")["items"]

    assert {(row["place_kind"], row["place"]) for row in rows} == {
        ("centre", "80001"),
        ("rest", "80001"),
        ("commune", "80001"),
        ("territory", "acv-001"),
    }


@pytest.mark.parametrize(("perimeter", "count"), [("iris-mairie", 3), ("", 5)])
def test_a_perimeter_may_be_asked_even_the_empty_one(api: Client, perimeter: str, count: int):
    assert asked(api, perimeter=perimeter)["count"] == count


def test_without_filter_all_figures_come_by_indicator_then_level(api: Client):
    rows = asked(api)["items"]

    assert [row["indicator"] for row in rows] == ["HAB-03"] * 7 + ["HAB-18"]
    assert [row["place_kind"] for row in rows[:7]] == [
        "centre",
        "centre",
        "rest",
        "commune",
        "commune",
        "commune",
        "territory",
    ]


def test_pages_add_up_to_the_whole_and_lead_to_each_other(api: Client):
    whole = asked(api)["items"]
    gathered, url = [], "/api/v1/values?page_size=3"
    while url:
        response = api.get(url)
        gathered += response.json()["items"]
        url = response.json()["next"]

    assert gathered == whole
    assert response.headers["X-Total-Count"] == "8"
    assert response.headers["Link"] == (
        '</api/v1/values?page_size=3&page=1>; rel="first", </api/v1/values?page_size=3&page=2>; rel="prev", '
        '</api/v1/values?page_size=3&page=3>; rel="last"'
    )


@pytest.mark.parametrize(
    ("url", "headers"), [("/api/v1/values?format=csv", {}), ("/api/v1/values", {"accept": "text/csv"})]
)
def test_the_table_holds_the_same_figures_as_the_json(api: Client, url: str, headers: dict[str, str]):
    response = api.get(url, headers=headers)
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8"))))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    whole = asked(api)["items"]
    assert list(rows[0]) == list(whole[0])
    assert rows == [{name: "" if value is None else str(value) for name, value in row.items()} for row in whole]


@pytest.mark.parametrize(
    ("query", "parameter", "right"),
    [
        ("indicator=HAB-3", "indicator", "HAB-03"),
        ("indicator=", "indicator", "HAB-03"),
        ("place_kind=town", "place_kind", "'commune'"),
        ("place=80002", "place", "80001"),
        ("place_kind=territory&place=80001", "place", "acv-001"),
        ("territory=abbevile", "territory", "acv-001"),
        ("period=2022", "period", "2021"),
        ("perimeter=ville", "perimeter", "'iris-mairie'"),
        ("page=0", "page", "at least 1"),
        ("page=two", "page", "a whole number"),
        ("page=9", "page", "the last one is page 1"),
        ("page_size=1000000", "page_size", "at most 10000"),
        ("format=xml", "format", "'json' or 'csv'"),
        ("indicateur=HAB-03", "indicateur", "Possible parameters: format, page, page_size, indicator"),
        ("place=80001&place=01004", "place", "is given 2 times; give it once"),
    ],
)
def test_a_bad_parameter_is_named_with_what_would_be_right(api: Client, query: str, parameter: str, right: str):
    response = api.get(f"/api/v1/values?{query}")

    assert response.status_code == 422
    problem = response.json()
    assert (problem["error"], problem["parameter"]) == ("bad_parameter", parameter)
    assert right in problem["message"]["en"]
    assert problem["message"]["fr"] != problem["message"]["en"]


@pytest.mark.parametrize("kind", ["centre", "rest"])
def test_the_parts_of_a_commune_are_asked_by_its_code_and_bear_its_name(api: Client, kind: str):
    answer = asked(api, place_kind=kind, place="80001")

    assert answer["count"] > 0
    assert {row["place_name"] for row in answer["items"]} == {"Abbeville"}
