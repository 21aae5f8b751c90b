"""What happened to a thing, told from the journal: who, for whom, when, what, and what was before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.acting import ORGANISATION
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.queries import names as people_named
from beffroi.web.components.journal.fields import FIELDS, label
from beffroi.web.components.journal.names import Names, names_in, organisations
from beffroi.web.components.journal.values import NOTHING, said
from beffroi.web.components.journal.verbs import sentence

# « No » is news there; elsewhere nobody said yes yet.
YES_OR_NO = frozenset({"with_action", "present"})


@dataclass(frozen=True, slots=True)
class Detail:
    """A field that an operation wrote; `before` is empty where nothing was there."""

    label: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    for_whom: str
    sentence: Any
    details: tuple[Detail, ...]


def told(entries: Iterable[Entry]) -> list[Told]:
    """The rows of a journal as a person reads them; as many questions to the database for a hundred rows as for two."""
    rows = list(entries)
    people = people_named(row.by for row in rows)
    bodies = principals(rows)
    names = names_in(rows)
    return [
        Told(
            row.at,
            who(row.by, people),
            bodies.get(row.on_behalf_of, ""),
            sentence(row.verb),
            tuple(details(row, names=names)),
        )
        for row in rows
    ]


def principals(rows: Iterable[Entry]) -> dict[str, str]:
    """The names of the organisations for which people acted, by what the journal writes of them."""
    written = {row.on_behalf_of for row in rows if row.on_behalf_of}
    known = organisations(one.removeprefix(ORGANISATION) for one in written) if written else {}
    return {one: known.get(one.removeprefix(ORGANISATION), "") for one in written}


def who(by: str, known: Any) -> str:
    return "Beffroi" if by == SYSTEM else known.get(by, _("une personne dont le compte est fermé"))


def details(row: Entry, *, names: Names) -> Iterator[Detail]:
    """What a row changed, field by field; of what was taken away, what it was."""
    before, after = (row.before, row.after) if row.after else ({}, row.before)
    for field in (one for one in FIELDS if one in before or one in after):
        name = label(row.subject_kind, field)
        was, now = before.get(field), after.get(field)
        if name is None or was == now or (field not in YES_OR_NO and _is_nothing(was) and _is_nothing(now)):
            continue
        told = (said(row.subject_kind, field, side, names=names) for side in (was, now))
        yield Detail(name, *told)


def _is_nothing(value: Any) -> bool:
    return value in NOTHING or value is False
