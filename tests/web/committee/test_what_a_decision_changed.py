"""The page of a decision names what it changed, to who may know it, and leads there only who may open it."""

import re

import pytest
from django.urls import reverse

from beffroi.programme.committees.models import Effect
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.people.roles import Circle, OrganisationKind, Role
from beffroi.programme.people.scope import scope
from beffroi.web.desk.shown import Shown, shown
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at
from tests.web import samples
from tests.web.convention.test_pages import text

REFUSED = {403, 404}
VERBS = {
    "version": "version.favourable",
    "action": "action.moved",
    "perimeter": "perimeter.in_force",
    "fundingline": "funding_line.moved",
    "envelope": "envelope.opened",
}


@pytest.fixture
def things(pair, director):
    """One thing of each kind that a decision may change; the action with a title that one recognises."""
    version = conv.draft(pair, by=director)
    action = making_actions.action(pair, state="works", title="Halle gourmande")
    return {
        "version": version,
        "action": action,
        "perimeter": conv.perimeter(pair, name="Rives du Loir"),
        "fundingline": making_actions.line(action, state="requested"),
        "envelope": making_actions.envelope(),
    }


@pytest.fixture
def decision(pair, things):
    """A decision of the project committee that changed them all."""
    made = conv.decision(CommitteeKind.PROJECT, territory=pair, about=things["version"])
    for kind, thing in things.items():
        Effect.objects.create(
            decision=made,
            verb=VERBS[kind],
            subject_kind=kind,
            subject_id=str(thing.pk),
            territory=pair,
            at=at(DAYS["signed"]),
        )
    return made


def changes(client, decision, *, prefix=""):
    page = text(client.get(prefix + reverse("committee:decision", args=[decision.pk])))
    return page.partition('id="changes"')[2].partition("</section>")[0]


def test_each_change_names_the_thing_changed_and_leads_to_it(as_user, decision, things, director):
    told = changes(as_user(director), decision)

    for route, kind, name in (
        ("convention:version", "version", "Convention-cadre n° 1"),
        ("action:sheet", "action", "1. Halle gourmande"),
        ("convention:perimeter", "perimeter", "Périmètre d’étude, Rives du Loir"),
        ("money:line", "fundingline", f"{things['fundingline']}, 1. Halle gourmande"),
    ):
        assert f'<a href="{reverse(route, args=[things[kind].pk])}">{name}</a>' in told
    assert "Action : nouvel état, <a" in told
    assert "Framework convention no. 1</a>" in changes(as_user(director), decision, prefix="/en")


def test_what_a_reader_may_not_know_is_neither_named_nor_linked_and_the_change_is_told(
    as_user, decision, things, director
):
    """A town's director reads no national envelope; an action internal to another organisation stays its own."""
    action = things["action"]
    action.circle, action.owner = Circle.ORGANISATION, making.organisation(OrganisationKind.ANAH, code="national")
    action.save()

    told = changes(as_user(director), decision)

    assert "Enveloppe ouverte" in told
    assert "Action : nouvel état" in told
    assert str(things["envelope"].partner) not in told
    assert "Halle gourmande" not in told
    assert reverse("money:envelope", args=[things["envelope"].pk]) not in told
    assert reverse("action:sheet", args=[action.pk]) not in told


@pytest.mark.parametrize("role", Role)
def test_no_link_of_a_decision_or_of_its_session_leads_its_reader_to_a_refusal(as_user, decision, things, pair, role):
    client = as_user(samples.person(role, territory=pair.pk))
    pages = [
        reverse("committee:decision", args=[decision.pk]),
        reverse("committee:session", args=[decision.session_id]),
    ]
    answers = [client.get(address) for address in pages]
    assert all(answer.status_code == 200 for answer in answers) or role is Role.EVALUATOR

    links = {
        link
        for answer in answers
        if answer.status_code == 200
        for link in re.findall(r"<main.*</main>", answer.content.decode(), re.DOTALL)
        for link in re.findall(r'href="(/bureau/[^"#?]*)', link)
    }

    assert [link for link in links if client.get(link).status_code in REFUSED] == []


def test_what_anyone_may_read_but_not_open_from_here_is_named_without_a_link(things):
    """An outline in force is public; its page is that of whoever acts there."""
    outline, draft = things["perimeter"], things["version"]
    outline.starts_date, outline.act_title, outline.act_date = DAYS["signed"], "Arrêté", DAYS["signed"]
    outline.save()
    elsewhere = scope(making.state_officer("15"), on=making.ON)

    found = shown([("perimeter", str(outline.pk)), ("version", str(draft.pk))], scope=elsewhere)

    assert found == {("perimeter", str(outline.pk)): Shown("Périmètre d’étude, Rives du Loir", "")}


def test_what_is_gone_what_has_no_page_and_what_does_not_exist_yet_are_not_named(db, director):
    reader = scope(director, on=making.ON)

    assert (
        shown([("action", "9999"), ("ort", "1"), ("money", ""), ("version", ""), ("version", "x")], scope=reader) == {}
    )


def test_a_decision_that_changed_many_things_asks_no_more_questions(
    as_user, decision, pair, director, django_assert_max_num_queries
):
    for number in range(12):
        action = making_actions.action(pair, state="works", title=f"Action {number}")
        for kind, thing in (("action", action), ("fundingline", making_actions.line(action))):
            Effect.objects.create(
                decision=decision,
                verb=VERBS[kind],
                subject_kind=kind,
                subject_id=str(thing.pk),
                territory=pair,
                at=at(DAYS["signed"]),
            )
    client = as_user(director)

    with django_assert_max_num_queries(30):
        client.get(reverse("committee:decision", args=[decision.pk]))


def test_a_point_of_the_agenda_names_what_it_is_about(as_user, decision, things, director):
    decision.session.agenda.create(title="Convention", order=9, subject_kind="version", subject_id=things["version"].pk)
    decision.session.agenda.create(title="À venir", order=10, subject_kind="action")

    page = text(as_user(director).get(reverse("committee:session", args=[decision.session_id])))

    agenda = page.partition('id="agenda"')[2].partition("</section>")[0]
    assert f'<a href="{reverse("convention:version", args=[things["version"].pk])}">Convention-cadre n° 1</a>' in agenda
