"""The pieces of a list: each room says its words, its filters and its cells; the frame around them is one."""

import re

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from beffroi.web.components.asking import Asked

CHOICES = {"etat": {"engagee": "Engagée", "livree": "Livrée"}}
TABLE = (
    "<caption>Lignes de <em>financement</em> &amp; d’aide</caption>"
    '<thead><tr><th scope="col">Financeur</th></tr></thead><tbody><tr><td>Région</td></tr></tbody>'
)


def asked(query: str = "", **traits) -> Asked:
    return Asked.read(QueryDict(query), choices=CHOICES, labels={"etat": "État"}, forms=("csv", "xlsx"), **traits)


def drawn(written: str, *, language: str = "fr", **told) -> str:
    request = RequestFactory().get("/bureau/lignes/")
    with override(language):
        text = Template("{% load lists %}" + written).render(Context({"request": request, **told}))
    return re.sub(r">\s+<", "><", " ".join(text.split()))


def test_the_filters_ask_the_same_page_and_say_what_cannot_be_asked_of_it():
    page = drawn("{% filters asked %}<input name='q'>{% endfilters %}", asked=asked("etat=peut-etre"))

    assert '<form class="bf-filters bf-filters--list" method="get" action="/bureau/lignes/"><input name=\'q\'>' in page
    assert "peut-etre" in page.partition("<form")[0]
    assert '<button class="fr-btn" type="submit">Filtrer</button>' in page


@pytest.mark.parametrize(("query", "is_offered"), [("", False), ("etat=engagee", True), ("q=halle", True)])
def test_the_whole_list_is_offered_to_who_filtered_it(query, is_offered):
    for piece in ("{% filters asked %}{% endfilters %}", "{% empty_list asked %}Rien{% endempty_list %}"):
        assert ("Tout afficher" in drawn(piece, asked=asked(query))) is is_offered


def test_a_page_without_a_list_of_its_own_offers_to_clear_it_and_has_its_own_word():
    page = drawn('{% filters asked word="Afficher" may_clear=True %}{% endfilters %}', asked=asked())

    assert ">Afficher</button>" in page
    assert '<a class="fr-btn fr-btn--tertiary" href="/bureau/lignes/">Tout afficher</a>' in page


def test_how_many_there_are_is_told_to_who_does_not_see_the_page():
    assert '<p class="fr-text--bold" role="status">12 lignes</p>' in drawn("{% list_head %}12 lignes{% endlist_head %}")


def test_an_export_keeps_what_is_filtered_and_speaks_the_language_of_the_page():
    written = '{% list_head %}12{% exports %}{% export asked "csv" %}{% endlist_head %}'

    link = '<li><a class="fr-link fr-link--download" href="?etat=engagee&amp;format=csv">'
    assert link + "Exporter en CSV</a></li>" in drawn(written, asked=asked("etat=engagee&page=3"))
    assert link + "Export as CSV</a></li>" in drawn(written, asked=asked("etat=engagee"), language="en")


def test_a_file_made_at_another_address_is_asked_there():
    page = drawn('{% export asked "csv" before="/lignes.csv" %}', asked=asked("etat=livree"))

    assert 'href="/lignes.csv?etat=livree"' in page


@pytest.mark.parametrize("exports", ["", "{% exports %}", "{% exports %} {% if total %}<li>CSV</li>{% endif %} "])
def test_a_list_that_exports_nothing_has_no_empty_list_of_exports(exports):
    assert "<ul" not in drawn("{% list_head %}0 ligne" + exports + "{% endlist_head %}", total=0)


def test_the_region_that_scrolls_is_reached_by_keyboard_and_named_as_the_caption_reads():
    page = drawn("{% table %}" + TABLE + "{% endtable %}")

    assert 'tabindex="0" role="region" aria-label="Lignes de financement &amp; d’aide"><table' in page
    assert page.startswith('<div class="fr-table bf-table bf-table--wrap bf-table--tight bf-cards">')


def test_a_region_may_have_another_name_than_its_table():
    assert 'aria-label="Lignes, tableau"' in drawn('{% table name="Lignes, tableau" %}' + TABLE + "{% endtable %}")


def test_only_a_table_that_becomes_cards_has_the_head_of_its_column_on_each_cell():
    assert '<td role="cell" data-label="Financeur">' in drawn("{% table %}" + TABLE + "{% endtable %}")
    plain = drawn('{% table "wrap" %}' + TABLE + "{% endtable %}")

    assert plain.startswith('<div class="fr-table bf-table bf-table--wrap">')
    assert "<table><caption>" in plain
    assert "<td>Région" in plain


def test_a_table_that_does_not_say_what_it_holds_is_refused():
    with pytest.raises(ValueError, match="without a caption"):
        drawn("{% table %}<tbody></tbody>{% endtable %}")


def test_a_trait_that_no_table_has_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match=r"No trait of a table: narrow\. Traits: cards, close, tight, wrap"):
        drawn('{% table "wrap narrow" %}' + TABLE + "{% endtable %}")


def test_what_was_typed_is_escaped_once_on_its_way_through_the_pieces():
    told = {"typed": "<b>Halle & co</b>"}
    page = drawn("{% table %}<caption>{{ typed }}</caption>{% endtable %}", **told)

    assert page.count("&lt;b&gt;Halle &amp; co&lt;/b&gt;") == 2
    assert "<b>" not in page
