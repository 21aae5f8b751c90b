"""A total that leaves the screen takes its lines with it."""

import io
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


def test_an_export_holds_what_the_filters_keep_and_no_formula_of_a_stranger(director: Client, lines):
    book = opened(director.get(reverse("money:list"), {"format": "xlsx", "type": "commune"}))

    cells = [cell.value for cell in book["Lignes"][2]]
    assert book["Lignes"].max_row == 2
    assert "'=HYPERLINK(0)" in cells
