"""The things that rows of the journal name by their keys, by their names: a question a kind, however many rows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from beffroi.foundations.days import day as day_said
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.models import Action
from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.models import Party, Perimeter, Version
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.queries import names as people
from beffroi.programme.towns.models import AxisWording

LINKS: Mapping[str, str] = {
    **dict.fromkeys(("owner", "partners", "partner", "funder", "organisation", "represents"), "organisation"),
    **dict.fromkeys(("axis", "secondary_axes"), "axis"),
    **dict.fromkeys(("party", "parties"), "party"),
    **dict.fromkeys(("on_action", "copied_from"), "action"),
    **dict.fromkeys(("decision", "overrun_decision"), "decision"),
    **dict.fromkeys(("version_in", "version_out"), "version"),
    "ids": "perimeter",
    "user": "user",
}
Names = Mapping[str, Mapping[str, str]]


def named_by(kind: str, field: str) -> str:
    """The kind of thing that a field names; empty when it names none. What is replaced is of the same kind."""
    if (kind, field) == ("document", "owner"):
        return ""
    return kind if field == "replaces" else LINKS.get(field, "")


def names_in(rows: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """The name of everything that these rows name, by kind and key."""
    return names_of(
        (row.subject_kind, field, value)
        for row in rows
        for side in (row.before, row.after)
        for field, value in side.items()
    )


def names_of(values: Iterable[tuple[str, str, Any]]) -> dict[str, dict[str, str]]:
    """The same of values, each of a field of a kind of thing."""
    asked: dict[str, set[str]] = defaultdict(set)
    for kind, field, value in values:
        if thing := named_by(kind, field):
            asked[thing].update(keys(value))
    return {thing: READ[thing](wanted) for thing, wanted in asked.items() if wanted and thing in READ}


def keys(value: Any) -> list[str]:
    """The keys in a value of the journal: of one thing, of several, of none."""
    return [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]


def subjects(rows: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """What the rows are about, by name, for the kinds of things that have one here."""
    asked: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        asked[row.subject_kind].add(row.subject_id)
    read = {kind: READ[kind](keys) for kind, keys in asked.items() if kind in SUBJECTS}
    return {(kind, key): name for kind, names in read.items() for key, name in names.items()}


def organisations(wanted: Iterable[Any]) -> dict[str, str]:
    rows = Organisation.objects.filter(pk__in=_numbers(wanted)).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def _axes(wanted: Collection[str]) -> dict[str, str]:
    """By number, as an action names them, and by key, as a version does; the last wording of each."""
    found = {}
    for one in AxisWording.objects.select_related("axis").order_by("starts_date"):
        found[str(one.axis_id)] = found[one.axis.key] = f"{one.axis.order}. {one.text}"
    return {key: text for key, text in found.items() if key in wanted}


def _perimeters(wanted: Collection[str]) -> dict[str, str]:
    found = Perimeter.objects.filter(pk__in=_numbers(wanted)).defer("geometry")
    return {str(one.pk): f"{one.name} ({one.get_kind_display()})" for one in found}


def _parties(wanted: Collection[str]) -> dict[str, str]:
    found = Party.objects.filter(pk__in=_numbers(wanted)).select_related("organisation")
    return {str(one.pk): str(one) for one in found}


def _actions(wanted: Collection[str]) -> dict[str, str]:
    """By their number alone: who reads an action may not read the one that it waits for."""
    found = Action.objects.filter(pk__in=_numbers(wanted)).values_list("pk", "number")
    return {str(pk): _("action n° %(number)s") % {"number": number} for pk, number in found}


def _decisions(wanted: Collection[str]) -> dict[str, str]:
    found = Decision.objects.filter(pk__in=_numbers(wanted)).select_related("session")
    said = _("n° %(number)s du %(day)s")
    return {str(one.pk): said % {"number": one.number, "day": day_said(one.session.date)} for one in found}


def _versions(wanted: Collection[str]) -> dict[str, str]:
    found = Version.objects.filter(pk__in=_numbers(wanted)).select_related("convention__territory", "convention__phase")
    return {str(one.pk): str(one) for one in found}


def _numbers(wanted: Iterable[Any]) -> set[Any]:
    return {key for key in wanted if str(key).isdecimal()}


SUBJECTS = ("action", "version", "perimeter", "decision", "organisation")
READ: Mapping[str, Callable[[Collection[str]], dict[str, str]]] = {
    "organisation": organisations,
    "axis": _axes,
    "perimeter": _perimeters,
    "party": _parties,
    "action": _actions,
    "decision": _decisions,
    "version": _versions,
    "user": people,
}
