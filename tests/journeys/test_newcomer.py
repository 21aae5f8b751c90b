"""A newcomer: invited by the project director, comes in by the link, sees what is there, is reminded, then is not."""

import re
from datetime import date

import pytest
from django.core import mail

from beffroi.foundations import clock
from beffroi.programme.people.models import User
from beffroi.programme.reminders import operations as reminders
from beffroi.programme.reminders.stopping import token_of
from tests.browser import axe
from tests.programme import making, making_actions
from tests.programme.making_conventions import PAIR

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "Une phrase longue, sans rapport"


@pytest.fixture(autouse=True)
def _letters_leave_at_once(monkeypatch):
    """The transaction of a journey is never committed: its letters leave as they are written."""
    monkeypatch.setattr("beffroi.programme.people.operations.send", reminders.deliver)


def test_a_newcomer_is_invited_comes_in_and_stops_the_reminders(enter, on, pair, browser, site_url):
    on(date(2024, 3, 1))
    town = making_actions.town_hall("72154")
    making_actions.action(pair, state="works", title="Réhabiliter les halles", end_date=date(2024, 1, 1))
    director = enter(making.project_director(PAIR, of=town, person=making.user("Directrice de projet")))

    # The director gives a colleague the same role, until the end of the year.
    director.goto("/bureau/")
    director.get_by_role("link", name="Personnes").click()
    director.get_by_role("link", name="Inviter une personne").click()
    director.get_by_role("link", name="Directeur ou directrice de projet").click()
    director.get_by_label("Adresse électronique").fill("adjointe@ville.example")
    director.get_by_label("Nom de la personne").fill("Adjointe au projet")
    director.get_by_label("Organisation").select_option(label=town.name)
    director.get_by_label("Fin de l’accès").fill("2024-12-31")
    director.get_by_role("button", name="Envoyer l’invitation").click()
    assert "L’invitation est partie" in director.locator("main").inner_text()
    assert "INVITATION EN ATTENTE" in director.locator("main").inner_text().upper()

    # The letter leads to a page where one chooses a password, and then to a second factor.
    link = re.search(r"https?://[^/]+(/compte/invitation/\S+)", mail.outbox[-1].body)[1]
    newcomer = browser.new_context(base_url=site_url, locale="fr-FR").new_page()
    newcomer.goto(link)
    assert axe(newcomer) == []
    newcomer.get_by_label("Mot de passe").fill(PASSWORD)
    newcomer.get_by_role("button", name="Ouvrir mon accès").click()
    newcomer.get_by_role("heading", name="Second facteur").wait_for()
    assert axe(newcomer) == []

    # Her desk holds what was there before she came.
    newcomer.goto("/bureau/")
    assert "Réhabiliter les halles" in newcomer.locator("main").inner_text()

    # The day's letter tells her of the delay that nobody explained.
    person = User.objects.get(email="adjointe@ville.example")
    reminders.send(
        at=clock.now(),
        link_to=lambda cause: f"/bureau/actions/{cause.subject_id}/",
        stop_link=lambda who: f"/compte/rappels/arreter/{token_of(who)}/",
    )
    (letter,) = [letter for letter in mail.outbox if letter.to == [person.email] and "Réhabiliter" in letter.body]
    stop = re.search(r"/compte/rappels/arreter/\S+", letter.body)[0]

    # She follows the link of the letter on a telephone where she is not signed in, and stops them all.
    telephone = browser.new_context(base_url=site_url, viewport={"width": 360, "height": 740}).new_page()
    telephone.goto(stop)
    assert axe(telephone) == []
    telephone.get_by_role("button", name="Arrêter tous les rappels").click()
    assert "C’est fait" in telephone.locator("main").inner_text()
    person.refresh_from_db()
    assert person.reminders_off == ["all"]

    # At the end of her time her access is extended; it is asked first, and told in its history.
    director.goto("/bureau/personnes/")
    director.get_by_role("link", name="Adjointe au projet").click()
    director.get_by_role("link", name="Prolonger l’accès").click()
    director.get_by_label("Nouveau dernier jour").fill("2025-12-31")
    director.get_by_role("button", name="Prolonger l’accès").click()
    assert "31 décembre 2025" in director.locator("main").inner_text()
    assert "Accès prolongé" in director.locator("main").inner_text()
