"""Committees on the screen: planned, convened, held, decided, minuted; a decision says what it changed."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import plan
from beffroi.programme.committees.models import Committee, Decision, Session
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome, SessionState
from beffroi.programme.conventions import operations
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, PDF, at
from tests.web.convention.test_pages import text


@pytest.fixture
def body(pair):
    return conv.committee(CommitteeKind.REGIONAL, territory=pair)


@pytest.fixture
def sent(pair, director):
    return operations.send(conv.draft(pair, by=director), plan=plan, by=director, at=at(DAYS["sent"]))


def address(name, *named):
    return reverse(f"committee:{name}", args=named)


def test_the_list_shows_the_committees_of_ones_scope_and_no_other(as_user, body, pair, region, director):
    conv.committee(CommitteeKind.PROJECT, territory=pair)

    seen_from_the_region = text(as_user(region).get(address("list")))
    seen_from_the_town = text(as_user(director).get(address("list")))

    assert "Comité régional d’engagement" in seen_from_the_region
    assert "Comité de projet" in seen_from_the_town
    assert "Comité régional d’engagement" not in seen_from_the_town


def test_a_director_sets_up_the_project_committee_of_the_territory_and_no_other(as_user, pair, director):
    making.territory("acv-017")
    client = as_user(director)
    offered = [
        code
        for _group, choices in client.get(address("add")).context["form"]["place"].field.choices
        for code, _ in choices
    ]

    client.post(address("add"), {"place": f"project:{pair.pk}", "name": "Comité de projet du binôme"})

    assert offered == [f"project:{pair.pk}"]
    assert Committee.objects.get().territory == pair


def test_a_session_goes_from_the_calendar_to_its_adopted_minutes(as_user, body, sent, region):
    client = as_user(region)
    prefecture = making.organisation(OrganisationKind.PREFECTURE_REGION, code="52")
    client.post(address("plan", body.pk), {"date": "2018-07-12", "place": "Nantes"})
    session = Session.objects.get()
    refused = client.post(address("convene", session.pk))
    assert "Inscrivez au moins un point à l’ordre du jour." in text(refused)

    subject = f"version:{sent.pk}:{sent.territory.pk}"
    client.post(address("add-agenda", session.pk), {"title": "Convention du binôme", "subject": subject})
    client.post(address("convene", session.pk))
    client.post(address("note-attendance", session.pk), {"organisation": prefecture.pk, "present": "yes"})
    client.post(address("hold", session.pk))
    given = {"subject": subject, "outcome": Outcome.OPINION_FAVOURABLE, "text": "Avis favorable."}
    client.post(address("decide", session.pk), given)
    minutes = SimpleUploadedFile("cr.pdf", PDF, content_type="application/pdf")
    client.post(address("propose-minutes", session.pk), {"minutes": minutes})
    client.post(address("adopt-minutes", session.pk))

    session.refresh_from_db()
    decision = Decision.objects.get()
    assert session.state == SessionState.MINUTES_ADOPTED
    assert (decision.subject_id, decision.territory) == (str(sent.pk), sent.territory)
    page = text(client.get(address("session", session.pk)))
    assert "Compte rendu adopté" in page
    assert reverse("convention:document", args=[session.minutes_id]) in page
    assert "Séance tenue" in page


def test_a_decision_says_what_it_changed_and_leads_to_it(as_user, sent, region):
    decision = conv.decision(territory=sent.territory, about=sent)
    client = as_user(region)
    assert "Elle n’a encore rien changé." in text(client.get(address("decision", decision.pk)))

    client.post(reverse("convention:note-opinion", args=[sent.pk]), {"decision": decision.pk})

    page = text(client.get(address("decision", decision.pk)))
    assert "Avis favorable du comité régional" in page
    assert reverse("convention:version", args=[sent.pk]) in page


def test_a_decision_without_text_is_refused_and_what_was_chosen_stays(as_user, body, sent, region):
    session = conv.held(body, on=date(2018, 7, 12), by=region)
    given = {"subject": f"version:{sent.pk}:{sent.territory.pk}", "outcome": Outcome.REFUSED, "text": ""}
    answer = as_user(region).post(address("decide", session.pk), given)

    assert answer.status_code == 422
    assert answer.context["form"]["outcome"].value() == Outcome.REFUSED
    assert not session.decisions.exists()


def test_nobody_but_the_secretary_prepares_a_session(as_user, pair, director, officer):
    body = conv.committee(CommitteeKind.PROJECT, territory=pair)
    session = conv.planned(body, on=date(2018, 7, 12), by=director)
    elected = as_user(making.elected(pair.pk))
    assert elected.get(address("session", session.pk)).status_code == 200
    assert elected.post(address("convene", session.pk)).status_code == 404
    assert as_user(making.state_officer("46")).get(address("session", session.pk)).status_code == 404


@pytest.mark.parametrize(("language", "said"), [("", "rien ne change"), ("/en", "nothing changes")])
def test_a_session_moved_to_its_own_day_says_so_in_the_form_and_writes_nothing(as_user, body, region, language, said):
    session = conv.planned(body, on=date(2018, 7, 12), by=region)
    form, client = language + address("move-date", session.pk), as_user(region)
    before = Entry.objects.count()

    answer = client.post(form, {"seen": "2018-07-12", "to": "2018-07-12"})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Entry.objects.count() == before


def test_a_date_is_moved_and_a_session_cancelled_after_a_question(as_user, body, region):
    session = conv.planned(body, on=date(2018, 7, 12), by=region)
    client = as_user(region)
    client.post(address("move-date", session.pk), {"seen": "2018-07-12", "to": "2018-07-19"})
    assert "Une séance annulée ne revient pas" in text(client.get(address("cancel", session.pk)))
    client.post(address("cancel", session.pk))
    session.refresh_from_db()
    assert (session.date, session.state) == (date(2018, 7, 19), SessionState.CANCELLED)


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_second_of_two_people_who_move_a_session_sees_what_the_first_chose_and_loses_nothing(
    as_user, body, region, language
):
    session = conv.planned(body, on=date(2018, 7, 12), by=region)
    form, client = language + address("move-date", session.pk), as_user(region)
    opened = client.get(form).context["form"]["seen"].value()
    other = making.state_region("52", person=making.user("Une collègue du SGAR"))
    for seen, to in (("2018-07-12", "2018-07-19"), ("2018-07-19", "2018-07-20")):
        as_user(other).post(form, {"seen": seen, "to": to})

    told = client.post(form, {"seen": opened.isoformat(), "to": "2018-07-26"})
    session.refresh_from_db()
    kept = session.date
    again = {name: told.context["form"][name].value() for name in ("seen", "to")}
    client.post(form, again)

    assert told.status_code == 422
    assert kept == date(2018, 7, 20)
    assert "Une collègue du SGAR" in text(told)
    days = ("12 juillet 2018", "19 juillet 2018", "20 juillet 2018")
    assert all(
        day in text(told) for day in (days if not language else ("12 July 2018", "19 July 2018", "20 July 2018"))
    )
    assert again["to"] == "2018-07-26"
    session.refresh_from_db()
    assert session.date == date(2018, 7, 26)


@pytest.mark.parametrize("name", ["list", "committee", "session", "decision"])
def test_a_page_asks_a_bounded_number_of_queries(as_user, sent, region, name, django_assert_max_num_queries):
    decision = conv.decision(territory=sent.territory, about=sent, subject_kind=DecisionSubject.VERSION)
    named = {
        "list": [],
        "committee": [decision.session.committee_id],
        "session": [decision.session_id],
        "decision": [decision.pk],
    }[name]
    client = as_user(region)
    with django_assert_max_num_queries(30):
        client.get(address(name, *named))


@pytest.fixture
def held(pair, director):
    """A session of the project committee, held, with one point on its agenda."""
    body = conv.committee(CommitteeKind.PROJECT, territory=pair)
    return conv.held(body, on=DAYS["examined"])


def read(pdf):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_minutes_are_made_from_the_register_and_say_who_was_there_what_was_said_what_was_decided(
    as_user, held, director
):
    client = as_user(director)
    item = held.agenda.get()
    client.post(address("note-discussion", held.pk), {"item": item.pk, "notes": "La ville présente la halle."})
    given = {"subject": "action::", "outcome": Outcome.APPROVED, "text": "Le comité retient la halle gourmande."}
    client.post(address("decide", held.pk), given)

    draft = client.get(address("minutes", held.pk))
    client.post(address("propose-minutes", held.pk))
    held.refresh_from_db()
    filed = held.minutes.files.get()

    assert "Projet de compte rendu" in read(draft.content)
    kept = filed.path.read_bytes()
    for said in (
        held.committee.name,
        "La ville présente la halle.",
        "Le comité retient la halle gourmande.",
        item.title,
    ):
        assert said in read(kept)
    assert "Projet de compte rendu" not in read(kept)
    assert PdfReader(BytesIO(kept)).xmp_metadata is not None
    assert (held.state, filed.content_type) == (SessionState.MINUTES_PROPOSED, "application/pdf")


def test_minutes_taken_up_again_and_proposed_again_are_one_more_version_of_the_same_document(as_user, held, director):
    client = as_user(director)
    client.post(address("propose-minutes", held.pk))
    client.post(address("revise-minutes", held.pk))
    client.post(address("propose-minutes", held.pk))

    held.refresh_from_db()
    assert [file.number for file in held.minutes.files.all()] == [1, 2]


def test_a_point_is_taken_off_the_agenda_until_the_session_is_held(as_user, pair, director, held):
    client = as_user(director)
    client.post(address("plan", held.committee.pk), {"date": "2030-01-10"})
    coming = Session.objects.exclude(pk=held.pk).get()
    client.post(address("add-agenda", coming.pk), {"title": "Halle gourmande"})

    client.post(address("remove-agenda", coming.pk), {"item": coming.agenda.get().pk})
    refused = client.post(address("remove-agenda", held.pk), {"item": held.agenda.get().pk})

    assert not coming.agenda.exists()
    assert refused.status_code == 422
    assert held.agenda.exists()
    assert "Point retiré de l’ordre du jour" in text(client.get(address("session", coming.pk)))


def test_a_decision_is_corrected_until_it_has_changed_something(as_user, held, director):
    client = as_user(director)
    given = {"subject": "action::", "outcome": Outcome.APPROVED, "text": "Le comité retient la hale."}
    client.post(address("decide", held.pk), given)
    decision = Decision.objects.get()

    client.post(address("correct", decision.pk), {"outcome": Outcome.APPROVED, "text": "Le comité retient la halle."})
    axis = held.committee.territory.programme.axes.first()
    client.post(address("add-action", decision.pk), {"title": "Halle gourmande", "axis": axis.pk})
    refused = client.post(address("correct", decision.pk), {"outcome": Outcome.REFUSED, "text": "Non."})

    decision.refresh_from_db()
    assert decision.text == "Le comité retient la halle."
    assert "Cette décision a déjà eu des effets" in text(refused)


def test_an_action_that_a_committee_decided_is_added_from_the_decision_and_each_page_leads_to_the_other(
    as_user, held, director
):
    client = as_user(director)
    client.post(
        address("decide", held.pk),
        {"subject": "action::", "outcome": Outcome.APPROVED, "text": "La halle est retenue."},
    )
    decision = Decision.objects.get()
    axis = held.committee.territory.programme.axes.first()

    client.post(address("add-action", decision.pk), {"title": "Halle gourmande", "axis": axis.pk})

    action = Action.objects.get()
    assert reverse("action:sheet", args=[action.pk]) in client.get(address("decision", decision.pk)).content.decode()
    assert "La halle est retenue." in text(client.get(reverse("action:sheet", args=[action.pk])))


def test_the_committee_of_a_territory_names_the_funding_line_on_which_it_decides(as_user, held, director, pair):
    client, line = as_user(director), making_actions.line(making_actions.action(pair, title="Halle gourmande"))
    refused = making_actions.line(line.action, state="refused")
    subject = f"money:{line.pk}:{pair.pk}"

    offered = text(client.get(address("decide", held.pk)))
    given = {"subject": subject, "outcome": Outcome.APPROVED, "text": "Le comité accepte le surcoût."}
    client.post(address("decide", held.pk), given)

    assert f'value="{subject}"' in offered
    assert f"{line.action.number}. Halle gourmande – {line}" in offered
    assert f'value="money:{refused.pk}:{pair.pk}"' not in offered, "a refused line is not there to be exceeded"
    decision = Decision.objects.get()
    assert (decision.subject_kind, decision.subject_id, decision.territory) == ("money", str(line.pk), pair)
    page = text(client.get(address("decision", decision.pk)))
    assert f'href="{reverse("money:line", args=[line.pk])}"' in page


def test_a_no_brings_no_action(as_user, held, director):
    client = as_user(director)
    given = {"subject": "action::", "outcome": Outcome.REFUSED, "text": "La halle est refusée."}
    client.post(address("decide", held.pk), given)
    decision = Decision.objects.get()
    axis = held.committee.territory.programme.axes.first()

    refused = client.post(address("add-action", decision.pk), {"title": "Halle gourmande", "axis": axis.pk})

    assert "« Refusé » ne permet pas ce changement" in text(refused)
    assert not Action.objects.exists()
    assert "Ajouter l’action décidée" not in text(client.get(address("decision", decision.pk)))


def test_a_decision_is_entrusted_waits_on_the_desk_of_the_secretary_and_is_found_done(as_user, pair, director):
    own = conv.committee(CommitteeKind.PROJECT, territory=pair)
    decision = Decision.objects.create(
        session=conv.held(own, on=DAYS["sent"]), number=1, territory=pair, subject_kind=DecisionSubject.ACTION,
        text="Les halles ouvrent le dimanche.", outcome=Outcome.APPROVED,
    )  # fmt: skip
    client = as_user(director)

    client.post(address("entrust", decision.pk), {"owner": "", "due_date": "2018-12-31"})
    assert "Constater la suite d’une décision" in text(client.get(reverse("desk:tasks")))
    followed = text(client.get(address("committee", own.pk)))
    assert "Décisions à suivre" in followed
    assert "En retard" in followed

    assert "Pourquoi elle n’a plus à être suivie" in text(client.get(address("lapse", decision.pk)))
    refused = text(client.post(address("lapse", decision.pk), {"note": ""}))
    assert "Dites pourquoi la décision n’a plus à être suivie." in refused
    client.post(address("finish", decision.pk), {"note": "Ouvertes depuis mars."})

    page = text(client.get(address("decision", decision.pk)))
    assert "Ouvertes depuis mars." in page
    assert "Reprendre le suivi" in page
    assert "Décisions à suivre" not in text(client.get(address("committee", own.pk)))
    assert "Constater la suite d’une décision" not in text(client.get(reverse("desk:tasks")))


def test_the_minutes_of_a_made_up_session_say_so_on_the_paper_that_has_places_for_signatures(as_user, held, director):
    Session.objects.filter(pk=held.pk).update(is_demonstration=True)

    paper = read(as_user(director).get(address("minutes", held.pk)).content)

    assert "Démonstration : séance inventée pour montrer le logiciel, à ne pas signer" in " ".join(paper.split())
