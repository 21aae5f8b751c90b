"""The list of a scope's territories as an address asks for it: filtered, sorted, paged, exported."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.territory import finding
from beffroi.territory.names import folded
from beffroi.web.components import spreadsheet
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.desk import wording
from beffroi.web.desk.places import Standing

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
FILTERS = {"region": _("Région"), "phase": _("Phase"), "alarme": _("Alarme")}
HEADER = ("code", "name", "region", "department", "phase", "ends", "alarms", "actions", "late", "committed", "paid")


def choices() -> dict[str, Mapping[str, Any]]:
    return {
        "region": finding.region_choices(),
        "phase": {phase.value: label for phase, label in wording.PHASES.items()},
        "alarme": {ANY_ALARM: _("Toute alarme")} | wording.ALARMS,
    }


def asked(query: QueryDict) -> Asked:
    return Asked.read(query, choices=choices(), labels=FILTERS, sorts=SORTS, usual="nom")


def rows(asked: Asked, found: Sequence[Standing]) -> list[Standing]:
    """Those asked for, in the order asked; those without the sorted fact come last."""
    kept = [one for one in found if _answers(one, asked)]
    return in_order(kept, key=SORTS[asked.sort], is_descending=asked.is_descending)


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
    """Codes and numbers, as a program reads them."""
    return spreadsheet.as_csv("territoires", header=HEADER, rows=map(_cells, found))


def _cells(one: Standing) -> tuple[Any, ...]:
    alarms = "|".join(str(alarm.kind) for alarm in one.alarms)
    facts = (one.code, one.name, one.region, one.department, one.phase.value, one.ends.day if one.ends else "", alarms)
    return (*facts, one.actions, one.late, one.committed, one.paid)
