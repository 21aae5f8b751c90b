"""The page of what changed, as an address asks for it: filtered, in one order or the other, in pages, exported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.queries import acting
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.components import spreadsheet
from beffroi.web.components.asking import Refused
from beffroi.web.components.history import Detail
from beffroi.web.desk import wording
from beffroi.web.desk.changes import Change, Wanted

SIZE = 50
MOST_EXPORTED = 5000
LABELS: Mapping[str, Any] = {
    "territoire": _("Territoire"),
    "sujet": _("Sujet"),
    "tri": _("Tri"),
    "depuis": _("Depuis le"),
    "jusqua": _("Jusqu’au"),
}
ORDERS: Mapping[str, Any] = {"-date": _("Récents d’abord"), "date": _("Anciens d’abord")}
A_DAY: Mapping[str, Any] = {"2026-01-31": _("année-mois-jour")}
NOTHING = "–"
HEADER = ("at", "by", "for", "what", "kind", "about", "territory", "details", "address")


@dataclass(frozen=True, slots=True)
class Asked:
    chosen: Mapping[str, str]
    refused: tuple[Refused, ...]
    wanted: Wanted
    is_export: bool

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen.keys() - {"tri"})

    def address(self, **changes: str) -> str:
        return "?" + urlencode({**self.chosen, **{name: value for name, value in changes.items() if value}})


def choices(scope: Scope) -> dict[str, Mapping[str, Any]]:
    names = Territory.objects.filter(code__in=acting(scope)).order_by("name").values_list("code", "name")
    return {"territoire": dict(names), "sujet": wording.KINDS, "tri": ORDERS}


def asked(query: QueryDict, *, choices: Mapping[str, Mapping[str, Any]]) -> Asked | None:
    """Read an address; nothing when it continues from a row that cannot be."""
    given = {name: query[name].strip() for name in LABELS if query.get(name, "").strip()}
    days = {name: _day(given[name]) for name in ("depuis", "jusqua") if name in given}
    wrong = {name: choices[name] for name in choices if name in given and given[name] not in choices[name]}
    wrong |= {name: A_DAY for name, day in days.items() if day is None}
    chosen = {name: value for name, value in given.items() if name not in wrong}
    beyond = query.get("avant", "")
    if beyond and not (beyond.isascii() and beyond.isdigit() and len(beyond) < 18):
        return None
    return Asked(
        chosen=chosen,
        refused=tuple(Refused(LABELS[name], given[name][:60], right) for name, right in wrong.items()),
        wanted=Wanted(
            territory=chosen.get("territoire", ""),
            kind=chosen.get("sujet", ""),
            since=days.get("depuis"),
            until=days.get("jusqua"),
            beyond=int(beyond) if beyond else None,
            oldest_first=chosen.get("tri") == "date",
        ),
        is_export=query.get("format") == "csv" and not wrong,
    )


def as_csv(found: Iterable[Change]) -> HttpResponse:
    return spreadsheet.as_csv("changements", header=HEADER, rows=map(_cells, found))


def _cells(one: Change) -> tuple[Any, ...]:
    details = " | ".join(_detail(detail) for detail in one.details)
    told = (one.who, one.for_whom, str(one.sentence), str(one.kind), one.about, one.territory)
    return (one.at.isoformat(), *told, details, one.url)


def _detail(detail: Detail) -> str:
    return f"{detail.label} : {detail.before or NOTHING} → {detail.after or NOTHING}"


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
