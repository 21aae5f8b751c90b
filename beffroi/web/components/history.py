"""What happened to a thing, told from the journal: who, for whom, when, what, and what was before."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.acting import ORGANISATION
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.queries import names

# Fields that hold the identifier of an organisation, or a list of them.
LINKS = ("owner", "partners", "partner", "funder", "organisation", "represents")
NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


@dataclass(frozen=True, slots=True)
class Detail:
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


@dataclass(frozen=True, slots=True)
class Words:
    """How a room says its rows: the sentence of a verb, the fields that it shows, a value in words."""

    verb: Callable[[str], Any]
    fields: Mapping[str, Any]
    said: Callable[[str, Any], Any]


def told(entries: Iterable[Entry], *, words: Words) -> list[Told]:
    """The rows of a journal as a person reads them; two questions to the database, however many rows."""
    rows = list(entries)
    people = names(row.by for row in rows)
    principals = {row.on_behalf_of: row.on_behalf_of.removeprefix(ORGANISATION) for row in rows}
    named_there = (value for row in rows for side in (row.before, row.after) for value in linked(side))
    known = organisations([*named_there, *principals.values()])
    return [
        Told(
            row.at,
            _who(row.by, people),
            known.get(principals[row.on_behalf_of], ""),
            words.verb(row.verb),
            tuple(_details(row, words, known)),
        )
        for row in rows
    ]


def linked(values: Mapping[str, Any]) -> Iterable[Any]:
    """The identifiers of organisations among the values of a row."""
    for name in LINKS:
        value = values.get(name)
        yield from value if isinstance(value, list) else [value] if value is not None else []


def organisations(identifiers: Iterable[Any]) -> dict[str, str]:
    asked = {identifier for identifier in identifiers if str(identifier).isdecimal()}
    return {str(pk): name for pk, name in Organisation.objects.filter(pk__in=asked).values_list("pk", "name")}


def named(field: str, value: Any, *, known: Mapping[str, str]) -> Any:
    """An identifier of an organisation by its name."""
    if field not in LINKS or value in (None, []):
        return value
    return [known.get(str(one), one) for one in value] if isinstance(value, list) else known.get(str(value), value)


def _who(by: str, known: Mapping[str, str]) -> str:
    return "Beffroi" if by == SYSTEM else known.get(by, _("une personne dont le compte est fermé"))


def _details(row: Entry, words: Words, known: Mapping[str, str]) -> Iterable[Detail]:
    for name, label in words.fields.items():
        before, after = (side.get(name) for side in (row.before, row.after))
        if before != after and not (before in NOTHING and after in NOTHING):
            yield Detail(label, *(words.said(name, named(name, side, known=known)) for side in (before, after)))
