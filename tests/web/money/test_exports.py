"""A total that leaves the screen takes its lines with it."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tests.programme import making_actions


@pytest.fixture
def lines(director: Client):
    action = making_actions.action(state="works", title="=HYPERLINK(0)")
    return [
        making_actions.line(action, state="committed", amount=70_000),
        making_actions.line(action, state="committed", amount=5_000),
        making_actions.local_share(action, amount=30_000, state="committed"),
    ]


def opened(answer) -> openpyxl.Workbook:
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def summed(book: openpyxl.Workbook, formula: str) -> Decimal:
    """What a spreadsheet would find for « =SUM('Lignes'!P2:P3) »."""
    where = formula.removeprefix("=SUM(").removesuffix(")")
    sheet, _, cells = where.rpartition("!")
    found = (book[sheet.strip("'")] if sheet else book["Lignes"])[cells]
    return sum((Decimal(str(cell.value or 0)) for row in found for cell in row), Decimal(0))


def test_each_total_of_a_workbook_is_the_sum_of_the_cells_of_its_lines(director: Client, lines):
    book = opened(director.get(reverse("money:list"), {"format": "xlsx", "par": "financeur", "puis": "aucun"}))

    heads = [cell.value for cell in book["Totaux"][1]]
    rows = [[cell.value for cell in row] for row in book["Totaux"].iter_rows(min_row=2)]
    committed = heads.index("Engagé")
    assert sorted(summed(book, row[committed]) for row in rows[:-1]) == [30_000, 75_000]
    assert sum(row[1] for row in rows[:-1]) == book["Lignes"].max_row - 1 == 3


def test_each_total_of_a_table_comes_after_its_lines(director: Client, lines):
    text = director.get(reverse("money:list"), {"format": "csv", "par": "financeur"}).content.decode("utf-8-sig")

    head, *rows = [row.split(";") for row in text.splitlines()]
    committed, running = head.index("Engagé"), Decimal(0)
    for row in rows:
        amount = Decimal(row[committed].replace(",", "."))
        if row[0] == "total":
            assert amount == running
            running = Decimal(0)
        else:
            running += amount
    assert sorted(row[0] for row in rows) == ["ligne"] * 3 + ["total"] * 2


def test_days_and_axes_are_written_as_the_export_of_actions_writes_them_and_the_import_reads_them(director, lines):
    text = director.get(reverse("money:list"), {"format": "csv", "par": "financeur"}).content.decode("utf-8-sig")
    head, *rows = [row.split(";") for row in text.splitlines()]
    told = [dict(zip(head, row, strict=False)) for row in rows if row[0] == "ligne"]
    book = opened(director.get(reverse("money:list"), {"format": "xlsx", "par": "financeur"}))
    titles = [cell.value for cell in book["Lignes"][1]]

    assert {row["Axe"] for row in told} == {"1"}
    assert {row["Date de l’engagement"] for row in told} == {"01/09/2023"}
    engaged = book["Lignes"][2][titles.index("Date de l’engagement")]
    assert (engaged.value.date(), engaged.number_format) == (date(2023, 9, 1), "dd/mm/yyyy")


def test_a_workbook_is_named_after_the_list_that_it_comes_from(director: Client, lines):
    named = {
        route: director.get(reverse(route), {"format": "xlsx"}).headers["Content-Disposition"]
        for route in ("money:lines", "action:list")
    }

    assert 'filename="financements-' in named["money:lines"]
    assert 'filename="actions-' in named["action:list"]


def test_a_total_of_own_funds_says_that_nothing_is_requested_of_oneself(director: Client, lines):
    address, asked = reverse("money:list"), {"par": "instrument", "puis": "aucun"}
    book = opened(director.get(address, asked | {"format": "xlsx"}))
    text = director.get(address, asked | {"format": "csv"}).content.decode("utf-8-sig")
    page = director.get(address, asked).content.decode()

    heads = [cell.value for cell in book["Totaux"][1]]
    rows = {row[0].value: row for row in book["Totaux"].iter_rows(min_row=2)}
    assert rows["Fonds propres"][heads.index("Demandé")].value == "sans objet"
    assert rows["Fonds propres"][heads.index("Engagé")].value.startswith("=SUM(")
    assert rows["Subvention"][heads.index("Demandé")].value.startswith("=SUM(")
    head, *told = [row.split(";") for row in text.splitlines()]
    requested = {row[1]: row[head.index("Demandé")] for row in told if row[0] == "total"}
    assert requested == {"Subvention": "75000,00", "Fonds propres": "sans objet"}
    own = page.partition("Fonds propres</th>")[2].partition("</tr>")[0]
    assert own.count(">–</td>") == 1
    assert own.count(">0</td>") == 1, "nothing was paid yet, and that is zero"


def test_an_export_holds_what_the_filters_keep_and_no_formula_of_a_stranger(director: Client, lines):
    book = opened(director.get(reverse("money:list"), {"format": "xlsx", "type": "commune"}))

    cells = [cell.value for cell in book["Lignes"][2]]
    assert book["Lignes"].max_row == 2
    assert "'=HYPERLINK(0)" in cells
