import re

import pytest

from beffroi.web.figures.panel import panel

LIMIT = 200_000


def page(client, place, *, prefix=""):
    response = client.get(f"{prefix}/territoires/{place.code}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("kind", ["town", "pair", "overseas", "later"])
def test_every_indicator_stands_in_the_portrait_of_any_territory(client, reading, request, kind, prefix):
    html = page(client, request.getfixturevalue(kind), prefix=prefix)
    assert [code for code in reading.codes if f'<h3 id="{code}"' not in html] == []


def test_the_figures_of_the_portrait_are_those_of_the_release(client, reading, town):
    html = page(client, town)
    for code in reading.codes:
        article = html.split(f'<h3 id="{code}"')[1].split("</article>")[0]
        for figure in panel(reading, code=code, commune=town.communes[0].code).own:
            assert (figure.amount or figure.text) in article, code


def test_every_figure_has_its_quality_box_and_says_what_it_does_not_say(client, reading, town):
    html = page(client, town)
    assert html.count('class="fig-more fig-quality"') == len(reading.codes)
    for code in reading.codes:
        assert reading.indicator(code).not_said in html.replace("&#x27;", "'").replace("&quot;", '"')


def test_an_axis_says_its_official_wording_and_its_questions_without_a_source(client, reading, town):
    html = page(client, town).replace("&#x27;", "'")
    for axis in reading.axes():
        assert axis.official in html
        assert [question for _codes, question, _source in axis.open_questions if question not in html] == []


def test_a_pair_shows_both_towns_with_a_centre_each(client, reading, pair):
    html = page(client, pair)
    article = html.split('<h3 id="HAB-03"')[1].split("</article>")[0]
    for town in pair.communes:
        assert f'<p class="fig-town">{town.name}</p>' in article
        assert f'id="hab-03-{town.code}-t"' in article
        assert f"map-{town.code}" in html
    assert "Les deux villes ensemble" in article


def test_overseas_the_page_says_that_the_centre_is_not_measured(client, overseas):
    html = page(client, overseas)
    assert "outre-mer, le contour des IRIS n’est pas disponible" in html
    assert "non collectée" in html


def test_a_later_entrant_is_not_taken_for_one_of_2018(client, later, town):
    assert "Entré après 2018" in page(client, later)
    assert "Territoire de 2018" in page(client, town)


def test_the_peers_and_their_distances_are_visible_and_lead_to_a_comparison(client, reading, town):
    html = page(client, town)
    for peer in reading.release.peers[town.communes[0].code]:
        assert f"<td>{peer.distance:.2f}</td>".replace(".", ",") in html
    assert f"?t={town.code}&amp;t=acv-" in html


def test_no_town_is_ranked(client, town):
    html = page(client, town)
    assert "Aucun rang" in html
    assert "e rang" not in html.replace("Aucun rang", "")


def test_a_commune_s_code_and_a_town_s_name_lead_to_the_territory(client, town, pair):
    for typed in (town.communes[0].code, town.name.upper(), town.code.upper()):
        assert client.get(f"/territoires/{typed}/").headers["Location"] == f"/territoires/{town.code}/"
    second = pair.communes[1].code
    assert client.get(f"/en/territoires/{second}/").headers["Location"] == f"/en/territoires/{pair.code}/"


def test_an_unknown_town_gets_the_names_that_look_like_it(client):
    response = client.get("/territoires/rodes/")
    assert response.status_code == 404
    assert "Rodez" in response.content.decode()


@pytest.mark.parametrize("kind", ["town", "pair"])
def test_a_portrait_and_what_it_loads_weigh_under_200_kilobytes(client, weight, request, kind):
    assert weight(page(client, request.getfixturevalue(kind))) < LIMIT


def test_the_links_to_the_api_and_the_downloads_answer(client, town):
    html = page(client, town)
    addresses = re.findall(r'<a class="fr-btn[^>]* href="(/[^"?]+)"', html)
    assert f"/api/v1/territories/{town.code}" in addresses
    assert [a for a in addresses if a != "/bureau/" and client.get(a).status_code != 200] == []


def test_the_same_address_gives_the_same_page(client, town):
    assert page(client, town) == page(client, town)
