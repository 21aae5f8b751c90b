"""A desk asks the database the same few questions for one territory and for many."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beffroi.programme.people.models import User
from tests.programme import making, making_actions, making_conventions

pytestmark = pytest.mark.django_db
PLACES = ("acv-017", "acv-104", "acv-001", "acv-002", "acv-003", "acv-004")
MOST = {"/bureau/": 40, "/bureau/territoires/": 15, "/bureau/changements/": 15, "/bureau/a-faire/": 15}


def lives(code: str) -> None:
    """A territory with a version in preparation, late and blocked actions, money asked for."""
    place = making.territory(code)
    making_conventions.draft(place, by=making.project_director(code))
    for number in range(3):
        action = making_actions.action(place, state="works", end_date=date(2024, 1, 1 + number))
        making_actions.line(action, state="requested")
        making_actions.local_share(action)


def questions(person: User, address: str) -> int:
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", MOST)
def test_a_page_of_the_national_desk_asks_as_many_questions_for_many_territories_as_for_few(address: str):
    person = making.national_team()
    for code in PLACES[:2]:
        lives(code)
    few = questions(person, address)
    for code in PLACES[2:]:
        lives(code)

    many = questions(person, address)

    assert many == few
    assert many <= MOST[address]


def test_the_desk_of_a_territory_asks_few_questions():
    lives("acv-017")

    assert questions(making.project_director("acv-017"), "/bureau/") <= 40
    assert questions(making.state_officer("15"), "/bureau/territoires/acv-017/") <= 35
