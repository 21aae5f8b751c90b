"""What a move of a declared life refuses is said at the field to mend, and the head of the form leads there."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, PAIR
from tests.web.convention.test_pages import text


@pytest.fixture(autouse=True)
def _home(db, tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


def told_at(page: str, name: str) -> str:
    """What the form says at a field, to which the summary at its head must lead, and which must be marked wrong."""
    assert f'href="#id_{name}"' in head(page), f"the head of the form does not lead to {name}"
    control = next(tag for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", page) if f'id="id_{name}"' in tag)
    assert 'aria-invalid="true"' in control
    assert f"id_{name}_error" in control
    return page.partition(f'id="id_{name}_error"')[2].partition("</div>")[0]


def head(page: str) -> str:
    """The summary of what is wrong, which takes the focus."""
    assert re.search(r'<div[^>]*role="alert"[^>]*autofocus', page)
    return page.partition('role="alert"')[2].partition("</div>")[0]


def test_an_action_delivered_without_a_date_is_refused_at_its_date(director: Client):
    action = making_actions.action(state="works")
    making_actions.local_share(action)

    page = text(director.post(reverse("action:move", args=[action.pk]) + "?passage=deliver", {}))

    assert "Indiquez la date de livraison" in told_at(page, "delivered_date")
    assert "Indiquez la date de livraison" not in head(page), "a sentence is said once, where it is mended"


def test_an_action_abandoned_without_a_word_is_refused_at_its_reason_and_at_who_decided(director: Client):
    action = making_actions.action(state="study")

    page = text(director.post(reverse("action:move", args=[action.pk]) + "?passage=abandon", {}))

    assert "Indiquez le motif." in told_at(page, "state_reason")
    assert "une délibération, ou la décision d’un comité" in told_at(page, "decided_by")


def test_what_is_not_mended_on_the_form_of_a_move_is_said_at_its_head(director: Client):
    action = making_actions.action(state="study", owner=None)

    page = text(director.post(reverse("action:move", args=[action.pk]) + "?passage=programme", {}))

    assert "Indiquez le maître d’ouvrage." in head(page)
    assert 'href="#id_owner"' not in head(page)


def test_a_grant_told_without_its_day_or_its_paper_is_refused_at_each(director: Client):
    line = making_actions.line(state="requested", amount=80_000)

    page = text(director.post(reverse("money:move", args=[line.pk]) + "?passage=accept", {"amount": "60000"}))

    assert "Indiquez la date de la notification." in told_at(page, "day")
    assert "vous ne saisissez pas en son nom" in told_at(page, "reference")
    assert 'value="60000"' in page
    assert 'href="#id_amount"' not in page


def test_a_day_that_has_not_come_is_refused_at_the_day_of_the_move_and_not_at_a_column_of_the_line(director: Client):
    line = making_actions.line(state="requested", amount=80_000)
    sent = {"amount": "60000", "day": "2099-01-01", "reference": "Arrêté 12"}

    page = text(director.post(reverse("money:move", args=[line.pk]) + "?passage=accept", sent))

    assert "Cette date est dans l’avenir" in told_at(page, "day")


def test_more_engaged_than_granted_leads_to_the_decision_that_would_allow_it(director: Client):
    line = making_actions.line(state="accepted", amount=50_000)
    sent = {"amount": "60000", "day": "2024-02-10", "reference": "Arrêté 12"}

    page = text(director.post(reverse("money:move", args=[line.pk]) + "?passage=commit", sent))

    assert "indiquez la décision de comité qui l’autorise" in told_at(page, "decision")


def test_a_line_cancelled_without_a_reason_is_refused_at_its_reason_in_english_too(director: Client):
    line = making_actions.line(state="requested", amount=80_000)

    page = text(director.post("/en" + reverse("money:move", args=[line.pk]) + "?passage=cancel", {}))

    assert "reason" in told_at(page, "reason")
    assert "Nothing has been saved" in head(page)


def test_a_signature_dated_in_the_future_is_refused_at_its_date(client: Client):
    pair = making.territory(PAIR)
    person = making.project_director(pair.pk)
    version = conv.ready(conv.draft(pair, by=person), by=person)
    client.force_login(person)
    party = version.parties.first()
    sent = {"parties": [party.pk], "signatory": "Maire de La Flèche", "signed_date": "2099-01-01"}

    page = text(client.post(reverse("convention:sign", args=[version.pk]), sent))

    assert "n’est ni dans l’avenir" in told_at(page, "signed_date")
    assert "Maire de La Flèche" in page


def test_a_convention_terminated_tomorrow_is_refused_at_its_day(client: Client):
    pair = making.territory(PAIR)
    person = making.project_director(pair.pk)
    version = conv.signed(conv.draft(pair, by=person), by=person)
    client.force_login(making.state_officer(pair.department))
    sent = {"terminated_date": "2099-01-01", "reason": "Retrait"}

    page = text(client.post(reverse("convention:terminate", args=[version.pk]), sent))

    assert "n’est ni à venir, ni avant la signature" in told_at(page, "terminated_date")


@pytest.fixture
def secretary(client: Client) -> Client:
    pair = making.territory(PAIR)
    client.force_login(making.project_director(pair.pk))
    return client


def test_a_decision_that_lapses_without_a_word_is_refused_at_its_note(secretary: Client):
    pair = making.territory(PAIR)
    own = conv.committee(CommitteeKind.PROJECT, territory=pair)
    decision = Decision.objects.create(
        session=conv.held(own, on=DAYS["sent"]), number=1, territory=pair, subject_kind=DecisionSubject.ACTION,
        text="Les halles ouvrent le dimanche.", outcome=Outcome.APPROVED, due_date=date(2018, 12, 31),
    )  # fmt: skip

    page = text(secretary.post(reverse("committee:lapse", args=[decision.pk]), {"note": " "}))

    assert "Dites pourquoi la décision n’a plus à être suivie." in told_at(page, "note")


def test_a_session_moved_to_its_own_day_is_refused_at_the_new_date(client: Client):
    pair = making.territory(PAIR)
    region = making.state_region(pair.region)
    session = conv.planned(conv.committee(CommitteeKind.REGIONAL, territory=pair), on=date(2018, 7, 12), by=region)
    client.force_login(region)
    sent = {"seen": "2018-07-12", "to": "2018-07-12"}

    page = text(client.post(reverse("committee:move-date", args=[session.pk]), sent))

    assert "Choisissez un autre jour." in told_at(page, "to")
