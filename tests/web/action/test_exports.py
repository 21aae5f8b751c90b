"""What a list shows goes out as files that come back in: the same filters, the same order, the same rights."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from beffroi.programme.money.workbook.loading import planned
from beffroi.programme.money.workbook.tables import read_sent
from tests.programme import making, making_actions

LIST, LINES = "/bureau/actions/", "/bureau/financements/lignes/"


@pytest.fixture(autouse=True)
def _actions(director: Client) -> None:
    hall = making_actions.action(title="Halle gourmande", state="works")
    making_actions.local_share(hall)
    making_actions.line(hall, state="committed")
    square = making_actions.action(title="Place du Square", state="idea")
    making_actions.line(square)
    making_actions.line(making_actions.action(making.territory("acv-012"), title="Quais de Rhône"))


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_workbook_has_the_actions_filtered_in_order_with_their_lines(director: Client):
    answer = director.get(LIST, {"format": "xlsx", "tri": "-intitule"})

    book = load_workbook(io.BytesIO(body(answer)))
    assert [row[2] for row in book["Actions"].iter_rows(min_row=2, values_only=True)] == [
        "Place du Square",
        "Halle gourmande",
    ]
    assert book["Financements"].max_row == 4
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="actions-')


def test_a_filter_holds_in_every_file(director: Client):
    actions = rows(body(director.get(LIST, {"format": "csv", "etat": "works"})))
    lines = rows(body(director.get(LIST, {"format": "csv", "feuille": "financements", "etat": "works"})))
    funded = rows(body(director.get(LINES, {"format": "csv", "etat": "committed"})))

    assert [row[2] for row in actions[1:]] == ["Halle gourmande"]
    assert len(lines) == 3
    assert [row[5] for row in funded[1:]] == ["Engagée"]


@pytest.mark.parametrize("page", [LIST, LINES])
def test_what_is_out_of_scope_goes_out_in_no_file(director: Client, page: str):
    book = body(director.get(page, {"format": "xlsx"}))
    text = body(director.get(page, {"format": "csv", "feuille": "financements"})).decode()

    sheets = load_workbook(io.BytesIO(book))
    told = [cell for name in ("Actions", "Financements") for row in sheets[name].values for cell in row]
    assert "acv-012/1" not in told
    assert "acv-012/1" not in text


def test_an_export_is_read_back_as_it_is(director: Client):
    book = body(director.get(LIST, {"format": "xlsx"}))
    files = {
        "a.csv": body(director.get(LIST, {"format": "csv"})),
        "f.csv": body(director.get(LIST, {"format": "csv", "feuille": "financements"})),
    }

    for sent in ({"export.xlsx": book}, files):
        plan = planned(read_sent(sent), by=making.project_director("acv-017"), on=making.ON)
        assert (plan.actions, plan.lines, plan.action_changes, plan.line_changes) == ([], [], [], [])
        assert plan.unchanged == 5


def test_the_list_offers_its_files_with_its_filters(director: Client):
    page = director.get(LIST, {"etat": "works"}).content.decode()

    assert "?etat=works&amp;format=xlsx" in page
    assert reverse("exchange:imports") in page


def test_a_workbook_too_large_to_be_waited_for_is_offered_apart(director: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.web.components.spreadsheet.MOST_ROWS", 4)

    led = director.get(LIST, {"format": "xlsx", "tri": "-intitule"})

    assert (led.status_code, led.headers["Location"]) == (302, "/bureau/classeurs/?tri=-intitule&liste=actions")
    assert director.get(LIST, {"format": "xlsx", "etat": "works"}).status_code == 200
