"""The actions that an address asks for, among those of the person's scope: filters, order, page."""

from array import array
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.journal.kept import kept, kept_by_territory
from beffroi.programme.actions.models import Action, ActionQuerySet
from beffroi.programme.actions.queries import readable, within
from beffroi.programme.actions.states import Cause, State
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import AxisWording
from beffroi.web.components.asking import PAGE_SIZE, SHEETS, Asked
from beffroi.web.components.order import Sort, in_order
from beffroi.web.components.pagination import Page
from beffroi.web.components.rows import with_keys
from beffroi.web.desk.names import organisation_names, town_names

NO_CAUSE = "sans"
YES_NO: Mapping[str, Any] = {"oui": _("Oui"), "non": _("Non")}
LABELS: Mapping[str, Any] = {
    "territoire": _("Territoire"),
    "axe": _("Axe"),
    "etat": _("État"),
    "maitre": _("Maître d’ouvrage"),
    "retard": _("En retard"),
    "cause": _("Cause du retard"),
    "bloquee": _("Bloquée"),
    "mature": _("Mature"),
}
SORTS: Mapping[str, Sort] = {
    "territoire": Sort(),
    "intitule": Sort("title", is_text=True),
    "axe": Sort("axis__order"),
    "etat": Sort("state", rank={str(state): order for order, state in enumerate(State)}),
    "fin": Sort("end_date"),
    "cout": Sort("cost"),
}


def among(scope: Scope) -> ActionQuerySet:
    """The actions of the territories where the person stands; a public action elsewhere is read on the public site."""
    return readable(scope).filter(within(scope.territories))


def choices_of(scope: Scope, *, on: date) -> dict[str, Mapping[str, Any]]:
    """What may be asked of each filter, in the order in which a person reads it."""
    return {
        "territoire": town_names(scope),
        "axe": axis_words(on=on),
        "etat": {str(state): state.label for state in State},
        "maitre": kept(("owners", scope.grants), lambda: _owners(scope)),
        "retard": YES_NO,
        "cause": {NO_CAUSE: _("Sans cause indiquée"), **dict(Cause.choices)},
        "bloquee": YES_NO,
        "mature": YES_NO,
    }


def _owners(scope: Scope) -> dict[str, str]:
    """Who owns an action, in the order of names."""
    owners = kept_by_territory(("owners", scope.grants), sorted(scope.territories), lambda codes: _own(scope, codes))
    mine = set().union(*owners.values())
    return {str(pk): name for pk, name in organisation_names().items() if pk in mine}


def _own(scope: Scope, codes: Collection[str]) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {code: set() for code in codes}
    rows = readable(scope).filter(territory__in=codes, owner__isnull=False).order_by()
    for code, owner in rows.values_list("territory", "owner").distinct():
        found[code].add(owner)
    return {code: frozenset(owners) for code, owners in found.items()}


def axis_words(*, on: date) -> dict[str, str]:
    """The official name of each axis on a day, in the order of the axes."""
    said = AxisWording.objects.filter(starts_date__lte=on).order_by("axis__order", "starts_date")
    return kept(("axis words", on), lambda: dict(said.values_list("axis__key", "text")))


def asked(query: QueryDict, *, choices: Mapping[str, Mapping[str, Any]]) -> Asked:
    return Asked.read(query, choices=choices, labels=LABELS, sorts=SORTS, usual="territoire", forms=SHEETS)


def found(asked: Asked, *, scope: Scope, on: date) -> QuerySet[Action]:
    """The actions asked for, with what a line of a list shows; `keys_of` puts them in order."""
    actions = among(scope)
    for name, value in asked.chosen.items():
        actions = FILTERS[name](actions, value, on)
    if asked.q:
        number = Q(number=int(asked.q)) if asked.q.isdecimal() and len(asked.q) < 7 else Q()
        actions = actions.filter(Q(title__icontains=asked.q) | Q(description__icontains=asked.q) | number)
    return actions.order_by("pk").select_related("territory", "axis", "owner").prefetch_related("milestones")


def page_of(rows: QuerySet, *, number: int, size: int = PAGE_SIZE, total: int | None = None) -> tuple[Page[Model], int]:
    """The page `number` (the last one beyond the end), and how many rows there are in all, counted if nobody did."""
    total = rows.count() if total is None else total
    last = max(1, ceil(total / size))
    number = min(number, last)
    start = (number - 1) * size
    return Page(items=whole(rows, rows[start : start + size]), number=number, last=last, first_rank=start + 1), total


def keys_of(asked: Asked, rows: QuerySet[Action], *, scope: Scope, on: date) -> array:
    """The actions asked for, in the order asked."""
    day = on if "retard" in asked.chosen else None
    key = ("actions", scope.grants, day, asked.q, tuple(sorted(asked.chosen.items())))
    sort = replace(SORTS[asked.sort], is_descending=asked.is_descending)
    return in_order(key, rows, sort=sort, territories=list(town_names(scope)), number="number")


def whole(rows: QuerySet, some: QuerySet) -> list[Any]:
    """Some of the rows, in their order: sorted by their keys alone, for a database carries along all that it sorts."""
    return with_keys(rows, list(some.values_list("pk", flat=True)))


def _late(actions: ActionQuerySet, value: str, on: date) -> ActionQuerySet:
    if value == "oui":
        return actions.late(on)
    return actions.exclude(pk__in=Action.objects.late(on).order_by().values("pk"))


FILTERS: Mapping[str, Callable[[ActionQuerySet, str, date], ActionQuerySet]] = {
    "territoire": lambda actions, value, on: actions.filter(territory=value),
    "axe": lambda actions, value, on: actions.filter(axis__key=value),
    "etat": lambda actions, value, on: actions.filter(state=value),
    "maitre": lambda actions, value, on: actions.filter(owner=value),
    "retard": _late,
    "cause": lambda actions, value, on: actions.filter(late_cause="" if value == NO_CAUSE else value),
    "bloquee": lambda actions, value, on: actions.filter(blocked=value == "oui"),
    "mature": lambda actions, value, on: actions.filter(mature=value == "oui"),
}
