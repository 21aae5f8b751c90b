"""A workbook too large to be waited for: asked by a button, made meanwhile, read by whoever asked alone."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from beffroi.foundations import clock
from beffroi.foundations.jobs.models import Job, State
from beffroi.programme.people.models import Membership
from tests.programme import making, making_actions

Work = Callable[[], int]
PAGE = "/bureau/classeurs/"


@pytest.fixture(autouse=True)
def _actions(director: Client) -> None:
    hall = making_actions.action(title="Halle gourmande", state="works")
    making_actions.local_share(hall)
    making_actions.line(hall, state="committed", committed=12_500)
    making_actions.action(title="Place du Square", state="idea")
    making_actions.line(making_actions.action(making.territory("acv-012"), title="Quais de Rhône"))


def asked(client: Client, query: str) -> str:
    """The page of a workbook asked for."""
    answer = client.post(f"{PAGE}?{query}")
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def workbook(client: Client, address: str) -> Workbook:
    answer = client.get(f"{address}&format=xlsx")
    assert answer.status_code == 200, answer.content.decode()
    return load_workbook(io.BytesIO(answer.content))


def column(book: Workbook, sheet: str, place: int) -> list:
    return [row[place] for row in book[sheet].iter_rows(min_row=2, values_only=True)]


def test_it_is_asked_by_a_button_that_says_how_large_it_will_be(director: Client):
    page = director.get(f"{PAGE}?liste=actions").content.decode()

    assert "Ce classeur aura 4 lignes." in page
    assert not Job.objects.exists(), "a link alone begins nothing"


def test_the_page_follows_it_and_then_gives_the_list_as_it_was_asked(director: Client, work: Work):
    address = asked(director, "liste=actions&tri=-intitule")

    assert "Classeur : dans la file" in director.get(address).content.decode()
    assert director.get(f"{address}&format=xlsx").status_code == 404, "not made yet"
    work()

    assert "Télécharger le classeur (4 lignes, " in director.get(address).content.decode()
    assert column(workbook(director, address), "Actions", 2) == ["Place du Square", "Halle gourmande"]


def test_the_lines_and_the_totals_are_made_in_the_same_way(director: Client, work: Work):
    lines, totals = asked(director, "liste=financements&etat=committed"), asked(director, "liste=totaux&par=etat")
    work()

    assert len(column(workbook(director, lines), "Financements", 0)) == 1
    assert column(workbook(director, totals), "Totaux", 0)[-1] == "Total"
    assert len(column(workbook(director, totals), "Lignes", 0)) == 2


def test_it_holds_what_its_reader_may_read_when_it_is_made(director: Client, work: Work):
    address = asked(director, "liste=actions")
    Membership.objects.all().update(ends_date=clock.today() - timedelta(days=1))
    work()

    assert column(load_workbook(io.BytesIO(Job.objects.get().content)), "Actions", 2) == []
    assert director.get(address).status_code in {403, 404}, "without a role, no page"


def test_it_speaks_the_language_of_whoever_asked(director: Client, work: Work):
    answer = director.post(f"/en{PAGE}?liste=totaux")
    work()

    assert answer.headers["Location"].startswith("/en/bureau/classeurs/")
    assert "Download the workbook (2 rows, " in director.get(answer.headers["Location"]).content.decode()
    assert workbook(director, answer.headers["Location"]).sheetnames == ["Totals", "Lines"]


@pytest.mark.parametrize("query", ["liste=communes", "liste=actions&etat=finie", "n=12345", "n=x"])
def test_what_names_nothing_is_not_found_and_begins_nothing(director: Client, query: str):
    assert director.get(f"{PAGE}?{query}").status_code == 404
    assert director.post(f"{PAGE}?{query}").status_code == 404
    assert not Job.objects.exists()


def test_nobody_else_opens_it_and_it_is_not_an_import(director: Client, work: Work):
    address = asked(director, "liste=actions")
    work()
    other = Client(headers={"host": "localhost"})
    other.force_login(making.project_director("acv-017"))

    assert other.get(f"{address}&format=xlsx").status_code == 404
    assert director.get(address.replace("classeurs", "imports")).status_code == 404


def test_it_is_kept_a_day(director: Client, work: Work):
    asked(director, "liste=actions")
    work()
    Job.objects.update(asked_at=clock.now() - timedelta(days=2))

    asked(director, "liste=actions")

    assert Job.objects.get().state == State.WAITING


def test_after_a_day_it_is_neither_listed_nor_opened_though_nobody_asked_for_another(director: Client, work: Work):
    address = asked(director, "liste=actions")
    work()
    Job.objects.update(asked_at=clock.now() - timedelta(days=1, minutes=1))

    assert director.get(address).status_code == 404
    assert director.get(f"{address}&format=xlsx").status_code == 404
    assert address not in director.get(PAGE).content.decode()


def test_the_same_asked_for_twice_before_it_is_made_is_made_once(director: Client, work: Work):
    address = asked(director, "liste=actions&tri=-intitule")

    assert asked(director, "liste=actions&tri=-intitule") == address
    assert asked(director, "liste=actions") != address, "another order is another file"
    work()

    assert asked(director, "liste=actions&tri=-intitule") != address, "made, it would be that of before"


def test_who_asks_again_sees_the_one_in_preparation(director: Client):
    address = asked(director, "liste=actions")

    assert f'href="{address}"' in director.get(f"{PAGE}?liste=actions").content.decode()


def test_those_asked_for_are_listed(director: Client):
    assert "Aucun classeur n’est en préparation" in director.get(PAGE).content.decode()
    address = asked(director, "liste=actions")

    assert f'href="{address}"' in director.get(PAGE).content.decode()
