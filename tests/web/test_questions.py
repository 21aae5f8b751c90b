"""Every page and export of a list asks the database as many questions for many rows as for a few, and few of them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.people.models import User
from beffroi.web.access import ACCESS, Members, Who
from tests.programme import making, making_actions, making_conventions
from tests.web.test_access import words_of

pytestmark = pytest.mark.django_db
FEW, MANY = ("acv-017", "acv-104"), ("acv-001", "acv-002", "acv-003", "acv-004")
# A desk says what waits, what is late, what changed, the money and the nation: each is a question or two.
MOST, MOST_OF_A_DESK = 20, 40
LISTS = sorted(
    name for name, rule in ACCESS.items() if isinstance(rule, Members) and not words_of(name) and ":" in name
)
# What each is asked with, and how many questions it may cost.
ADDRESSES = {
    reverse(name) + query: MOST_OF_A_DESK if name == "desk:home" else MOST
    for name in ("desk:home", *LISTS)
    for query in ("", "?format=csv")
}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT)


def lives(code: str, *, rows: int) -> None:
    """A territory with something in each list: conventions, committees, actions, money, envelopes."""
    place = making.territory(code)
    director = making.project_director(code)
    version = making_conventions.draft(place, by=director)
    making_conventions.document(version, territory=place, by=director)
    committee = making_conventions.committee(CommitteeKind.PROJECT, territory=place)
    for number in range(rows):
        day = date(2024, 1, 1) + timedelta(days=number)
        making_conventions.held(committee, on=day)
        site = {"type": "Point", "coordinates": [2.44, 44.93]}
        action = making_actions.action(place, state="works", end_date=day, site=site)
        making_actions.milestone(action, planned=day)
        making_actions.line(action, state="requested")
        making_actions.local_share(action)
    making_actions.envelope(making.organisation(making.OrganisationKind.REGION, code=place.region))


def questions(person: User, address: str) -> tuple[int, int]:
    """The status of an answer and what it cost the database, once what a process reads once was read."""
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        status = answer.status_code
        answer.close()
    return status, len(asked)


def test_there_are_lists_to_look_at():
    assert {"action:list", "action:board", "money:list", "convention:list", "desk:territories"} <= set(LISTS)
    assert ACCESS["desk:home"] is Who.SIGNED_IN


def test_many_rows_ask_no_more_than_a_few():
    person = making.national_team()
    for code in FEW:
        lives(code, rows=1)
    few = {address: questions(person, address) for address in ADDRESSES}
    for code in MANY:
        lives(code, rows=4)

    many = {address: questions(person, address) for address in ADDRESSES}

    assert {address: status for address, (status, _) in many.items()} == {
        address: status for address, (status, _) in few.items()
    }
    # What changed last may be of fewer kinds of things, so it may ask less.
    assert {address: asked for address, (_, asked) in many.items() if asked > few[address][1]} == {}
    assert {address: asked for address, (_, asked) in many.items() if asked > ADDRESSES[address]} == {}


@pytest.mark.parametrize(
    "person", [lambda: making.project_director("acv-017"), lambda: making.state_officer("15"), making.partner]
)
def test_a_desk_asks_no_more_for_many_rows_whoever_reads_it(person):
    lives("acv-017", rows=1)
    reader = person()
    few = questions(reader, reverse("desk:home"))
    for number in range(6):
        action = making_actions.action(making.territory("acv-017"), state="works", end_date=date(2024, 1, 1 + number))
        making_actions.line(action, state="requested")

    assert questions(reader, reverse("desk:home")) == few
    assert few[1] <= MOST_OF_A_DESK
