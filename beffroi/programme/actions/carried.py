"""The action plan as a version carried it the day it was signed: today's sheets, and the journal read backwards."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.meanwhile import told
from beffroi.programme.actions.models import Action
from beffroi.programme.people.models import Organisation
from beffroi.programme.towns.models import Axis

FIELDS = ("title", "axis", "owner", "cost", "start_date", "end_date")
DAYS = ("start_date", "end_date")


def rows(actions: Iterable[Action], *, signed_date: date | None) -> dict[str, dict[str, Any]]:
    """What each action said at the end of the day of signature, by its number; what it says now of a draft.

    An action that was written after that day says what it said at first.
    """
    said = {action: told(action, fields=FIELDS) for action in actions}
    since = _written_after(said, day=signed_date) if signed_date else {}
    for action, values in said.items():
        for entry in since.get(str(action.pk), ()):
            values.update({name: value for name, value in entry.before.items() if name in values})
    axes = dict(Axis.objects.filter(pk__in={v["axis"] for v in said.values()}).values_list("pk", "key"))
    owners = dict(Organisation.objects.filter(pk__in={v["owner"] for v in said.values()}).values_list("pk", "name"))
    return {str(action.number): _read(values, axes=axes, owners=owners) for action, values in said.items()}


def _written_after(actions: Iterable[Action], *, day: date) -> dict[str, list[Entry]]:
    """The rows of the journal of a later day, the latest first, by action."""
    wanted = [str(action.pk) for action in actions]
    found = defaultdict(list)
    for entry in Entry.objects.filter(subject_kind="action", subject_id__in=wanted).order_by("-sequence"):
        if day_of(entry.at) > day:
            found[entry.subject_id].append(entry)
    return found


def _read(values: Mapping[str, Any], *, axes: Mapping[Any, str], owners: Mapping[Any, str]) -> dict[str, Any]:
    days = {name: date.fromisoformat(values[name]) if values[name] else None for name in DAYS}
    cost = values["cost"]
    return {
        "title": values["title"],
        "axis": axes[values["axis"]],
        "owner": owners.get(values["owner"], ""),
        "cost": None if cost is None else Decimal(cost),
        **days,
    }
