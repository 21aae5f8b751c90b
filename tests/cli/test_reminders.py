"""`beffroi reminders`: the letters of the day, as a clock sends them and a monitor watches them."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner, Result
from django.core import mail

from beffroi.cli.main import main
from beffroi.programme.reminders.models import Heartbeat, Sent
from tests.programme.making import AT, project_director
from tests.programme.making_actions import action, line, milestone

pytestmark = pytest.mark.django_db
SITE = ("--site", "https://beffroi.example/")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: AT)


@pytest.fixture
def late():
    return action(state="works", end_date=date(2024, 2, 1), title="Halle")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["reminders", *words])


def test_a_letter_leaves_with_links_to_the_page_of_the_thing_and_to_stop_it(late):
    project_director("acv-017")

    said = run("send", *SITE)

    assert (said.exit_code, said.stdout) == (0, "Letters sent: 1, with 1 reminders.\n")
    assert f"https://beffroi.example/bureau/actions/{late.pk}/" in mail.outbox[0].body
    assert "https://beffroi.example/compte/rappels/arreter/" in mail.outbox[0].body
    assert run("send", *SITE).stdout == "Letters sent: 0, with 0 reminders.\n"


def test_a_milestone_leads_to_its_action_and_a_letter_in_english_to_english_pages():
    director = project_director("acv-017")
    director.language = "en"
    director.save()
    soon = milestone(action(state="works", end_date=date(2026, 1, 1)), planned=date(2024, 3, 5))

    run("send", *SITE)

    assert f"https://beffroi.example/en/bureau/actions/{soon.action_id}/" in mail.outbox[0].body
    assert "https://beffroi.example/en/compte/rappels/arreter/" in mail.outbox[0].body


def test_a_rehearsal_shows_the_letters_sends_none_and_writes_nothing(late):
    director = project_director("acv-017")
    line(late, state="requested", requested_date=date(2023, 1, 1))

    said = run("send", *SITE, "--dry-run", "--date", "2024-12-01")
    told = json.loads(run("send", *SITE, "--dry-run", "--json").stdout)

    assert "1 letters would leave for 2024-12-01; none was sent." in said.stdout
    assert "Halle" in said.stdout
    assert told["letters"] == [{"to": [director.email], "subject": "Beffroi : 1 rappel", "reminders": 1}]
    assert (mail.outbox, Sent.objects.count(), Heartbeat.objects.count()) == ([], 0, 0)


def test_what_has_not_happened_is_not_told(late):
    refused = run("send", *SITE, "--date", "2024-03-02")

    assert refused.exit_code == 2
    assert "has not come" in refused.stderr


def test_the_state_of_the_letters_is_told_to_people_and_to_monitors(late, monkeypatch: pytest.MonkeyPatch):
    never = run("status")
    run("send", *SITE)
    well = run("status")
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: AT + timedelta(hours=27))
    stopped = run("status")
    told = json.loads(run("status", "--json").stdout)

    assert (never.exit_code, well.exit_code, stopped.exit_code) == (1, 0, 1)
    assert "never went out" in never.stdout
    assert well.stdout.startswith("Last run 2024-03-01 10:30, Paris time.")
    assert "no whole run for 26 hours" in stopped.stdout
    assert (told["stopped"], told["last"]["letters"]) == (True, 0)


def test_a_letter_that_does_not_leave_is_said_with_its_reason(late, monkeypatch: pytest.MonkeyPatch):
    project_director("acv-017")

    def refuse(letter):
        raise ConnectionRefusedError("Connection refused")

    monkeypatch.setattr("beffroi.programme.reminders.operations.deliver", refuse)

    said = run("send", *SITE)

    assert said.exit_code == 1
    assert "Not sent: 1; the last because: Connection refused" in said.stdout
