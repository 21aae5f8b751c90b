"""The actions in the person's scope: table, board by state, calendar, map; the same filters everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import board as counted
from beffroi.programme.actions.queries import needs_of
from beffroi.programme.actions.states import WRITERS
from beffroi.web.action import listing
from beffroi.web.action.atlas import map_of
from beffroi.web.action.calendar import drawn
from beffroi.web.action.exporting import actions_files
from beffroi.web.action.lateness import Late, late_of
from beffroi.web.action.wording import badge
from beffroi.web.components.asking import PAGE_SIZE, Asked
from beffroi.web.components.pagination import paged
from beffroi.web.components.rows import Row, rows_drawn, with_keys
from beffroi.web.gate import SignedRequest

VIEWS = (
    ("action:list", _("Table")),
    ("action:board", _("Par état")),
    ("action:calendar", _("Calendrier")),
    ("action:map", _("Carte")),
)
ON_A_BOARD = 6
ON_A_CALENDAR = 40


@dataclass(frozen=True, slots=True)
class Line:
    """An action of a list; `late` is what of it has been late for the longest."""

    action: Action
    badge: str
    late: Late | None

    @property
    def is_late(self) -> bool:
        return self.late is not None


def table(request: SignedRequest) -> HttpResponseBase:
    asked, actions = _found(request)
    if asked.form:
        files = actions_files(request.GET, scope=request.scope, on=request.today)
        return files.answer(request.GET, lines_alone=request.GET.get("feuille") == "financements")
    keys = listing.keys_of(asked, actions, scope=request.scope, on=request.today)
    page, total = paged(keys, size=PAGE_SIZE, number=asked.page), len(keys)
    told = {
        "page": page,
        "total": total,
        "rows": _rows(page.items, request, actions=actions),
    }
    return _shown(request, "action/list.html", asked=asked, told=told)


def _rows(keys: Sequence[int], request: SignedRequest, *, actions: QuerySet[Action]) -> list[SafeString]:
    may_write = _may_write(request)

    def read(some: Sequence[int]) -> list[Row]:
        lines = _lines(with_keys(actions, some), request)
        return [Row(line.action.pk, line.action.territory_id, {"line": line, "may_write": may_write}) for line in lines]

    return rows_drawn("action/row.html", keys, key=(may_write, request.today), read=read)


def board(request: SignedRequest) -> HttpResponse:
    """The first actions of each state, and how many there are."""
    asked, actions = _found(request)
    rank = Window(RowNumber(), partition_by=[F("state")], order_by=[F("territory__name"), F("number")])
    ranked = actions.annotate(rank=rank).filter(rank__lte=ON_A_BOARD)
    first = _lines(listing.whole(actions, ranked), request)
    columns = [
        (state, badge(Action(state=state)), count, [line for line in first if line.action.state == state])
        for state, count in counted(actions).items()
    ]
    return _shown(request, "action/board.html", asked=asked, told={"columns": columns})


def calendar(request: SignedRequest) -> HttpResponse:
    asked, actions = _found(request)
    dated = actions.exclude(start_date=None, end_date=None).order_by("start_date", "end_date", "pk")
    page, total = listing.page_of(dated, number=asked.page, size=ON_A_CALENDAR)
    needs = needs_of(page.items, scope=request.scope)
    told = {"page": page, "total": total, "gantt": drawn(page.items, on=request.today, needs=needs)}
    return _shown(request, "action/calendar.html", asked=asked, told=told)


def map_page(request: SignedRequest) -> HttpResponse:
    """Of one territory, its own ground with every site; of several, the programme."""
    asked, actions = _found(request)
    here = reverse("action:map")
    told = map_of(actions, address=lambda code: here + asked.address(territoire=code))
    return _shown(request, "action/map.html", asked=asked, told=told)


def _found(request: SignedRequest) -> tuple[Asked, QuerySet[Action]]:
    choices = listing.choices_of(request.scope, on=request.today)
    asked = listing.asked(request.GET, choices=choices)
    return asked, listing.found(asked, scope=request.scope, on=request.today)


def _lines(actions: Any, request: SignedRequest) -> list[Line]:
    return [Line(action, badge(action), next(iter(late_of(action, on=request.today)), None)) for action in actions]


def _shown(request: SignedRequest, template: str, *, asked: Asked, told: dict[str, Any]) -> HttpResponse:
    around = {
        "asked": asked,
        "crumbs": ((_("Mon bureau"), reverse("desk:home")),),
        "views": [(label, reverse(name) + asked.query, request.path == reverse(name)) for name, label in VIEWS],
        "may_write": _may_write(request),
    }
    return render(request, template, around | told, status=400 if asked.refused else 200)


def _may_write(request: SignedRequest) -> bool:
    return bool(request.scope.roles & WRITERS)
