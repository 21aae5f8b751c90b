"""The pages of actions, read."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.programme.actions.models import ActionIndicator, Dependency, Risk
from tests.programme import making, making_actions

PAST = date(2023, 3, 1)


def text(answer) -> str:
    assert answer.status_code in {200, 422}, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("view", ["list", "board", "calendar", "map"])
def test_the_four_views_show_the_actions_of_the_scope_and_no_other(director: Client, view: str):
    making_actions.action(title="Halle gourmande", state="works", site={"type": "Point", "coordinates": [2.44, 44.93]})
    making_actions.action(making.territory("acv-012"), title="Quais de Rhône", state="works")

    page = text(director.get(reverse(f"action:{view}")))

    assert "Halle gourmande" in page
    assert "Quais de Rhône" not in page


def test_the_table_filters_sorts_and_says_what_a_wrong_filter_should_be(director: Client):
    making_actions.action(title="Halle gourmande", state="works", end_date=PAST)
    making_actions.action(title="Place du Square", state="idea", start_date=None)

    late = text(director.get(reverse("action:list"), {"retard": "oui", "tri": "-cout"}))
    wrong = director.get(reverse("action:list"), {"etat": "fini", "format": "csv"})

    assert "Halle gourmande" in late
    assert "Place du Square" not in late
    assert wrong.status_code == 400
    assert "« fini » ne va pas pour : État" in wrong.content.decode().replace("\xa0", " ")


def test_the_sheet_shows_everything_that_the_action_holds(director: Client):
    action = making_actions.action(title="Halle gourmande", state="works", end_date=PAST)
    other = making_actions.action(title="Parking relais")
    making_actions.milestone(action, planned=date(2023, 5, 1), label="Consultation lancée")
    Risk.objects.create(action=action, text="Fouilles préventives")
    Dependency.objects.create(action=action, on_action=other)
    ActionIndicator.objects.create(action=action, indicator_code="HAB-03")
    making_actions.local_share(action, state="planned")
    making_actions.line(action, state="committed")

    page = text(director.get(reverse("action:sheet", args=[action.pk])))

    for said in (
        "Consultation lancée",
        "Fouilles préventives",
        "Parking relais",
        "Cette action est en retard",
        "120 000",
    ):
        assert said in page.replace("\u202f", " ").replace("\xa0", " "), said


def test_a_move_that_cannot_be_made_says_why_on_the_sheet(director: Client):
    action = making_actions.action(state="study", owner=None)

    page = text(director.get(reverse("action:sheet", args=[action.pk])))

    assert "Indiquez le maître d’ouvrage." in page
    assert "Ajoutez la part de la commune" in page


@pytest.mark.parametrize("view", ["list", "board", "calendar", "map"])
def test_a_view_asks_a_number_of_questions_that_does_not_grow(
    director: Client, view: str, django_assert_max_num_queries
):
    for _ in range(12):
        action = making_actions.action(state="works")
        making_actions.milestone(action, planned=PAST)

    with django_assert_max_num_queries(20):
        director.get(reverse(f"action:{view}"))


def test_the_sheet_asks_a_number_of_questions_that_does_not_grow(director: Client, django_assert_max_num_queries):
    action = making_actions.action(state="works")
    for _ in range(12):
        making_actions.milestone(action, planned=PAST)
        making_actions.line(action, state="committed")
        Dependency.objects.create(action=action, on_action=making_actions.action())

    with django_assert_max_num_queries(45):
        director.get(reverse("action:sheet", args=[action.pk]))


def test_many_sites_of_several_territories_are_a_point_a_territory(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.web.action.atlas.MOST_SITES", 2)
    for code, count in (("acv-017", 2), ("acv-012", 1)):
        place = making.territory(code)
        for rank in range(count):
            site = {"type": "Point", "coordinates": [2.44 + rank / 100, 44.93]}
            making_actions.action(place, title=f"{code} {rank}", state="works", site=site)
    making_actions.action(making.territory("acv-012"), state="works")
    client.force_login(making.national_team())

    page = text(client.get(reverse("action:map"), {"etat": "works"}))

    assert "4 actions" in page
    assert "dont 1 sans site dessiné" in page
    assert "Aurillac – Arpajon-sur-Cère, 2 actions sur un site" in page
    assert "?etat=works&amp;territoire=acv-017" in page or "?territoire=acv-017&amp;etat=works" in page
    assert "acv-017 0" not in page


def test_a_map_without_any_action_says_so(director: Client):
    assert "0 action" in text(director.get(reverse("action:map")))


def test_the_calendar_shows_each_milestone_the_town_what_is_waited_for_and_says_what_its_signs_are(director: Client):
    action = making_actions.action(title="Halle", start_date=date(2024, 1, 1), end_date=date(2024, 12, 31))
    before = making_actions.milestone(action, planned=date(2022, 5, 1), label="Concours")
    after = making_actions.milestone(action, planned=date(2026, 3, 1), label="Ouverture")
    first = making_actions.action(title="Parking", start_date=date(2023, 1, 1))
    Dependency.objects.create(action=action, on_action=first)

    answer = director.get(reverse("action:calendar"))

    gantt = answer.context["gantt"]
    (bar,) = [one for one in gantt.bars if one.action == action]
    places = {milestone: x for x, milestone in bar.milestones}
    assert places.keys() == {before, after}
    assert 0 <= places[before] < bar.x < bar.x + bar.width < places[after] <= 100
    assert bar.line == (places[before], places[after])
    assert bar.label == f"{action} (après n° {first.number})"
    for sign in ("jalon", "jalon atteint", "aujourd’hui"):
        assert f">{sign}\n" in answer.content.decode()


def test_the_calendar_of_several_territories_says_which_each_action_is_of(client: Client):
    making_actions.action(making.territory("acv-017"), title="Halle")
    making_actions.action(making.territory("acv-012"), title="Quai")
    client.force_login(making.national_team())

    several = client.get(reverse("action:calendar")).context["gantt"]
    alone = client.get(reverse("action:calendar"), {"territoire": "acv-012"}).context["gantt"]

    assert {bar.label.partition(" · ")[0] for bar in several.bars} == {
        str(bar.action.territory) for bar in several.bars
    }
    assert [bar.label for bar in alone.bars] == [str(alone.bars[0].action)]


def test_a_card_of_the_board_says_who_owns_the_action_what_it_costs_and_when_it_is_delivered(director: Client):
    making_actions.action(title="Halle", state="works", cost=1_250_000, end_date=date(2026, 6, 30))
    making_actions.action(title="Quai", state="idea", cost=None, owner=None)

    page = " ".join(text(director.get(reverse("action:board"))).replace("\u202f", " ").replace("\xa0", " ").split())
    english = text(director.get("/en" + reverse("action:board")))

    assert making_actions.town_hall().name in page
    assert "1 250 000 € · livraison prévue le 30 juin 2026" in page
    assert "à chiffrer · livraison à dater" in page
    assert "maître d’ouvrage à désigner" in page
    assert "€1,250,000 · delivery due on 30 June 2026" in english
