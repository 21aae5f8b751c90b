import csv
import io

import pytest
from django.http import HttpResponse


def rows(response: HttpResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8"))))


def test_a_territory_s_table_has_every_figure_of_its_places(client, reading, pair):
    table = rows(client.get(f"/territoires/{pair.code}/valeurs.csv"))
    for town in pair.communes:
        for seen in reading.release.at("commune", town.code):
            row = next(
                row
                for row in table
                if (row["indicator"], row["place_kind"], row["place"], row["period"])
                == (seen.indicator, "commune", town.code, seen.period)
            )
            assert row["value"] == ("" if seen.value is None else str(seen.value))
            assert row["obs_status"] == seen.obs_status


def test_an_indicator_s_table_has_every_commune_of_the_release(client, reading):
    table = rows(client.get("/indicateurs/HAB-03/valeurs.csv"))
    communes = {row["place"] for row in table if row["place_kind"] == "commune"}
    assert communes == {seen.place for seen in reading.release.of("HAB-03", place_kind="commune")}


@pytest.mark.parametrize(("prefix", "word"), [("", "pour cent"), ("/en", "per cent")])
def test_codes_come_with_words_in_the_language_of_the_page(client, prefix, word):
    row = rows(client.get(f"{prefix}/indicateurs/HAB-03/valeurs.csv"))[0]
    assert row["unit"] == word
    assert row["place_name"]
    assert row["status"]


def test_an_absence_is_an_empty_value_with_its_status(client, overseas):
    table = rows(client.get(f"/territoires/{overseas.code}/valeurs.csv"))
    centre = next(row for row in table if row["indicator"] == "HAB-03" and row["place_kind"] == "centre")
    assert (centre["value"], centre["obs_status"], centre["status"]) == ("", "L", "non collectée")


def test_the_file_is_named_after_the_place_and_the_release(client, reading, town):
    response = client.get(f"/territoires/{town.code}/valeurs.csv")
    name = f"beffroi-{town.code}-{reading.release.name}.csv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_an_unknown_place_or_code_is_not_found(client):
    assert client.get("/territoires/xyzzy/valeurs.csv").status_code == 404
    assert client.get("/indicateurs/XYZ-01/valeurs.csv").status_code == 404
