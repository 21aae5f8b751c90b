"""The list of territories: search, filters, order, pages, exports."""

import csv
import io
import json
import re

import pytest

from beffroi.territory.towns import territories
from beffroi.web.components.pagination import paged


def names(page):
    return re.findall(r'<th scope="row"[^>]*><a href="/(?:en/)?territoires/acv-\d+/">([^<]+)</a>', page)


@pytest.mark.parametrize("typed", ["saint lo", "Saint-Lô", "ST LO", " saint-lô ", "50502", "acv-180"])
def test_a_name_that_one_territory_bears_leads_to_its_portrait_however_it_is_typed(visitor, typed):
    response = visitor.get("/territoires/", {"q": typed})

    assert response.status_code == 302
    assert response.headers["Location"] == "/territoires/acv-180/"


def test_the_search_in_english_leads_to_the_portrait_in_english(visitor):
    assert visitor.get("/en/territoires/?q=agen").headers["Location"] == "/en/territoires/acv-003/"


def test_a_name_that_several_territories_bear_lists_them(read):
    assert {"Saint-Brieuc", "Saint-Dizier", "Saint-Dié-des-Vosges"} <= set(names(read("/territoires/?q=saint&par=50")))


def test_a_misspelt_name_offers_near_ones(read):
    page = read("/territoires/?q=abeville")

    assert "Aucun territoire pour «\u00a0abeville\u00a0»" in page
    assert '<a href="/territoires/acv-001/">Abbeville</a>' in page


def test_filters_add_up(read):
    page = read("/territoires/?region=76&binome=oui&par=tous")

    assert names(page) == ["Castres – Mazamet"]


def test_filters_that_no_territory_meets_say_so(read):
    assert "Aucun territoire ne répond à tous ces filtres" in read("/territoires/?region=76&departement=80")


@pytest.mark.parametrize(
    ("filters", "count"),
    [("", 233), ("?entree=2018", 222), ("?entree=later", 11), ("?binome=oui", 13), ("?departement=973", 2)],
)
def test_the_list_counts_what_it_holds(read, filters, count):
    joint = "&" if filters else "?"

    assert len(names(read(f"/territoires/{filters}{joint}par=tous"))) == count


@pytest.mark.parametrize(
    ("query", "label", "right"),
    [
        ("region=99", "Région", "<strong>76</strong>(Occitanie)"),
        ("departement=zz", "Département", "<strong>80</strong>(Somme)"),
        ("phase=finie", "Phase", "<strong>deployment</strong>(Déploiement)"),
        ("binome=peut-etre", "Villes seules ou binômes", "<strong>oui</strong>(Binômes de villes)"),
        ("entree=1999", "Entrée dans le programme", "<strong>2018</strong>"),
        ("ort=?", "Opération de revitalisation", "<strong>non</strong>"),
        ("tri=age", "Tri", "<strong>-population</strong>"),
        ("par=7", "Lignes par page", "<strong>50</strong>"),
        ("page=zero", "Page", "<strong>1</strong>"),
        ("format=xls", "Format", "<strong>csv</strong>"),
    ],
)
def test_a_wrong_filter_says_which_and_what_would_be_right_over_a_list_still_usable(read, query, label, right):
    page = read(f"/territoires/?{query}", status=400)

    assert f"ne va pas pour\u00a0: {label}" in page
    assert right in page
    assert len(names(page)) == 20


def test_what_was_typed_wrong_is_shown_as_text_and_never_as_a_tag(read):
    page = read("/territoires/?region=<script>alert(1)</script>", status=400)

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_list_sorts_by_population_largest_last_or_first(read):
    rising = names(read("/territoires/?tri=population&par=tous"))
    falling = names(read("/territoires/?tri=-population&par=tous"))

    assert falling[0] == rising[-1]
    assert set(rising) == set(falling)


def test_the_sorted_column_says_so_to_screen_readers(read):
    page = read("/territoires/?tri=-signature")

    assert page.count("aria-sort=") == 1
    assert re.search(r'<th scope="col" aria-sort="descending"[^>]*><a [^>]*>Convention signée le', page)


def test_a_territory_whose_date_is_unknown_comes_last_both_ways(read):
    unknown = {place.name for place in territories() if place.signed is None}

    assert names(read("/territoires/?tri=signature&par=tous"))[-1] in unknown
    assert names(read("/territoires/?tri=-signature&par=tous"))[-1] in unknown


def test_pages_follow_one_another_and_keep_the_filters(read):
    page = read("/territoires/?region=76&page=2")

    assert 'href="?region=76"' in page
    assert len(names(page)) == 7


def test_a_page_beyond_the_end_is_the_last(read):
    assert names(read("/territoires/?page=999")) == names(read("/territoires/?page=12"))


def test_the_csv_export_holds_the_rows_of_the_filters_in_their_order(visitor):
    response = visitor.get("/territoires/?region=76&tri=-population&format=csv")

    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert response.headers["Content-Disposition"] == 'attachment; filename="territoires.csv"'
    assert len(rows) == 27
    populations = [int(row["population"]) for row in rows]
    assert populations == sorted(populations, reverse=True)
    pair = next(row for row in rows if row["name"].startswith("Castres"))
    assert pair["communes"] == "81065 Castres|81163 Mazamet"


def test_the_json_export_tells_an_unknown_date_from_an_empty_one(visitor):
    rows = json.loads(visitor.get("/territoires/?format=json").content)

    by_name = {row["name"]: row for row in rows}
    assert len(rows) == 233
    assert by_name["Saint-Gaudens"]["signed"] is None
    assert by_name["Abbeville"]["signed"] == "2018-09-28"


def test_a_long_list_offers_its_first_and_last_pages_and_those_around():
    page = paged(range(500), size=20, number=10)

    assert page.numbers == [1, None, 9, 10, 11, None, 25]
    assert list(page.items) == list(range(180, 200))
    assert (page.previous, page.next) == (9, 11)
