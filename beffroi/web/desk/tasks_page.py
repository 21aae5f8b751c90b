"""What waits for a person, as an address asks for it: by the room that it is in, by its day, by its place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.territory.names import folded
from beffroi.web.components import spreadsheet
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.desk.waiting import Room, Task

LABELS: Mapping[str, Any] = {"sujet": _("Sujet")}
SORTS: Mapping[str, Callable[[Task], Any]] = {
    "quoi": lambda task: folded(str(task.what)),
    "ou": lambda task: folded(task.about),
    "date": lambda task: task.day,
}
HEADER = ("room", "what", "about", "day", "address")


def choices() -> dict[str, Mapping[str, Any]]:
    return {"sujet": dict(Room.choices)}


def asked(query: QueryDict) -> Asked:
    return Asked.read(query, choices=choices(), labels=LABELS, sorts=SORTS, usual="date")


def rows(asked: Asked, found: Iterable[Task]) -> list[Task]:
    kept = [task for task in found if _answers(task, asked)]
    return in_order(kept, key=SORTS[asked.sort], is_descending=asked.is_descending)


def as_csv(found: Iterable[Task]) -> HttpResponse:
    rows = ((task.room.value, str(task.what), task.about, task.day or "", task.url) for task in found)
    return spreadsheet.as_csv("a-faire", header=HEADER, rows=rows)


def _answers(task: Task, asked: Asked) -> bool:
    return folded(asked.q) in folded(f"{task.what} {task.about}") and asked.chosen.get("sujet", task.room) == task.room
