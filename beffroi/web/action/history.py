"""What happened to a thing, from the journal, in words: who, when, what, what was before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.queries import names
from beffroi.web.action import wording

LINKS = ("owner", "partners", "funder")


@dataclass(frozen=True, slots=True)
class Detail:
    label: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    what: Any
    details: tuple[Detail, ...]


def told(entries: Iterable[Entry], *, fields: Any = wording.FIELDS, said: Any = wording.said) -> list[Told]:
    """The rows of a journal as a person reads them; two questions to the database, however many rows."""
    rows = list(entries)
    people = names(row.by for row in rows)
    known = organisations(value for row in rows for side in (row.before, row.after) for value in linked(side))
    return [
        Told(
            row.at,
            "Beffroi" if row.by == SYSTEM else people.get(row.by, _("un compte fermé")),
            wording.verb(row.verb),
            tuple(_details(row, fields, said, known)),
        )
        for row in rows
    ]


def linked(values: dict[str, Any]) -> Iterable[Any]:
    """The identifiers of organisations among the values of a row."""
    for name in LINKS:
        value = values.get(name)
        yield from value if isinstance(value, list) else [value] if value is not None else []


def organisations(identifiers: Iterable[Any]) -> dict[str, str]:
    asked = {identifier for identifier in identifiers if str(identifier).isdecimal()}
    return {str(pk): name for pk, name in Organisation.objects.filter(pk__in=asked).values_list("pk", "name")}


def named(field: str, value: Any, *, known: dict[str, str]) -> Any:
    """An identifier of an organisation by its name."""
    if field not in LINKS or value in (None, []):
        return value
    return [known.get(str(one), one) for one in value] if isinstance(value, list) else known.get(str(value), value)


def _details(row: Entry, fields: Any, said: Any, known: dict[str, str]) -> Iterable[Detail]:
    for name in fields:
        before, after = row.before.get(name), row.after.get(name)
        if name in row.before or after not in (None, "", [], False):
            if before == after or name not in {**row.before, **row.after}:
                continue
            yield Detail(
                fields[name], said(name, named(name, before, known=known)), said(name, named(name, after, known=known))
            )
