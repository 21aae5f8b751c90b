"""Actions written by their agents: forms that lose nothing, refusals that say what would be right."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.programme.actions import operations
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State
from tests.programme import making, making_actions


def typed(action: Action, **changes: object) -> dict[str, object]:
    """What the form of a sheet sends when only `changes` were typed."""
    shown = {
        "revision": action.revision,
        "title": action.title,
        "axis": action.axis_id,
        "owner": action.owner_id or "",
        "start_date": action.start_date or "",
        "cost": action.cost or "",
        "circle": action.circle,
    }
    return {name: str(value) for name, value in (shown | changes).items()}


def said(answer) -> str:
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_an_action_is_added_as_an_idea_with_its_cost_as_people_write_it(director: Client):
    form = {
        "title": "Halle gourmande",
        "axis": making_actions.axis().pk,
        "circle": "agents",
        "cost": "1 250 000,50 €",
        "site": "2.4447, 44.9267",
    }

    answer = director.post(reverse("action:create", args=["acv-017"]), form)

    made = Action.objects.get()
    assert (answer.status_code, answer["location"]) == (302, reverse("action:sheet", args=[made.pk]))
    assert (made.state, made.cost) == (State.IDEA, Decimal("1250000.50"))
    assert made.site == {"type": "Point", "coordinates": [2.4447, 44.9267]}


def test_a_form_that_is_refused_keeps_what_was_typed(director: Client):
    form = {"title": "", "description": "Une halle dans l’ancienne gare", "cost": "beaucoup", "circle": "agents"}

    answer = director.post(reverse("action:create", args=["acv-017"]), form)

    assert answer.status_code == 422
    assert "Une halle dans l’ancienne gare" in said(answer)
    assert "Écrivez un montant en euros" in said(answer)
    assert not Action.objects.exists()


def test_the_site_of_a_new_action_is_empty_before_and_after_a_refusal(director: Client):
    address = reverse("action:create", args=["acv-017"])

    fresh, refused = director.get(address), director.post(address, {"title": "", "site": "", "circle": "agents"})

    for answer in (fresh, refused):
        assert answer.context["form"]["site"].value() in {None, ""}
        assert ">\nnull" not in said(answer)


def test_the_second_of_two_people_sees_what_the_first_changed_and_undoes_nothing(director: Client):
    action = making_actions.action(title="Halle gourmande")
    opened = typed(action, description="Texte de la seconde personne")
    other = making.project_director("acv-017")
    operations.change(action, revision=1, values={"title": "Halle du marché"}, by=other, at=making.AT)

    first = director.post(reverse("action:change", args=[action.pk]), opened)

    page = said(first)
    assert "Ce qui a changé pendant que vous écriviez" in page
    assert 'value="Halle du marché"' in page, "the form takes what the other wrote where nothing was typed"
    assert "Texte de la seconde personne" in page
    again = opened | {"revision": "2", "title": "Halle du marché"}
    assert director.post(reverse("action:change", args=[action.pk]), again).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.description) == ("Halle du marché", "Texte de la seconde personne")


def test_a_draft_waits_for_the_person_and_is_forgotten_once_saved(director: Client):
    address = reverse("action:create", args=["acv-017"])

    director.post(address, {"title": "Une halle, peut-être", "brouillon": "oui"})

    assert "Une halle, peut-être" in said(director.get(address))
    director.post(address, {"title": "Une halle", "axis": making_actions.axis().pk, "circle": "agents"})
    assert "Une halle, peut-être" not in said(director.get(address))


def test_several_actions_are_changed_together_or_not_at_all(director: Client):
    actions = [making_actions.action(title=f"Action {number}") for number in (1, 2)]
    address = reverse("action:bulk") + "?" + "&".join(f"action={one.pk}" for one in actions)

    refused = director.post(address, {"end_date": "2019-01-01"})
    done = director.post(address, {"end_date": "2026-06-30", "mature": "oui"})

    assert "ne peut précéder son début" in said(refused)
    assert done.status_code == 302
    assert set(Action.objects.values_list("end_date", "mature")) == {(date(2026, 6, 30), True)}


def test_actions_of_several_territories_are_offered_the_owners_that_may_act_on_each_and_told_so(client: Client):
    aurillac, arles = making.territory(), making.territory("acv-012")
    kinds = making.OrganisationKind
    town = making_actions.town_hall()
    anah, region = making.organisation(kinds.ANAH, code="national"), making.organisation(kinds.REGION, code="84")
    other = making.organisation(kinds.REGION, code="93", name="Région de là-bas")
    both = making.organisation(kinds.EPCI, code="241500230", name="Un EPCI d’ici, qui porte une action là-bas")
    actions = [making_actions.action(aurillac, owner=town), making_actions.action(arles, owner=both)]
    client.force_login(making.national_team())
    address = reverse("action:bulk") + "?" + "&".join(f"action={one.pk}" for one in actions)

    form = client.get(address).context["form"]
    refused = client.post(address, {"owner": town.pk})
    client.post(address, {"owner": both.pk})

    offered = set(form.fields["owner"].queryset)
    assert {anah, both} <= offered
    assert not {town, region, other} & offered
    assert "de 2 territoires" in form.fields["owner"].help_text
    assert "sélectionnez un choix" in said(refused).lower()
    assert set(Action.objects.values_list("owner", flat=True)) == {both.pk}


def test_actions_of_one_territory_are_offered_its_town(director: Client):
    action, town = making_actions.action(), making_actions.town_hall()

    field = director.get(reverse("action:bulk") + f"?action={action.pk}").context["form"].fields["owner"]

    assert town in field.queryset
    assert field.help_text == ""


def test_owners_of_many_territories_cost_no_more_questions_than_those_of_a_few(client: Client):
    def asked(*codes: str) -> int:
        actions = [making_actions.action(making.territory(code)) for code in codes]
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse("action:bulk") + "?" + "&".join(f"action={one.pk}" for one in actions))
        return len(questions)

    client.force_login(making.national_team())
    asked("acv-017")

    assert asked("acv-017", "acv-012") == asked("acv-001", "acv-002", "acv-003", "acv-004", "acv-005")


def test_an_action_is_duplicated_as_an_idea(director: Client):
    action = making_actions.action(title="Halle gourmande", state="works")

    director.post(reverse("action:duplicate", args=[action.pk]), {"title": "Halle d’Arpajon"})

    assert Action.objects.get(title="Halle d’Arpajon").state == State.IDEA


def test_who_duplicates_is_told_which_dates_are_left_out_and_lands_on_the_new_sheet(director: Client):
    action = making_actions.action(state="works", start_date=date(2023, 1, 1), end_date=date(2060, 1, 1))
    making_actions.milestone(action, planned=date(2024, 1, 12), label="Permis déposé")
    address = reverse("action:duplicate", args=[action.pk])
    gone = "Dates passées, à fixer de nouveau : Début des travaux (1er janvier 2023), jalon « Permis déposé »"

    asked = director.get(address)
    made = director.post(address, {"title": "Deuxième halle"}, follow=True)

    assert gone in said(asked)
    assert made.redirect_chain == [(reverse("action:sheet", args=[Action.objects.latest("pk").pk]), 302)]
    assert "L’action est dupliquée, comme une idée : voici sa fiche." in said(made)
    assert gone in said(made)


def test_a_move_is_refused_with_everything_that_is_missing(director: Client):
    action = making_actions.action(state="study", owner=None)

    answer = director.post(reverse("action:move", args=[action.pk]) + "?passage=programme", {})

    assert "Indiquez le maître d’ouvrage." in said(answer)
    assert "Bouclez le plan de financement" in said(answer)
    action.refresh_from_db()
    assert action.state == State.STUDY


@pytest.mark.parametrize("route", ["milestone", "risk", "dependency", "aim"])
def test_what_an_action_holds_is_added_from_its_own_page(director: Client, route: str):
    action, other = making_actions.action(), making_actions.action()
    forms = {
        "milestone": {"label": "Permis déposé", "planned_date": "2027-03-01"},
        "risk": {"text": "Fouilles préventives", "severity": "high"},
        "dependency": {"on_action": other.pk},
        "aim": {"indicator_code": "HAB-03"},
    }
    address = reverse(f"action:{route}", args=[action.pk])

    assert director.get(address).status_code == 200
    assert director.post(address, forms[route]).status_code == 302
    held = {"milestone": "milestones", "risk": "risks", "dependency": "dependencies", "aim": "indicators"}[route]
    part = getattr(action, held).get()
    removal = {} if route == "dependency" else {"retirer": "oui"}
    assert director.get(f"{address}?n={part.pk}").status_code == 200
    assert director.post(f"{address}?n={part.pk}", removal).status_code == 302
    assert not getattr(action, held).exists()


@pytest.mark.parametrize(
    "site",
    [
        {"type": "Point", "coordinates": [2.44, 44.92]},
        {"type": "Polygon", "coordinates": [[[2.44, 44.92], [2.45, 44.92], [2.45, 44.93], [2.44, 44.92]]]},
    ],
)
def test_a_sheet_with_a_site_and_a_cost_is_sent_back_as_its_form_shows_it(director: Client, site: dict):
    action = making_actions.action(title="Halle", site=site, cost=Decimal("1250000.50"))
    address = reverse("action:change", args=[action.pk])
    form = director.get(address).context["form"]
    shown = {name: form[name].value() for name in ("site", "cost")}

    answer = director.post(address, typed(action, title="Halle neuve", **shown))

    assert answer.status_code == 302, said(answer)
    action.refresh_from_db()
    assert (action.title, action.site, action.cost) == ("Halle neuve", site, Decimal("1250000.50"))


def test_an_action_that_moves_cites_the_decision_that_made_it_so_and_each_page_tells_the_other(director: Client):
    action = making_actions.action(state="works")
    taken = making_actions.decision(about="action")
    address = reverse("action:move", args=[action.pk]) + "?passage=abandon"

    offered = said(director.get(address)).partition('name="decision"')[2]
    director.post(address, {"state_reason": "Coût", "decision": str(taken.pk)})

    assert f'value="{taken.pk}"' in offered
    assert "Le comité approuve." in offered
    action.refresh_from_db()
    assert (action.state, action.decision, action.decided_by) == (State.ABANDONED, taken, "")
    sheet, decided = reverse("action:sheet", args=[action.pk]), reverse("committee:decision", args=[taken.pk])
    assert f'href="{decided}"' in said(director.get(sheet))
    assert f'href="{sheet}"' in said(director.get(decided))


def test_a_decision_of_another_territory_is_neither_offered_nor_taken(director: Client):
    action = making_actions.action(state="works")
    elsewhere = making_actions.decision(about="action", over=making.territory("acv-012"))
    address = reverse("action:move", args=[action.pk]) + "?passage=suspend"

    page = said(director.get(address))
    director.post(address, {"state_reason": "Fouilles", "decision": str(elsewhere.pk)})

    assert 'name="decision"' not in page, "no list to choose from where there is nothing to choose"
    action.refresh_from_db()
    assert (action.state, action.decision) == (State.SUSPENDED, None)
    assert not elsewhere.effects.exists()


@pytest.mark.parametrize(("prefix", "written"), [("", "1 250 000,50"), ("/en", "1,250,000.50"), ("/en", "1250000,50")])
def test_an_amount_is_read_as_each_language_writes_it(director: Client, prefix: str, written: str):
    action = making_actions.action()

    director.post(prefix + reverse("action:change", args=[action.pk]), typed(action, cost=written))

    action.refresh_from_db()
    assert action.cost == Decimal("1250000.50")


def test_the_second_of_two_people_on_a_milestone_is_told_what_the_first_wrote_and_loses_nothing(director: Client):
    action = making_actions.action()
    milestone = making_actions.milestone(action, planned=date(2027, 3, 1), label="Permis déposé")
    page = reverse("action:milestone", args=[action.pk]) + f"?n={milestone.pk}"
    opened = director.get(page).context["form"]["seen"].value()
    first = {"label": "Permis déposé", "planned_date": "2027-04-01", "seen": opened}
    second = {"label": "Permis obtenu", "planned_date": "2027-03-01", "seen": opened}

    director.post(page, first)
    told = director.post(page, second)
    form = told.context["form"]
    again = director.post(page, {name: form[name].value() or "" for name in form.fields})

    assert "Cette fiche a été modifiée" in said(told)
    assert (form["label"].value(), form["planned_date"].value()) == ("Permis obtenu", "2027-04-01")
    assert again.status_code == 302
    milestone.refresh_from_db()
    assert (milestone.label, milestone.planned_date) == ("Permis obtenu", date(2027, 4, 1))


def test_what_another_person_changed_is_not_removed_unseen(director: Client):
    action = making_actions.action()
    milestone = making_actions.milestone(action, planned=date(2027, 3, 1), label="Permis déposé")
    page = reverse("action:milestone", args=[action.pk]) + f"?n={milestone.pk}"
    opened = director.get(page).context["form"]["seen"].value()
    director.post(page, {"label": "Permis obtenu", "planned_date": "2027-03-01", "seen": opened})

    told = director.post(page, {"retirer": "oui", "seen": opened})

    assert "Permis obtenu" in said(told)
    assert action.milestones.exists()
    assert director.post(page, {"retirer": "oui", "seen": told.context["form"]["seen"].value()}).status_code == 302
