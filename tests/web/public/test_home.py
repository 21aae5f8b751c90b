"""The home page: what the programme is, one figure, the map."""

import re

from beffroi.territory.towns import territories
from beffroi.web.figures.reading import served
from beffroi.web.public.headline import headline


def dots(page):
    return re.findall(r'<a href="/territoires/(acv-\d+)/" aria-label="([^"]+)"', page)


def test_the_home_page_says_how_many_territories_and_communes_the_programme_has(read):
    page = read("/")

    assert re.search(r"territoires retenus en 2018</dt><dd>222<", page)
    assert re.search(r"communes, dont 13 binômes de villes</dt><dd>235<", page)


def test_the_map_links_every_territory_to_its_portrait_without_script(read):
    found = dict(dots(read("/")))

    assert found.keys() == {place.code for place in territories()}
    assert found["acv-001"] == "Abbeville, liste de 2018"


def test_overseas_territories_are_drawn_each_in_its_inset(read):
    page = read("/")
    guyane = page.split('aria-label="Guyane"')[1].split("</svg>")[0]

    assert {name.split(",")[0] for _code, name in dots(guyane)} == {"Cayenne", "Saint-Laurent-du-Maroni"}


def test_the_map_can_show_an_indicator_in_classes_that_are_never_a_rank(read):
    page = read("/?couleur=HAB-03")

    assert re.search(r'aria-label="Abbeville, \d+,\d\u202f%"', page)
    assert page.count('<circle class="bf-dot bf-dot--5" r="7" />') == 1
    assert "1er" not in page


def test_a_territory_without_a_published_value_is_on_the_map_and_says_so(read):
    page = read("/?couleur=HAB-03")

    assert 'aria-label="Mamoudzou, sans valeur publiée"' in page


def test_an_unknown_colour_is_refused_with_the_right_ones_and_the_page_stays_usable(read):
    page = read("/?couleur=arc-en-ciel", status=400)

    assert "«\u00a0arc-en-ciel\u00a0» ne va pas pour\u00a0: Couleur des points" in page
    assert "<strong>HAB-03</strong>" in page
    assert len(dots(page)) == len(territories())


def test_the_headline_compares_centres_and_rests_of_the_same_communes():
    found = headline(served())

    assert found.centre.observation.n == found.rest.observation.n == found.count > 200
    assert found.centre.value > found.rest.value
    assert 90 <= found.share_higher <= 97


def test_the_headline_bears_its_unit_its_year_and_its_source(read):
    page = read("/")

    assert re.search(r"<dd>15,\d\u202f%</dd>", page)
    assert "Insee, recensement 2021. Centre\u00a0: IRIS de la mairie." in page
