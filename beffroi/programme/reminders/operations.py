"""Every write about reminders: they go out, a person stops or takes up some of them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.foundations.mail import Letter, deliver
from beffroi.programme.moves import Refused
from beffroi.programme.people.authorship import SYSTEM, author
from beffroi.programme.people.models import User
from beffroi.programme.reminders import letters
from beffroi.programme.reminders.causes import facts
from beffroi.programme.reminders.due import Cause, Reminder, reminders
from beffroi.programme.reminders.kinds import ALL, Kind
from beffroi.programme.reminders.models import Heartbeat, Sent
from beffroi.programme.reminders.rules import can_choose
from beffroi.programme.towns.models import Territory

LOG = logging.getLogger(__name__)


class ReminderRefused(Refused):
    """A choice that this person may not make, or a kind of reminder that does not exist."""


def written(
    *, at: datetime, link_to: Callable[[Cause], str], stop_link: Callable[[int], str]
) -> Iterator[tuple[Reminder, Letter]]:
    """The letters of a day, none of them sent: what each person is told, and how it reads."""
    names = dict(Territory.objects.values_list("pk", "name"))
    for reminder in reminders(facts(on=day_of(at)), today=day_of(at)):
        yield reminder, letters.reminder(reminder, names=names, link_to=link_to, stop_link=stop_link)


def send(*, at: datetime, link_to: Callable[[Cause], str], stop_link: Callable[[int], str]) -> Heartbeat:
    """Send each person the letter of the day, and note that the reminders went out.

    A letter is written down before it leaves: a machine that stops in the middle loses one rather than sends it twice.
    When the mail server refuses it, it is crossed out, and will leave at the next run.
    """
    sent, told, failures = 0, 0, []
    for reminder, letter in written(at=at, link_to=link_to, stop_link=stop_link):
        try:
            if _deliver(reminder, letter=letter, at=at):
                sent, told = sent + 1, told + len(reminder.items)
        except OSError as failure:
            LOG.warning("A reminder did not leave: %s", failure)
            failures.append(str(failure) or type(failure).__name__)
    return _beat(at=at, letters=sent, told=told, failures=failures)


def stop(user: User, *, kinds: Iterable[str], by: User, at: datetime) -> User:
    """The person receives no more of these kinds; `all` stops everything, kinds to come included."""
    unwanted = _known(kinds)
    return _choose(user, lambda off: off | unwanted, by=by, at=at)


def take_up(user: User, *, kinds: Iterable[str], by: User, at: datetime) -> User:
    """The person receives these kinds again; `all` takes up everything."""
    wanted = _known(kinds)
    if ALL in wanted:
        return _choose(user, lambda off: set(), by=by, at=at)
    return _choose(user, lambda off: (set(Kind.values) if ALL in off else off) - wanted, by=by, at=at)


def _deliver(reminder: Reminder, *, letter: Letter, at: datetime) -> bool:
    """Whether the letter left: another process may have sent it meanwhile."""
    try:
        with transaction.atomic():
            rows = Sent.objects.bulk_create(
                Sent(
                    user_id=said.person,
                    kind=said.kind,
                    subject_kind=said.subject_kind,
                    subject_id=said.subject_id,
                    since=said.since,
                    period=said.period,
                    at=at,
                )
                for said in reminder.said()
            )
    except IntegrityError:
        return False
    try:
        deliver(letter)
    except OSError:
        Sent.objects.filter(pk__in=[row.pk for row in rows]).delete()
        raise
    return True


@transaction.atomic
def _beat(*, at: datetime, letters: int, told: int, failures: list[str]) -> Heartbeat:
    beat = Heartbeat.objects.create(
        at=at,
        letters=letters,
        reminders=told,
        failures=len(failures),
        last_failure=failures[-1] if failures else "",
    )
    after = {"letters": letters, "reminders": told, "failures": len(failures)}
    record("reminders.sent", subject=beat, by=SYSTEM, at=at, after=after)
    return beat


def _known(kinds: Iterable[str]) -> set[str]:
    wanted = set(kinds)
    if unknown := sorted(wanted - {ALL, *Kind.values}):
        raise ReminderRefused(_("Rappel inconnu : %(kinds)s.") % {"kinds": ", ".join(unknown)})
    return wanted


@transaction.atomic
def _choose(user: User, choice: Callable[[set[str]], set[str]], *, by: User, at: datetime) -> User:
    if not can_choose(by, of=user):
        raise ReminderRefused(_("Choisir ses rappels revient à la personne qui les reçoit."))
    kept = User.objects.select_for_update().get(pk=user.pk)
    before, kept.reminders_off = kept.reminders_off, sorted(choice(set(kept.reminders_off)))
    if before != kept.reminders_off:
        kept.save(update_fields=["reminders_off"])
        record(
            "reminders.chosen",
            subject=("user", kept.public_id),
            by=author(by),
            at=at,
            before={"off": before},
            after={"off": kept.reminders_off},
        )
    return kept
