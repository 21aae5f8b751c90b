"""What changed, told from the journal to those who may read it: sentences made from codes, latest first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Choices
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from beffroi.foundations.clock import LEGAL_TIME
from beffroi.foundations.journal import chain
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions import queries as actions
from beffroi.programme.actions.states import Cause
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.committees.states import Outcome, SessionState
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.rules import can_read
from beffroi.programme.money import queries as money
from beffroi.programme.money.states import Instrument, Origin
from beffroi.programme.money.states import State as LineState
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.queries import names
from beffroi.programme.people.roles import Circle
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.desk import wording
from beffroi.web.desk.addresses import history_of, page_of
from beffroi.web.figures.days import day as day_said

# Read this many times more rows than are shown: those about what the person does not read are left out.
MARGIN = 4
STATES: Mapping[str, type[Choices]] = {
    "action": ActionState,
    "fundingline": LineState,
    "version": VersionState,
    "session": SessionState,
}
CODED: Mapping[str, type[Choices]] = {
    "blocked_cause": Cause,
    "late_cause": Cause,
    "circle": Circle,
    "outcome": Outcome,
    "instrument": Instrument,
    "origin": Origin,
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A field that an operation changed, before and after, as a reader reads them."""

    label: Any
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the journal, told; `sequence` is its place in it."""

    sequence: int
    at: datetime
    who: str
    sentence: Any
    kind: Any
    about: str
    url: str
    history_url: str
    territory: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which changes: about one territory, one kind of thing, between two days; from a row of the journal on."""

    territory: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    beyond: int | None = None
    oldest_first: bool = False


ALL = Wanted()


def latest(scope: Scope, *, size: int, wanted: Wanted = ALL) -> list[Change]:
    """The last changes (or the first ones) on the territories where someone acts, as wanted."""
    places = actions.acting(scope)
    rows = Entry.objects.filter(territory__in={wanted.territory}.intersection(places) if wanted.territory else places)
    if wanted.kind:
        rows = rows.filter(subject_kind=wanted.kind)
    if wanted.since:
        rows = rows.filter(at__gte=_morning(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_morning(wanted.until + timedelta(days=1)))
    if wanted.beyond is not None:
        way = "gt" if wanted.oldest_first else "lt"
        rows = rows.filter(**{f"sequence__{way}": wanted.beyond})
    found = list(rows.order_by("sequence" if wanted.oldest_first else "-sequence")[: size * MARGIN])
    return told(_readable(found, scope=scope)[:size])


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LEGAL_TIME)


def history(kind: str, identifier: object) -> list[Change]:
    """Everything that happened to one thing; who asks was checked before."""
    return told(chain.history((kind, identifier)))


def told(rows: Iterable[Entry]) -> list[Change]:
    rows = list(rows)
    people = names(row.by for row in rows)
    places = dict(Territory.objects.filter(code__in={row.territory for row in rows}).values_list("code", "name"))
    return [_told(row, people=people, places=places) for row in rows]


def _told(row: Entry, *, people: Mapping[str, str], places: Mapping[str, str]) -> Change:
    who = "Beffroi" if row.by == SYSTEM else people.get(row.by, _("une personne dont le compte est fermé"))
    return Change(
        sequence=row.sequence,
        at=row.at,
        who=who,
        sentence=wording.VERBS.get(row.verb, row.verb),
        kind=wording.KINDS.get(row.subject_kind, ""),
        about=str(row.after.get("title") or row.after.get("name") or row.before.get("title") or ""),
        url=page_of(row.subject_kind, row.subject_id),
        history_url=history_of(row.subject_kind, row.subject_id),
        territory=places.get(row.territory, ""),
        details=tuple(_details(row)),
    )


def _details(row: Entry) -> Iterator[Detail]:
    for name in sorted({*row.before, *row.after} & wording.FIELDS.keys()):
        before, after = row.before.get(name), row.after.get(name)
        if before != after:
            kind = row.subject_kind
            yield Detail(wording.FIELDS[name], _read(kind, name, before), _read(kind, name, after))


def _read(kind: str, name: str, value: Any) -> Any:
    """A stored code as a word, a stored date as a day."""
    if value is None or value == "":
        return wording.ABSENT
    if isinstance(value, bool):
        return wording.YES if value else wording.NO
    choices = STATES.get(kind) if name == "state" else CODED.get(name)
    if choices is not None and value in choices.values:
        return choices(value).label
    if name.endswith("date") and isinstance(value, str) and (day := _day(value)):
        return day_said(day)
    return value


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _readable(rows: list[Entry], *, scope: Scope) -> list[Entry]:
    """Without what is told of a thing that the scope does not read: an internal action, its money, a document."""
    named = defaultdict(set)
    for row in rows:
        named[row.subject_kind].add(row.subject_id)
    seen = {
        "action": set(actions.readable(scope).filter(pk__in=named["action"]).values_list("pk", flat=True)),
        "fundingline": set(money.readable(scope).filter(pk__in=named["fundingline"]).values_list("pk", flat=True)),
        "document": {
            document.pk
            for document in Document.objects.filter(pk__in=named["document"])
            if can_read(document, scope=scope)
        },
    }
    return [row for row in rows if row.subject_kind not in seen or int(row.subject_id) in seen[row.subject_kind]]
