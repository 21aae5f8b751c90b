"""Who is to be reminded of what on a day: a pure function of the facts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from beffroi.programme.moves import Sentence
from beffroi.programme.people.roles import Role
from beffroi.programme.reminders.kinds import ALL, RHYTHMS, Kind, Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that waits, from a day on. A cause that ends and comes back has another `since`: it is another one."""

    kind: Kind
    subject_kind: str
    subject_id: str
    territory: str
    since: date
    title: Sentence = ""
    # The thing whose page tells of it, kind and identifier, where that is not the subject itself.
    told_by: tuple[str, str] | None = None
    # The organisation that is waited for, where there is one.
    organisation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`acts` tells the roles on each territory, each for an organisation; `off` what the person stopped."""

    id: int
    email: str
    acts: Mapping[str, frozenset[tuple[Role, int]]]
    off: frozenset[str] = frozenset()
    language: str = "fr"


@dataclass(frozen=True, slots=True)
class Said:
    """A person was told of a cause for a period of it."""

    person: int
    kind: Kind
    subject_kind: str
    subject_id: str
    since: date
    period: int


@dataclass(frozen=True, slots=True)
class Facts:
    """`causes` are those that hold on the day: one that is gone is not among them."""

    causes: tuple[Cause, ...]
    people: tuple[Person, ...]
    said: frozenset[Said] = frozenset()


@dataclass(frozen=True, slots=True)
class Reminder:
    """One letter: all that one person is told on a day, each with the period for which it is told."""

    person: Person
    items: tuple[tuple[Cause, int], ...]

    def said(self) -> list[Said]:
        return [said_of(self.person, cause, period=period) for cause, period in self.items]


def reminders(facts: Facts, *, today: date) -> list[Reminder]:
    """At most one letter a person, in the order of the people; none to who has nothing to be told.

    A cause is told once a period, to the people of its roles on its territory, unless they stopped its kind. Periods
    during which no letter went out are not caught up.
    """
    there: dict[str, list[tuple[Cause, int]]] = defaultdict(list)
    for cause in facts.causes:
        period = period_on(today, cause=cause, rhythm=RHYTHMS[cause.kind])
        if period is not None:
            there[cause.territory].append((cause, period))
    letters = (Reminder(person, _items(person, there=there, said=facts.said)) for person in facts.people)
    return [letter for letter in letters if letter.items]


def period_on(today: date, *, cause: Cause, rhythm: Rhythm) -> int | None:
    """Which telling of a cause this day belongs to, from 0; nothing before the first."""
    days = (today - cause.since).days - rhythm.after
    if days < 0:
        return None
    return days // rhythm.every if rhythm.every else 0


def said_of(person: Person, cause: Cause, *, period: int) -> Said:
    return Said(person.id, cause.kind, cause.subject_kind, cause.subject_id, cause.since, period)


def _items(
    person: Person, *, there: Mapping[str, list[tuple[Cause, int]]], said: frozenset[Said]
) -> tuple[tuple[Cause, int], ...]:
    found = {
        said_of(person, cause, period=period): (cause, period)
        for territory in person.acts
        for cause, period in there.get(territory, ())
        if _concerns(person, cause)
    }
    order = list(Kind)
    kept = (item for key, item in found.items() if key not in said)
    return tuple(sorted(kept, key=lambda item: (order.index(item[0].kind), item[0].since, item[0].subject_id)))


def _concerns(person: Person, cause: Cause) -> bool:
    if person.off & {ALL, cause.kind}:
        return False
    rhythm = RHYTHMS[cause.kind]
    return any(
        role in rhythm.roles and (not rhythm.of_organisation or organisation == cause.organisation)
        for role, organisation in person.acts.get(cause.territory, ())
    )
