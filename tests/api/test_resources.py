import csv
import io

import pytest
from django.test import Client


def table(api: Client, url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(api.get(url).content.decode("utf-8"))))


def test_every_address_of_the_entry_answers(api: Client):
    entry = api.get("/api/v1/").json()

    assert entry["release"] == "essai"
    answers = {link["name"]: api.get(link["url"]).status_code for link in entry["links"]}
    assert set(answers) == {"territories", "indicators", "values", "peers", "release", "openapi", "docs"}
    assert set(answers.values()) == {200}


def test_all_the_territories_of_the_registry_are_listed(api: Client):
    answer = api.get("/api/v1/territories?page_size=1000").json()

    assert answer["count"] == 233
    assert sum(item["entry"] == "2018" for item in answer["items"]) == 222
    assert [item["code"] for item in answer["items"]] == sorted(item["code"] for item in answer["items"])


def test_territories_are_filtered_by_region_department_phase_and_pair(api: Client):
    pairs = api.get("/api/v1/territories?pair=true&page_size=1000").json()["items"]
    somme = api.get("/api/v1/territories?department=80").json()["items"]

    assert all(len(item["communes"]) == 2 for item in pairs)
    assert {item["department_name"] for item in somme} == {"Somme"}


@pytest.mark.parametrize("code", ["acv-001", "80001"])
def test_a_territory_answers_to_its_code_and_to_that_of_its_commune(api: Client, code: str):
    territory = api.get(f"/api/v1/territories/{code}").json()

    assert (territory["code"], territory["name"]) == ("acv-001", "Abbeville")
    assert [town["code"] for town in territory["communes"]] == ["80001"]


def test_the_table_of_territories_has_one_row_each(api: Client):
    rows = table(api, "/api/v1/territories?format=csv&page_size=1000")

    pair = next(row for row in rows if row["is_pair"] == "true")
    assert len(rows) == 233
    assert len(pair["communes"].split()) == 2


def test_an_unknown_territory_is_not_found_with_near_names(api: Client):
    response = api.get("/api/v1/territories/abeville")

    assert response.status_code == 404
    assert response.json()["near"][0] == {"code": "acv-001", "name": "Abbeville"}
    assert "Peut-être : acv-001 Abbeville" in response.json()["message"]["fr"]


@pytest.mark.parametrize(
    ("query", "right"),
    [("region=99", "32 (Hauts-de-France)"), ("phase=fin", "deployment"), ("department=99", "80 (Somme)")],
)
def test_a_filter_that_no_territory_meets_lists_the_right_values(api: Client, query: str, right: str):
    response = api.get(f"/api/v1/territories?{query}")

    assert response.status_code == 422
    assert right in response.json()["message"]["en"]


def test_an_indicator_says_its_meaning_its_periods_and_its_calculation(api: Client):
    indicator = api.get("/api/v1/indicators/HAB-03").json()

    assert indicator["unit"]["key"] == "percent"
    assert indicator["periods"] == ["2016", "2021"]
    assert indicator["sql"] == "select 1"


def test_indicators_are_listed_in_the_order_of_their_codes_and_by_axis(api: Client):
    assert [i["code"] for i in api.get("/api/v1/indicators?axis=housing").json()["items"]] == ["HAB-03", "HAB-18"]
    assert "housing" in api.get("/api/v1/indicators?axis=house").json()["message"]["fr"]


def test_a_text_of_two_languages_takes_two_columns_of_the_table(api: Client):
    first, _ = table(api, "/api/v1/indicators?format=csv")

    assert (first["name_fr"], first["name_en"]) == ("Vacance au recensement", "Census vacancy")
    assert first["levels"] == "centre rest commune territory"


def test_an_unknown_indicator_is_not_found_with_near_ones(api: Client):
    response = api.get("/api/v1/indicators/HAB-04")

    assert response.status_code == 404
    assert {"code": "HAB-03", "name": "Vacance au recensement"} in response.json()["near"]


def test_the_peers_of_a_commune_come_by_group_with_their_distance(api: Client):
    items = api.get("/api/v1/peers/80001").json()["items"]

    assert [(item["peer_group"], item["peer_name"]) for item in items] == [
        ("hors-programme", "Arras"),
        ("programme", "Ambérieu-en-Bugey"),
    ]


def test_a_commune_outside_the_programme_has_no_peers_and_near_codes_are_said(api: Client):
    response = api.get("/api/v1/peers/80002")

    assert response.status_code == 404
    assert response.json()["near"] == [{"code": "80001", "name": "Abbeville"}]


def test_the_release_is_its_manifest(api: Client):
    assert api.get("/api/v1/release").json()["origins"] == [{"name": "census_iris", "producer": "Insee"}]
    assert table(api, "/api/v1/release?format=csv")[0]["release"] == "essai"
