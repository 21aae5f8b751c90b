"""A table that a narrow screen shows as cards: each value keeps its head, and what each part is stays told."""

from beffroi.web.components.cards import as_cards

TABLE = """<table><caption>Lignes</caption>
<thead><tr><th scope="col"><a href="?tri=x">Financeur<span class="fr-sr-only"> (trier)</span></a></th>
<th scope="col">Action &amp; lieu</th><th scope="col" class="bf-number">Payé</th></tr></thead>
<tbody><tr><th scope="row">Région</th><td>Halle</td><td class="bf-number">12</td></tr></tbody>
<tfoot><tr><th scope="row" colspan="2">Total</th><td class="bf-number">12</td></tr></tfoot></table>"""


def test_each_cell_bears_the_head_of_its_column_as_the_eye_reads_it():
    cards = as_cards(TABLE)

    assert '<th scope="row" role="rowheader" data-label="Financeur">Région' in cards
    assert '<td role="cell" data-label="Action &amp; lieu">Halle' in cards
    assert '<td class="bf-number" role="cell" data-label="Payé">12</td></tr></tbody>' in cards


def test_a_cell_over_several_columns_has_no_head_and_moves_those_after_it():
    foot = as_cards(TABLE).partition("<tfoot")[2]

    assert '<th scope="row" colspan="2" role="rowheader">Total' in foot
    assert '<td class="bf-number" role="cell" data-label="Payé">' in foot


def test_the_parts_of_the_table_say_what_they_are_whatever_the_stylesheet_makes_of_them():
    cards = as_cards(TABLE)

    assert cards.count('role="row"') == 3
    assert cards.count('role="columnheader"') == 3
    assert cards.count('role="rowgroup"') == 3
    assert '<table role="table">' in cards


def test_nothing_else_of_the_page_changes():
    around = f"<p>1 < 2</p>{TABLE}<p class='x'>après</p>"

    assert as_cards(around).startswith("<p>1 < 2</p><table")
    assert as_cards(around).endswith("<p class='x'>après</p>")
