"""What happened to a thing, told from the journal: who, when, what, and what was before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.queries import names
from beffroi.web.convention import wording

LIMIT = 60
# Shown with the sentence; the rest of a row are identifiers that say nothing to a reader.
SHOWN = (
    "summary",
    "effective_date",
    "ends_date",
    "signed_date",
    "starts_date",
    "capacity",
    "reason",
    "area_ha",
    "date",
    "name",
    "assembly",
    "number",
    "title",
)


@dataclass(frozen=True, slots=True)
class Detail:
    label: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Told:
    at: datetime
    who: str
    sentence: Any
    details: tuple[Detail, ...]


def of(*things: tuple[str, Iterable[object]]) -> list[Told]:
    """The last rows about these things, latest first: each a kind and identifiers of that kind."""
    about = Q()
    for kind, identifiers in things:
        about |= Q(subject_kind=kind, subject_id__in=[str(identifier) for identifier in identifiers])
    return told(Entry.objects.filter(about).order_by("-sequence")[:LIMIT]) if about else []


def told(entries: Iterable[Entry]) -> list[Told]:
    rows = list(entries)
    known = names(row.by for row in rows)
    return [Told(row.at, _who(row.by, known), wording.verb(row.verb), tuple(_details(row))) for row in rows]


def _who(by: str, known: dict[str, str]) -> str:
    return "Beffroi" if by == SYSTEM else known.get(by, _("une personne dont le compte est fermé"))


def _details(row: Entry) -> Iterable[Detail]:
    for name in SHOWN:
        before, after = row.before.get(name), row.after.get(name)
        if (before or after) and before != after:
            yield Detail(wording.FIELDS[name], before or "", after or "")
