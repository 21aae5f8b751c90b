"""Work in progress: what was typed and not sent waits for its author, and for nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.foundations.drafts import keeping
from beffroi.foundations.drafts.models import Draft
from tests.programme import making, making_actions
from tests.web.action.test_writing import said, typed


@pytest.fixture
def sheet(director: Client) -> str:
    return reverse("action:change", args=[making_actions.action(title="Halle", mature=True).pk])


def test_what_is_typed_is_kept_by_the_script_and_its_age_is_said(director: Client, sheet: str):
    answer = director.post(sheet, {"title": "Halle gourmande", "brouillon": "auto"})

    assert answer.status_code == 200
    assert answer.json()["said"].startswith("Brouillon gardé à ")
    page = said(director.get(sheet))
    assert 'value="Halle gourmande"' in page
    assert "Ce formulaire reprend votre brouillon du" in page
    assert "(il y a 0 minute)" in page


def test_a_box_that_was_unticked_stays_so(director: Client, sheet: str):
    director.post(sheet, {"title": "Halle", "brouillon": "oui"})

    page = said(director.get(sheet))

    assert "checked" not in page.partition('name="mature"')[2].partition(">")[0]


def test_a_draft_is_thrown_away_on_demand(director: Client, sheet: str):
    director.post(sheet, {"title": "Halle gourmande", "brouillon": "oui"})

    director.post(sheet, {"brouillon": "jeter"})

    page = said(director.get(sheet))
    assert 'value="Halle"' in page
    assert not Draft.objects.exists()


def test_the_account_lists_the_drafts_of_its_person_alone_with_the_way_to_resume_or_discard_each(
    director: Client, sheet: str
):
    new = reverse("action:create", args=["acv-017"])
    director.post(sheet, {"title": "Halle gourmande", "brouillon": "oui"})
    director.post(new, {"title": "Une passerelle", "brouillon": "oui"})
    other = Client()
    other.force_login(making.project_director("acv-017"))
    account = reverse("account_overview")

    page, english, theirs = said(director.get(account)), said(director.get(f"/en{account}")), said(other.get(account))

    assert f'<a href="{sheet}">Fiche d’une action : Halle gourmande</a>' in page
    assert f'<a href="{new}">Nouvelle action : Une passerelle</a>' in page
    assert f'<form method="post" action="{sheet}">' in page
    assert f'<a href="/en{new}">New action: Une passerelle</a>' in english
    assert "Halle gourmande" not in theirs
    assert "Aucun formulaire commencé n’attend" in theirs


def test_a_draft_is_its_author_s_alone_and_the_same_in_both_languages(director: Client, sheet: str):
    director.post(sheet, {"title": "Halle gourmande", "brouillon": "oui"})
    other = Client()
    other.force_login(making.project_director("acv-017"))

    assert "Halle gourmande" not in said(other.get(sheet))
    assert "Halle gourmande" in said(director.get("/en" + sheet))


def test_a_draft_begun_before_another_person_wrote_is_compared_when_it_is_sent(director: Client, sheet: str):
    action = making_actions.Action.objects.get()
    director.post(sheet, typed(action, title="Halle gourmande") | {"brouillon": "oui"})
    making_actions.Action.objects.update(title="Halle du marché", revision=2)

    page = said(director.get(sheet))
    sent = director.post(sheet, typed(action, title="Halle gourmande"))

    assert 'name="revision" value="1"' in page
    assert "a été modifiée" in said(sent)


def test_a_draft_that_whoever_may_not_write_sends_is_not_kept(client: Client, sheet: str):
    client.force_login(making.project_director("acv-012", of=making.organisation(code="13004")))
    making.territory("acv-012")

    assert client.post(sheet, {"title": "Prise", "brouillon": "auto"}).status_code == 404
    assert not Draft.objects.exists()


def test_what_is_too_long_for_a_draft_is_said(director: Client, sheet: str):
    answer = director.post(sheet, {"description": "é" * 200_001, "brouillon": "auto"})

    assert answer.status_code == 413
    assert "trop long pour un brouillon" in answer.json()["said"]


def test_a_funding_line_has_its_draft_too_forgotten_once_it_is_written(director: Client):
    address = reverse("money:create", args=[making_actions.action().pk])

    director.post(address, {"programme_name": "DSIL 2026", "brouillon": "auto"})

    assert "DSIL 2026" in said(director.get(address))
    line = {
        "funder": making_actions.town_hall().pk,
        "instrument": "own_funds",
        "origin": "ordinary",
        "planned": "12 000",
    }
    assert director.post(address, line).status_code == 302
    assert not Draft.objects.exists()


def test_a_drawer_of_drafts_is_not_an_archive(director: Client):
    for number in range(keeping.MOST + 5):
        keeping.keep(person="someone", place=f"/{number}/", typed={"a": ["b"]}, at=making.AT)

    assert Draft.objects.filter(person="someone").count() == keeping.MOST
