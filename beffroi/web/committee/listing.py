"""The list of committees as an address asks for it: those of the person's scope, their sessions behind and ahead."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Committee, Session
from beffroi.programme.committees.rules import can_see
from beffroi.programme.committees.states import DECIDING, PREPARED, CommitteeKind
from beffroi.programme.people.scope import Scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.names import folded
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.components.spreadsheet import columns_as_csv

LABELS: Mapping[str, Any] = {"niveau": _("Niveau"), "seances": _("Séances")}
COMING, TO_WRITE, SOME, NONE = "a-venir", "a-ecrire", "tenues", "aucune"
SORTS: Mapping[str, Callable[["Line"], Any]] = {
    "nom": lambda line: folded(line.committee.name),
    "prochaine": lambda line: line.next.date if line.next else None,
    "derniere": lambda line: line.last.date if line.last else None,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A committee, its next session and its last; `to_write`: one was held whose minutes are not adopted."""

    committee: Committee
    place: str
    next: Session | None
    last: Session | None
    to_write: bool


def lines_of(scope: Scope, *, on: date) -> list[Line]:
    """Every committee that a scope reads, in two queries."""
    found = Committee.objects.select_related("territory").prefetch_related("sessions")
    return [_line(committee, on=on) for committee in found if can_see(committee, scope=scope)]


def _line(committee: Committee, *, on: date) -> Line:
    sessions = sorted(committee.sessions.all(), key=lambda session: session.date)
    coming = [session for session in sessions if session.date >= on and session.life_state in PREPARED]
    past = [session for session in sessions if session not in coming]
    return Line(
        committee,
        _place(committee),
        coming[0] if coming else None,
        past[-1] if past else None,
        any(session.life_state in DECIDING for session in sessions),
    )


def _place(committee: Committee) -> str:
    if committee.territory is not None:
        return committee.territory.name
    if committee.department:
        return departments()[committee.department].name
    return regions()[committee.region] if committee.region else str(_("France"))


def choices(lines: Sequence[Line]) -> dict[str, Mapping[str, Any]]:
    kinds = {line.committee.kind for line in lines}
    return {
        "niveau": {kind: label for kind, label in CommitteeKind.choices if kind in kinds},
        "seances": {
            COMING: _("Une séance à venir"),
            TO_WRITE: _("Un compte rendu à adopter"),
            SOME: _("Au moins une séance passée"),
            NONE: _("Aucune séance"),
        },
    }


TESTS: Mapping[str, Callable[[Line], bool]] = {
    COMING: lambda line: line.next is not None,
    TO_WRITE: lambda line: line.to_write,
    SOME: lambda line: line.last is not None,
    NONE: lambda line: line.next is None and line.last is None,
}


def asked(query: QueryDict, *, choices: Mapping[str, Mapping[str, Any]]) -> Asked:
    return Asked.read(query, choices=choices, labels=LABELS, sorts=SORTS, usual="nom")


def chosen(lines: Sequence[Line], *, asked: Asked) -> list[Line]:
    """The lines that the address asks for, in its order; those without the sorted fact come last."""
    wanted, kind = folded(asked.q), asked.chosen.get("niveau")
    test = TESTS.get(asked.chosen.get("seances", ""), lambda _line: True)
    found = [
        line
        for line in lines
        if (wanted in folded(line.committee.name) or wanted in folded(line.place))
        and kind in {None, line.committee.kind}
        and test(line)
    ]
    return in_order(found, key=SORTS[asked.sort], is_descending=asked.is_descending)


COLUMNS: Mapping[str, Callable[[Line], Any]] = {
    "name": lambda line: line.committee.name,
    "kind": lambda line: line.committee.kind,
    "place": lambda line: line.place,
    "next_session": lambda line: line.next.date if line.next else "",
    "next_session_state": lambda line: line.next.state if line.next else "",
    "last_session": lambda line: line.last.date if line.last else "",
    "last_session_state": lambda line: line.last.state if line.last else "",
}


def as_csv(found: Iterable[Line]) -> HttpResponse:
    return columns_as_csv("comites", columns=COLUMNS, found=found)
