import re

import pytest
from django.utils.html import escape

from beffroi.territory.towns import towns

LIMIT = 200_000


def names(html):
    """The towns of the table, in the order of the page."""
    return re.findall(r'<tr><th scope="row"><a href="/territoires/[^"]+">([^<]+)</a>', html)


def get(client, address, *, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_indicator_has_its_page_with_its_query_and_its_checksum(client, reading, prefix):
    for code in reading.codes:
        html = get(client, f"{prefix}/indicateurs/{code}/")
        declared = reading.release.indicators[code]
        assert escape(declared["sql"].strip()) in html
        assert declared["sql_sha256"] in html


def test_the_page_says_question_definition_formula_limits_and_sources(client, reading):
    html = get(client, "/indicateurs/HAB-03/")
    indicator = reading.indicator("HAB-03")
    for text in (indicator.question, indicator.definition, indicator.formula, *indicator.limits):
        assert escape(text) in html
    for source in indicator.sources:
        assert source["producer"] in html
        assert source["licence"]["name"] in html


def test_the_links_to_the_api_and_the_downloads_answer(client):
    links = re.findall(r'<a class="fr-btn[^>]* href="(/[^"]+)"', get(client, "/indicateurs/HAB-03/"))
    assert "/api/v1/values?indicator=HAB-03" in links
    assert [link for link in links if link != "/bureau/" and client.get(link).status_code != 200] == []


def test_the_map_has_a_mark_for_each_commune(client):
    html = get(client, "/indicateurs/HAB-03/")
    country = html.split('class="map map-country"')[1].split("</svg>")[0]
    assert country.count("h0") == len(towns())


def test_the_table_goes_through_all_the_communes_page_after_page(client):
    seen = []
    for number in range(1, 6):
        seen += names(get(client, f"/indicateurs/HAB-03/?page={number}"))
    assert sorted(seen) == sorted(escape(town.name) for town in towns())


def test_the_table_sorts_by_address_and_puts_those_without_a_value_last(client, reading):
    values = {
        escape(town.name): figure.value
        for town in towns()
        if (figure := reading.figure("HAB-03", kind="centre", place=town.code, period=reading.latest("HAB-03")))
    }
    up = names(get(client, "/indicateurs/HAB-03/?tri=centre"))
    down = names(get(client, "/indicateurs/HAB-03/?tri=centre&ordre=desc"))
    assert values[up[0]] == min(value for value in values.values() if value is not None)
    assert values[down[0]] == max(value for value in values.values() if value is not None)
    last = names(get(client, "/indicateurs/HAB-03/?tri=centre&ordre=desc&page=5"))[-1]
    assert values[last] is None


def test_another_period_gives_the_figures_of_that_period(client, reading):
    code = next(code for code in reading.codes if len(reading.periods_seen[code]) > 1)
    first = reading.periods_seen[code][0]
    html = get(client, f"/indicateurs/{code}/?periode={first}")
    place = next(town for town in sorted(towns(), key=lambda town: town.name) if town.name.startswith("A"))
    assert reading.figure(code, kind="commune", place=place.code, period=first).text in html


@pytest.mark.parametrize("query", ["tri=couleur", "periode=1789", "ordre=haut", "niveau=quartier"])
def test_a_choice_that_means_nothing_is_refused_with_the_right_ones(client, query):
    html = get(client, f"/indicateurs/HAB-03/?{query}", status=400)
    assert "Valeurs possibles" in html
    assert query.split("=")[1] in html


def test_a_code_in_small_letters_leads_to_its_page(client):
    assert client.get("/indicateurs/hab-03/").headers["Location"] == "/indicateurs/HAB-03/"


def test_an_unknown_code_gets_those_of_its_axis(client):
    html = get(client, "/indicateurs/HAB-99/", status=404)
    assert "/indicateurs/HAB-03/" in html
    assert "/indicateurs/TRA-02/" not in html


def test_the_catalogue_is_arranged_by_axis_and_filters(client, reading):
    html = get(client, "/indicateurs/")
    assert [code for code in reading.codes if f"/indicateurs/{code}/" not in html] == []
    housing = get(client, "/indicateurs/?axe=housing")
    assert "/indicateurs/HAB-03/" in housing
    assert "/indicateurs/TRA-02/" not in housing
    assert "/indicateurs/HAB-03/" in get(client, "/indicateurs/?q=vacance+recens")
    assert "Aucun indicateur" in get(client, "/indicateurs/?q=xyzzy")


def test_an_unknown_axis_is_refused_with_the_right_ones(client):
    assert "housing" in get(client, "/indicateurs/?axe=jardins", status=400)


def test_the_page_and_what_it_loads_weigh_under_200_kilobytes(client, weight):
    assert weight(get(client, "/indicateurs/HAB-03/")) < LIMIT
