"""What a person reads of their own access."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.programme.people.models import Invitation, Membership, User
from beffroi.programme.reminders.kinds import ALL, Kind
from beffroi.web.people.wording import over


@dataclass(frozen=True, slots=True)
class Access:
    role: Any
    organisation: str
    over: str
    since: date
    until: date | None


def accesses_of(user: User, *, on: date) -> list[Access]:
    """The accesses in force on a day, with the names of the places that they reach."""
    held = Membership.objects.on(on).filter(user=user).select_related("organisation")
    return [
        Access(
            role=membership.get_role_display(),
            organisation=membership.organisation.name,
            over=over(membership),
            since=membership.starts_date,
            until=membership.ends_date,
        )
        for membership in held
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of reminder, and whether it arrives."""

    kind: str
    label: Any
    arrives: bool


def reminders_of(user: User) -> list[Choice]:
    stopped = set(user.reminders_off)
    return [Choice(kind, label, not stopped & {kind, ALL}) for kind, label in Kind.choices]


def has_account(invited: Invitation) -> bool:
    return User.objects.filter(email=invited.email).exists()
