"""`beffroi reminders`: the letters of the day, sent by a clock, and whether they still go out."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from beffroi.cli.programme import open_programme

if TYPE_CHECKING:
    from beffroi.programme.reminders.due import Cause
    from beffroi.programme.reminders.models import Heartbeat

# The page that tells of each kind of thing, and the word of its address.
PAGES = {
    "action": ("action:sheet", "action"),
    "fundingline": ("money:line", "line"),
    "territory": ("desk:territory", "territory"),
}


@click.group(epilog="Example:  beffroi reminders send --site https://beffroi.example.org")
def reminders() -> None:
    """Letters that say what waits: run `send` once a day (docs/installation.md)."""


@reminders.command(epilog="Example:  beffroi reminders send --dry-run --date 2026-12-01 --site http://127.0.0.1:8000")
@click.option("--site", envvar="BEFFROI_SITE", required=True, help="The address that links lead to; or BEFFROI_SITE.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day to tell of; today without it.")
@click.option("--dry-run", is_flag=True, help="Show the letters; send none, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def send(*, site: str, day: datetime | None, dry_run: bool, as_json: bool) -> None:
    """Send each person at most one letter: what waits for them and was not told yet. Exit 1 if one did not leave.

    Running it twice in a day sends nothing twice.
    """
    open_programme()
    from beffroi.foundations.clock import LEGAL_TIME, now, today
    from beffroi.programme.reminders import operations

    on = day.date() if day else today()
    if on > today() and not dry_run:
        message = f"{on} has not come: nothing is told before it happens. See what would be with --dry-run."
        raise click.BadParameter(message, param_hint="--date")
    at = now() if on == today() else datetime.combine(on, datetime.min.time().replace(hour=8), tzinfo=LEGAL_TIME)
    links: dict[str, Any] = {"link_to": _links(site), "stop_link": _stop_links(site)}
    if dry_run:
        _show(operations.written(at=at, **links), on=on, as_json=as_json)
        return
    beat = operations.send(at=at, **links)
    click.echo(json.dumps(_told(beat)) if as_json else _sentence(beat))
    if beat.failures:
        raise click.exceptions.Exit(1)


@reminders.command(epilog="Example:  beffroi reminders status --json")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def status(*, as_json: bool) -> None:
    """When letters last went out, and what failed. Exit 1 when they stopped: for a monitor."""
    open_programme()
    from beffroi.foundations.clock import LEGAL_TIME, now
    from beffroi.programme.reminders import queries

    last, silence = queries.last(), queries.silence(at=now())
    if as_json:
        since = silence.since.isoformat() if silence and silence.since else None
        told = {"last": _told(last) if last else None, "stopped": silence is not None, "whole_since": since}
        click.echo(json.dumps(told))
    elif last is None:
        click.echo("Reminders never went out. Run `beffroi reminders send` once a day: docs/installation.md.")
    else:
        click.echo(f"Last run {last.at.astimezone(LEGAL_TIME):%Y-%m-%d %H:%M}, Paris time. {_sentence(last)}")
        if silence:
            hours = int(queries.EXPECTED_EVERY.total_seconds() // 3600)
            click.echo(f"They stopped: no whole run for {hours} hours, or letters that did not leave.")
    if silence:
        raise click.exceptions.Exit(1)


def _links(site: str) -> Callable[["Cause"], str]:
    from django.urls import reverse

    def link_to(cause: "Cause") -> str:
        kind, identifier = cause.told_by or (cause.subject_kind, cause.subject_id)
        route, word = PAGES[kind]
        return site.rstrip("/") + reverse(route, kwargs={word: identifier})

    return link_to


def _stop_links(site: str) -> Callable[[int], str]:
    from django.urls import reverse

    from beffroi.programme.reminders.stopping import token_of

    return lambda person: site.rstrip("/") + reverse("account_stop_reminders", args=[token_of(person)])


def _show(letters: Any, *, on: date, as_json: bool) -> None:
    shown = [(letter, len(reminder.items)) for reminder, letter in letters]
    if as_json:
        rows = [{"to": list(letter.to), "subject": letter.subject, "reminders": count} for letter, count in shown]
        click.echo(json.dumps({"date": on.isoformat(), "letters": rows}, ensure_ascii=False))
        return
    for letter, _count in shown:
        click.echo(f"To: {', '.join(letter.to)}\nSubject: {letter.subject}\n\n{letter.text}")
    click.echo(f"{len(shown)} letters would leave for {on}; none was sent.")


def _told(beat: "Heartbeat") -> Mapping[str, Any]:
    told = {"letters": beat.letters, "reminders": beat.reminders, "failures": beat.failures}
    return {"at": beat.at.isoformat()} | told | {"last_failure": beat.last_failure}


def _sentence(beat: "Heartbeat") -> str:
    said = f"Letters sent: {beat.letters}, with {beat.reminders} reminders."
    return f"{said} Not sent: {beat.failures}; the last because: {beat.last_failure}" if beat.failures else said
