"""Reminders are stopped by whoever receives them: in their account, or by the link of the letter, signed in or not."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.models import User
from beffroi.programme.reminders.kinds import ALL, Kind
from beffroi.programme.reminders.stopping import token_of
from tests.programme import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> User:
    return making.project_director("acv-017")


def link(person: User) -> str:
    return reverse("account_stop_reminders", args=[token_of(person.pk)])


def stopped(person: User) -> list[str]:
    return User.objects.get(pk=person.pk).reminders_off


def test_the_link_of_a_letter_asks_first_then_stops_everything(director: User):
    page = Client().get(link(director))
    before = stopped(director)
    done = Client(enforce_csrf_checks=True).post(link(director), {"all": "1"})

    assert "Arrêter tous les rappels" in page.content.decode()
    assert before == []
    assert "C’est fait" in done.content.decode()
    assert stopped(director) == [ALL]
    assert Entry.objects.get(verb="reminders.chosen").by == str(director.public_id)


def test_a_mail_program_stops_them_by_itself(director: User):
    answer = Client(enforce_csrf_checks=True).post(link(director), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert stopped(director) == [ALL]


def test_the_same_page_keeps_some_of_them(director: User):
    Client().post(link(director), {"choice": "1", "kind": [Kind.BLOCKED]})

    assert set(stopped(director)) == set(Kind) - {Kind.BLOCKED}


@pytest.mark.parametrize("token", ["1", "1.abc", "x.y"])
def test_a_made_up_link_stops_nothing_and_says_where_to_go(director: User, token: str):
    answer = Client().post(reverse("account_stop_reminders", args=[token]))

    assert answer.status_code == 404
    assert reverse("account_reminders") in answer.content.decode()
    assert stopped(director) == []


def test_whoever_has_the_page_of_reminders_chooses_there(client: Client, director: User):
    client.force_login(director)

    page = client.get(reverse("account_reminders"))
    client.post(reverse("account_reminders"), {"choice": "1"})

    assert all(choice.arrives for choice in page.context["reminders"])
    assert stopped(director) == [ALL]


def test_a_person_chooses_the_language_of_their_letters(client: Client, director: User):
    client.force_login(director)

    client.post(reverse("account_language"), {"language": "en"})
    wrong = client.post(reverse("account_language"), {"language": "xx"}, follow=True)

    assert User.objects.get(pk=director.pk).language == "en"
    assert "parmi celles du site" in wrong.content.decode()
