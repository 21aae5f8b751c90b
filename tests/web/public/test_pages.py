"""Method, accessibility, legal notice, map of the site, errors, and what machines ask for."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from beffroi.web.public.machine import site_paths

PAGES = ["/", "/territoires/", "/donnees/", "/methode/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/"]
BUDGET = 200_000


@pytest.mark.parametrize("address", [*PAGES, *(f"/en{page}" for page in PAGES)])
def test_a_page_has_one_title_and_its_headings_in_order(read, address):
    page = read(address)

    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.split("<main")[1].split("</main>")[0])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", [*PAGES, "/?couleur=HAB-03", "/territoires/?par=tous"])
def test_a_page_weighs_less_than_200_kb_compressed_before_the_map(read, address):
    page = read(address)
    loaded = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"|<script[^>]* src="/static/([^"]+)"', page)

    files = [Path(finders.find(style or script)) for style, script in loaded]
    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress(file.read_bytes())) for file in files)

    assert len(files) >= 4
    assert weight < BUDGET


def test_the_method_says_for_how_many_communes_a_centre_is_measured(read):
    page = read("/methode/")

    assert "229 communes sur 246 ont un centre et un reste mesurables ainsi." in page
    assert "16 communes d’outre-mer n’ont pas de contour d’IRIS publié" in page


def test_the_method_gives_each_absence_its_own_sign(read):
    table = read("/methode/").split("Signes des valeurs absentes")[2]
    signs = re.findall(r'<th scope="row">([^<]+)</th>', table)

    assert signs == ["0", "s", "n.d.", "n.c.", "///"]


def test_a_page_that_does_not_exist_says_where_to_go_on(read):
    page = read("/nulle-part/", status=404)

    assert "L’adresse demandée ne correspond à aucune page" in page
    assert 'href="/territoires/"' in page


def test_a_desk_out_of_one_s_scope_is_not_said_to_be_no_territory(read):
    page = read("/bureau/actions/999999/x/", status=404)

    assert "Rien de votre périmètre ne porte cette adresse" in page
    assert "n’est pas un territoire" not in page


def test_an_unknown_town_with_accents_is_not_found_but_near_ones_are_named(read):
    assert '<a href="/territoires/acv-180/">Saint-Lô</a>' in read("/territoires/Saint-Lô/", status=404)


def test_the_english_error_page_is_in_english(read):
    assert "Page not found" in read("/en/nowhere/", status=404)


def test_a_fault_of_the_site_is_said_without_details_even_when_the_layout_fails(monkeypatch):
    visitor = Client(headers={"host": "localhost"}, raise_request_exception=False)
    monkeypatch.setattr("beffroi.web.public.texts.towns", lambda: 1 / 0)
    monkeypatch.setattr("beffroi.web.components.context.kept_open", lambda path: 1 / 0)

    response = visitor.get("/methode/?fresh")

    assert response.status_code == 500
    assert "Le problème vient du site, pas de votre demande" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_ready_site_answers_healthz(visitor):
    response = visitor.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def test_robots_are_told_where_the_addresses_are(read):
    assert "Sitemap: http://localhost/sitemap.xml" in read("/robots.txt")


def test_the_sitemap_lists_each_page_in_both_languages(read):
    found = re.findall(r"<loc>([^<]+)</loc>", read("/sitemap.xml"))

    assert len(found) == len(set(found)) == 2 * len(site_paths())
    assert {"http://localhost/territoires/acv-001/", "http://localhost/en/territoires/acv-001/"} <= set(found)


@pytest.mark.parametrize(
    "path", ["", "donnees/", "territoires/acv-001/", "territoires/acv-222/", "indicateurs/HAB-03/"]
)
def test_an_address_of_the_sitemap_answers(read, path):
    assert path in site_paths()
    read(f"/{path}")


def test_the_outlines_of_the_map_cover_the_101_departments(read):
    outlines = json.loads(read("/carte/departements.geojson"))

    assert len(outlines["features"]) == 101
    assert outlines["features"][0]["geometry"]["type"] in {"Polygon", "MultiPolygon"}


def test_a_demonstration_says_so_on_every_page_and_what_of_it_is_invented(read, settings):
    settings.BEFFROI_DEMO = True

    pages = [read(f"{page}?demo") for page in PAGES]

    assert all("Site de démonstration." in page for page in pages)
    assert all("les financements, les comités et les comptes sont inventés" in page for page in pages)


def test_the_brand_of_the_state_is_shown_only_where_it_was_chosen(read, settings):
    assert "République" not in read("/accessibilite/?brand=ours")

    settings.BEFFROI_BRAND = "etat"
    page = read("/accessibilite/?brand=etat")

    assert "République<br>française" in page
    assert "dsfr-etat.css" in page
