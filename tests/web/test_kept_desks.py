"""A page of the desks is computed once for a person, and anew as soon as the journal has a row more."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.foundations.journal import kept as keeping
from beffroi.programme.actions import operations as actions
from beffroi.programme.people import operations as people
from beffroi.web.access import ACCESS, Who
from beffroi.web.middleware_desks import KEPT
from tests.programme import making, making_actions

pytestmark = pytest.mark.django_db
HERE = "acv-017"
HOME, TABLE = "/bureau/", "/bureau/actions/"


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch):
    """What the test writes is taken for committed, and nothing is left of what another test read."""
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    monkeypatch.setattr("beffroi.web.middleware_desks.is_settled", lambda: True)
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT)
    keeping.forget()


@pytest.fixture
def here():
    return making.territory(HERE)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(client: Client, address: str) -> tuple[str, int]:
    """A page without the token of its forms, and how many questions it cost."""
    with CaptureQueriesContext(connection) as questions:
        page = client.get(address)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    return re.sub(r'value="\w{64}"', "", page.content.decode()), len(questions)


def test_the_second_time_a_page_costs_only_knowing_who_asks(here):
    team = as_(making.national_team())

    first, many = asked(team, HOME)
    second, few = asked(team, HOME)

    assert second == first
    assert few <= 6 < many


def test_an_operation_shows_at_once_to_everyone_who_reads_it(here):
    director, officer = making.project_director(HERE), making.state_officer("15")
    readers = as_(director), as_(officer)
    for reader in readers:
        assert "Halle gourmande" not in asked(reader, TABLE)[0]

    actions.add(making_actions.described(here, title="Halle gourmande"), by=director, at=making.AT)

    for reader in readers:
        assert "Halle gourmande" in asked(reader, TABLE)[0]


def test_a_page_of_one_person_is_never_given_to_another(here):
    director = making.project_director(HERE)
    actions.add(making_actions.described(here, title="Halle gourmande"), by=director, at=making.AT)

    assert "Halle gourmande" in asked(as_(director), TABLE)[0]
    assert "Halle gourmande" not in asked(as_(making.project_director("acv-012")), TABLE)[0]


def test_a_right_that_ends_takes_the_page_with_it(here, monkeypatch):
    director = making.project_director(HERE)
    reader = as_(director)
    assert asked(reader, HOME)

    people.end_membership(director.memberships.get(), ends_date=making.AT.date(), by=None, at=making.AT)
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT.replace(day=making.AT.day + 1))

    assert "Demandez une invitation" in asked(reader, HOME)[0]


def test_a_day_that_passes_makes_an_action_late_on_a_page_already_read(here, monkeypatch):
    director = making.project_director(HERE)
    action = making_actions.described(here, title="Halle gourmande", end_date=making.AT.date())
    actions.add(action, by=director, at=making.AT)
    reader = as_(director)
    assert "En retard</span>" not in asked(reader, TABLE)[0]

    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT.replace(year=making.AT.year + 1))

    assert "En retard</span>" in asked(reader, TABLE)[0]


def test_the_forms_of_a_page_given_again_bear_a_token_of_their_own_that_is_accepted(here):
    director = making.project_director(HERE)
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(director)
    tokens = [re.search(r'csrfmiddlewaretoken" value="(\w{64})"', reader.get(HOME).content.decode())[1] for _ in "ab"]

    assert tokens[0] != tokens[1]
    left = reader.post(reverse("account_logout"), {"csrfmiddlewaretoken": tokens[1]})
    assert left.status_code == 302


def test_what_was_just_done_is_said_once_and_on_no_page_given_again(here):
    director = making.project_director(HERE)
    reader = as_(director)
    asked(reader, TABLE)
    form = {"title": "Halle", "axis": making_actions.axis().pk, "circle": "agents"}
    reader.post(reverse("action:create", args=[HERE]), form)
    said = reader.get(HOME).content.decode()

    assert "bf-notices" in said or "fr-alert" in said
    assert asked(reader, HOME)[0] == asked(reader, HOME)[0]


def test_the_english_page_is_another_one(here):
    team = as_(making.national_team())

    assert "Mon bureau" in asked(team, HOME)[0]
    assert "My desk" in asked(team, "/en/bureau/")[0]


def test_only_pages_of_the_access_list_that_need_a_person_are_kept():
    assert {name for name in KEPT if ACCESS.get(name) in {None, Who.ANYONE, Who.AT_THE_DOOR}} == set()


def test_a_transaction_reads_for_itself(here, monkeypatch):
    """What it sees may never be committed: no page and no figure of it is kept."""
    monkeypatch.undo()
    read = []

    for _ in range(2):
        keeping.kept("what", lambda: read.append(1))

    assert read == [1, 1]


def test_a_figure_is_read_once_until_the_next_row(here):
    read: list[int] = []

    def once() -> int:
        read.append(1)
        return len(read)

    assert [keeping.kept("figure", once) for _ in range(3)] == [1, 1, 1]
    people.add_organisation("Une autre", kind=making.OrganisationKind.OTHER, code="x", by=None, at=making.AT)
    assert keeping.kept("figure", once) == 2


def test_the_oldest_figures_leave_first(here, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    for key in "abc":
        keeping.kept(key, lambda key=key: key)

    assert [key for _link, key in keeping._kept] == ["b", "c"]
