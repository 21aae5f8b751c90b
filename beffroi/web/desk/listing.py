"""The list of a scope's territories as an address asks for it: filtered, sorted, paged, exported."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.territory import finding
from beffroi.territory.names import folded
from beffroi.web.desk import wording
from beffroi.web.desk.places import Standing

PAGE_SIZE = 25
ANY_ALARM = "toute"
SORTS: Mapping[str, Callable[[Standing], Any]] = {
    "nom": lambda one: folded(one.name),
    "fin": lambda one: one.ends,
    "alarmes": lambda one: len(one.alarms),
    "actions": lambda one: one.actions,
    "retards": lambda one: one.late,
    "engage": lambda one: one.committed,
    "paye": lambda one: one.paid,
}
FILTERS = {"region": _("Région"), "phase": _("Phase"), "alarme": _("Alarme"), "tri": _("Tri"), "page": _("Page")}


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be right: what was given, what would be right."""

    label: Any
    given: str
    accepted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    q: str
    chosen: Mapping[str, str]
    refused: tuple[Refused, ...]
    sort: str
    is_descending: bool
    page: int
    is_export: bool

    def address(self, **changes: str) -> str:
        """The same list with something else asked; the first page unless a page is asked."""
        order = f"-{self.sort}" if self.is_descending else self.sort
        kept = {"q": self.q, **self.chosen, "tri": order} | changes
        defaults = {"tri": "nom", "page": "1"}
        return "?" + urlencode({name: value for name, value in kept.items() if value and defaults.get(name) != value})

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.chosen)


def choices() -> dict[str, Mapping[str, Any]]:
    return {
        "region": finding.region_choices(),
        "phase": {phase.value: label for phase, label in wording.PHASES.items()},
        "alarme": {ANY_ALARM: _("Toute alarme")} | wording.ALARMS,
    }


def asked(query: QueryDict) -> Asked:
    """Read an address; a wrong value is set apart and the list goes on without it."""
    refused: list[Refused] = []

    def checked(name: str, accepted: Mapping[str, Any], default: str) -> str:
        given = query.get(name, "").strip()
        if not given or given in accepted:
            return given or default
        refused.append(Refused(FILTERS[name], given[:60], accepted))
        return default

    chosen = {name: value for name, accepted in choices().items() if (value := checked(name, accepted, ""))}
    order = checked("tri", {sign + key: key for key in SORTS for sign in ("", "-")}, "nom")
    page = query.get("page", "1").strip() or "1"
    if not (page.isascii() and page.isdigit() and 0 < int(page[:6]) < 10_000):
        refused.append(Refused(FILTERS["page"], page[:60], {"1": "1"}))
        page = "1"
    return Asked(
        q=query.get("q", "").strip()[:100],
        chosen=chosen,
        refused=tuple(refused),
        sort=order.lstrip("-"),
        is_descending=order.startswith("-"),
        page=int(page),
        is_export=query.get("format") == "csv",
    )


def rows(asked: Asked, found: Sequence[Standing]) -> list[Standing]:
    """Those asked for, in the order asked; those without the sorted fact come last."""
    kept = [one for one in found if _answers(one, asked)]
    key = SORTS[asked.sort]
    known = sorted((one for one in kept if key(one) is not None), key=key, reverse=asked.is_descending)
    return [*known, *(one for one in kept if key(one) is None)]


def _answers(one: Standing, asked: Asked) -> bool:
    alarm = asked.chosen.get("alarme", "")
    kinds = {str(each.kind) for each in one.alarms}
    return (
        folded(asked.q) in folded(f"{one.name} {one.code}")
        and asked.chosen.get("region", one.region) == one.region
        and asked.chosen.get("phase", one.phase.value) == one.phase.value
        and (not alarm or bool(kinds if alarm == ANY_ALARM else alarm in kinds))
    )


def as_csv(found: Sequence[Standing]) -> HttpResponse:
    """RFC 4180, UTF-8: codes and numbers, as a program reads them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["code", "name", "region", "department", "phase", "ends", "alarms", "actions", "late", "committed", "paid"]
    )
    for one in found:
        alarms = "|".join(str(alarm.kind) for alarm in one.alarms)
        facts = (one.code, one.name, one.region, one.department, one.phase.value, one.ends or "", alarms)
        writer.writerow([*facts, one.actions, one.late, one.committed, one.paid])
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="territoires.csv"'},
    )
