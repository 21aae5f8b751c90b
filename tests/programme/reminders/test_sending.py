"""Letters that leave, letters that do not, and how the installation knows."""

from datetime import date, timedelta

import pytest
from django.core import mail

from beffroi.foundations.journal.chain import history
from beffroi.foundations.journal.models import Entry
from beffroi.foundations.mail import Letter
from beffroi.programme.actions import operations as action_operations
from beffroi.programme.conventions.models import Convention, Version
from beffroi.programme.money import operations as money_operations
from beffroi.programme.money.operations import Told
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.reminders import operations, queries
from beffroi.programme.reminders.causes import facts
from beffroi.programme.reminders.kinds import Kind
from beffroi.programme.reminders.models import Heartbeat, Sent
from beffroi.programme.reminders.operations import ReminderRefused
from beffroi.programme.reminders.stopping import person_of, token_of
from beffroi.programme.towns.models import Phase
from tests.programme.making import national_team, organisation, partner, project_director, state_officer, territory
from tests.programme.making_actions import AT, ON, action, line, milestone

LATE = {"state": "works", "end_date": date(2024, 2, 1)}


def sent(*, days: int = 0) -> Heartbeat:
    return operations.send(
        at=AT + timedelta(days=days),
        link_to=lambda cause: f"https://beffroi.example/{cause.subject_kind}/{cause.subject_id}",
        stop_link=lambda person: f"https://beffroi.example/compte/rappels/{person}",
    )


def kinds(on: date = ON) -> list[Kind]:
    return [cause.kind for cause in facts(on=on).causes]


def test_a_director_receives_one_letter_for_all_that_waits():
    director = project_director("acv-017")
    late = action(title="Halle", **LATE)
    milestone(action(title="Place", state="works"), planned=date(2024, 3, 6), label="Dépôt du permis")

    beat = sent()

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([director.email], "Beffroi : 2 rappels")
    assert "Un jalon approche\n- Aurillac – Arpajon-sur-Cère : Place : Dépôt du permis" in letter.body
    assert "- Aurillac – Arpajon-sur-Cère : Halle (depuis le 2 février 2024)" in letter.body
    assert f"https://beffroi.example/action/{late.pk}" in letter.body
    assert f"https://beffroi.example/compte/rappels/{director.pk}" in letter.body
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<https://beffroi.example/compte/rappels/{director.pk}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert (beat.letters, beat.reminders, beat.failures) == (1, 2, 0)
    assert history(beat)[0].after == {"letters": 1, "reminders": 2, "failures": 0}


def test_the_same_thing_is_not_said_the_next_day():
    project_director("acv-017")
    action(**LATE)

    assert [sent(days=days).letters for days in (0, 1, 2)] == [1, 0, 0]
    assert Heartbeat.objects.count() == 3


def test_it_is_said_no_more_once_the_cause_is_known():
    project_director("acv-017")
    late = action(**LATE)
    sent()

    action_operations.change(late, revision=1, values={"late_cause": "permits"}, by=None, at=AT)

    assert sent(days=60).letters == 0


def test_a_long_list_is_counted():
    project_director("acv-017")
    for _ in range(17):
        action(**LATE)

    sent()

    assert mail.outbox[0].body.count("- Aurillac") == 15
    assert "- et 2 autres" in mail.outbox[0].body


def test_letters_are_in_the_language_of_the_person():
    director = project_director("acv-017")
    director.language = "en"
    director.save()
    action(**LATE)

    sent()

    assert mail.outbox[0].subject == "Beffroi: 1 reminder"
    assert "An action is running late and no reason has been given" in mail.outbox[0].body


def test_a_letter_that_the_server_refuses_leaves_at_the_next_run(monkeypatch):
    project_director("acv-017")
    action(**LATE)

    def refused(letter: Letter) -> None:
        raise ConnectionRefusedError("Connection refused")

    with monkeypatch.context() as broken:
        broken.setattr(operations, "deliver", refused)
        beat = sent()

    assert (beat.letters, beat.failures, beat.last_failure) == (0, 1, "Connection refused")
    assert Sent.objects.count() == 0
    assert queries.silence(at=AT).failure == "Connection refused"
    assert sent(days=1).letters == 1
    assert queries.silence(at=AT + timedelta(days=1)) is None


def test_two_machines_that_send_at_once_send_one_letter(monkeypatch):
    project_director("acv-017")
    action(**LATE)
    before = facts(on=ON)
    sent()

    monkeypatch.setattr(operations, "facts", lambda on: before)

    assert sent().letters == 0
    assert len(mail.outbox) == 1


def test_the_installation_says_when_reminders_stopped():
    assert queries.silence(at=AT).since is None
    sent()

    assert queries.silence(at=AT + timedelta(hours=26)) is None
    assert queries.silence(at=AT + timedelta(hours=27)).since == AT


def test_a_person_stops_a_kind_or_all_and_takes_them_up():
    director = project_director("acv-017")
    action(**LATE)

    operations.stop(director, kinds=[Kind.LATE_WITHOUT_CAUSE], by=director, at=AT)
    assert sent().letters == 0
    operations.stop(director, kinds=["all"], by=director, at=AT)
    kept = operations.take_up(director, kinds=[Kind.LATE_WITHOUT_CAUSE], by=director, at=AT)

    assert set(kept.reminders_off) == set(Kind) - {Kind.LATE_WITHOUT_CAUSE}
    assert sent().letters == 1
    assert operations.take_up(kept, kinds=["all"], by=director, at=AT).reminders_off == []
    assert Entry.objects.filter(verb="reminders.chosen").count() == 4
    assert [row.kind for row in queries.told(director)] == [Kind.LATE_WITHOUT_CAUSE]


def test_nobody_chooses_for_another_nor_a_kind_that_does_not_exist():
    director = project_director("acv-017")

    with pytest.raises(ReminderRefused, match="revient à la personne qui les reçoit"):
        operations.stop(director, kinds=["all"], by=national_team(), at=AT)
    with pytest.raises(ReminderRefused, match="Rappel inconnu : tout"):
        operations.stop(director, kinds=["tout"], by=director, at=AT)


def test_the_link_of_a_letter_names_its_reader_and_cannot_be_made_up():
    director = project_director("acv-017")
    token = token_of(director.pk)

    assert person_of(token) == director
    assert person_of(token.replace(str(director.pk), str(director.pk + 1), 1)) is None
    assert person_of(token_of(director.pk + 1000)) is None
    assert person_of("x") is None


def test_an_action_is_blocked_since_the_journal_says_so():
    on = action(state="works", end_date=date(2026, 1, 1))
    blocked = {"blocked": True, "blocked_cause": "appeal", "unblock_condition": "Jugement"}
    action_operations.change(on, revision=1, values=blocked, by=None, at=AT)
    action_operations.change(on, revision=2, values={"title": "Autre"}, by=None, at=AT + timedelta(days=20))

    (cause,) = facts(on=ON + timedelta(days=30)).causes

    assert (cause.kind, cause.since) == (Kind.BLOCKED, ON)


def test_an_action_that_came_blocked_is_blocked_since_it_was_written():
    action(state="works", blocked=True, blocked_cause="appeal", unblock_condition="Jugement")

    assert [cause.since for cause in facts(on=ON).causes] == [ON]


def test_a_funder_is_told_of_a_request_of_two_months_until_it_answers():
    bank = organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    banker = partner(of=bank)
    asked = line(state="requested", funder=bank, requested_date=date(2024, 1, 1))

    assert kinds(date(2024, 2, 29)) == []
    assert kinds(ON) == [Kind.REQUEST_UNANSWERED]
    assert sent().letters == 1
    assert mail.outbox[0].to == [banker.email]
    money_operations.move(asked, "close", by=None, at=AT, said=Told(reason="Sans objet"))
    assert kinds(ON + timedelta(days=90)) == []


def test_the_town_and_the_state_are_told_of_a_convention_that_ends():
    convention = Convention.objects.create(territory=territory(), phase=Phase.objects.get(key="ACV1"))
    dates = {"signed_date": date(2018, 9, 28), "effective_date": date(2018, 9, 28), "ends_date": date(2024, 6, 30)}
    Version.objects.create(convention=convention, kind="cadre", number=1, state="signed", is_imported=True, **dates)
    state_officer("15")
    state_officer("46")

    found = {cause.kind: cause.since for cause in facts(on=ON).causes}

    assert found == {Kind.INITIALISATION_TOO_LONG: date(2020, 3, 28), Kind.ENDS_SOON: date(2023, 12, 30)}
    assert sent().letters == 1


def test_a_convention_without_a_date_is_told_with_the_end_of_its_phase_once_a_territory():
    """As the national registers give it: two phases, no date; one reminder, not one a convention."""
    for key, day in (("ACV1", date(2018, 9, 28)), ("ACV2", date(2023, 6, 30))):
        convention = Convention.objects.create(territory=territory(), phase=Phase.objects.get(key=key))
        dates = {"signed_date": day, "effective_date": day}
        Version.objects.create(convention=convention, kind="cadre", number=1, state="signed", is_imported=True, **dates)
    state_officer("15")
    autumn = date(2026, 11, 26)

    ends = [cause for cause in facts(on=autumn).causes if cause.kind is Kind.ENDS_SOON]

    assert [(cause.since, str(cause.title)) for cause in ends] == [
        (date(2026, 6, 30), "fin de la phase, faute de date dans la convention")
    ]
    assert facts(on=date(2026, 6, 29)).causes == ()


def test_a_milestone_of_a_suspended_action_is_not_announced():
    milestone(action(state="suspended"), planned=date(2024, 3, 4))

    assert kinds() == []
