"""Reads of reminders: whether they still go out, what a person was told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from beffroi.programme.people.models import User
from beffroi.programme.reminders.models import Heartbeat, Sent

# A run a day, with two hours for a slow machine.
EXPECTED_EVERY = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Silence:
    """Reminders stopped going out: since when, and the last failure if the mail server refused them."""

    since: datetime | None
    failure: str = ""


def silence(*, at: datetime) -> Silence | None:
    """What is wrong with the reminders at this moment; nothing when the last run is recent and sent all its letters."""
    last = Heartbeat.objects.filter(at__lte=at).first()
    if last is not None and not last.failures and at - last.at <= EXPECTED_EVERY:
        return None
    whole = Heartbeat.objects.filter(at__lte=at, failures=0).first()
    return Silence(since=whole.at if whole else None, failure=last.last_failure if last else "")


def last() -> Heartbeat | None:
    """The last run."""
    return Heartbeat.objects.first()


def told(user: User) -> QuerySet[Sent]:
    """What a person was reminded of, latest first."""
    return Sent.objects.filter(user=user).order_by("-at", "pk")
