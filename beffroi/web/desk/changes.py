"""What changed, told from the journal to those who may read it: sentences made from codes, latest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from beffroi.foundations.clock import LEGAL_TIME
from beffroi.foundations.journal import chain
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions import queries as actions
from beffroi.programme.actions.models import Action
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.rules import can_read
from beffroi.programme.money import queries as money
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.people import queries as people
from beffroi.programme.people.models import Membership
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.components.history import Detail, details, principals, who
from beffroi.web.components.journal.names import Names, names_in, subjects
from beffroi.web.components.journal.verbs import sentence
from beffroi.web.desk import wording
from beffroi.web.desk.addresses import history_of, page_of

# Read this many times more rows than are shown: those about what the person does not read are left out.
MARGIN = 4


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the journal, told; `sequence` is its place in it."""

    sequence: int
    at: datetime
    who: str
    for_whom: str
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
    return told(_rows_of(kind, identifier))


def _rows_of(kind: str, identifier: object) -> Iterable[Entry]:
    """Its own rows; of what an import brought or a letter opened, the rows of that too."""
    if kind == "action" and (action := Action.objects.filter(pk=str(identifier)).first()):
        return actions.history(action)
    if kind == "fundingline" and (line := FundingLine.objects.filter(pk=str(identifier)).first()):
        return money.history(line)
    if kind == "envelope" and (envelope := Envelope.objects.filter(pk=str(identifier)).first()):
        return money.envelope_history(envelope)
    if kind == "membership" and (membership := Membership.objects.filter(pk=str(identifier)).first()):
        return people.history(membership)
    return chain.history((kind, identifier))


def told(rows: Iterable[Entry]) -> list[Change]:
    rows = list(rows)
    known = people.names(row.by for row in rows)
    places = dict(Territory.objects.filter(code__in={row.territory for row in rows}).values_list("code", "name"))
    names, bodies, about = names_in(rows), principals(rows), subjects(rows)
    return [
        _told(
            row,
            known=known,
            places=places,
            names=names,
            for_whom=bodies.get(row.on_behalf_of, ""),
            about=about.get((row.subject_kind, row.subject_id), ""),
        )
        for row in rows
    ]


def _told(
    row: Entry, *, known: Mapping[str, str], places: Mapping[str, str], names: Names, for_whom: str, about: str
) -> Change:
    return Change(
        sequence=row.sequence,
        at=row.at,
        who=who(row.by, known),
        sentence=sentence(row.verb),
        kind=wording.KINDS.get(row.subject_kind, ""),
        for_whom=for_whom,
        about=str(row.after.get("title") or row.after.get("name") or row.before.get("title") or about),
        url=page_of(row.subject_kind, row.subject_id),
        history_url=history_of(row.subject_kind, row.subject_id),
        territory=places.get(row.territory, ""),
        details=tuple(details(row, names=names)),
    )


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
