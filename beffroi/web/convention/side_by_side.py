"""Two versions side by side: each line as both say it, with the words of a reader.

Of a line that changed, exactly what changed: each field that differs, under its name, before and after.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.days import day as day_said
from beffroi.programme.conventions.difference import Change, Line, difference
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.queries import snapshot
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.programme.towns.queries import wordings
from beffroi.web.convention import plan, wording
from beffroi.web.convention.drawing import Moved, moved
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import colon, language

TITLES = {
    "text": gettext_lazy("Texte"),
    "dates": gettext_lazy("Dates"),
    "parties": gettext_lazy("Parties"),
    "axes": gettext_lazy("Axes"),
    "perimeters": gettext_lazy("Périmètres"),
    "plan": gettext_lazy("Plan d’action"),
    "annexes": gettext_lazy("Annexes"),
}
MARKS = {Change.ADDED: "success", Change.REMOVED: "error", Change.CHANGED: "info", Change.SAME: ""}


# A part whose lines say one thing each: the name of the line is that of what changed.
OF_ONE_FIELD = frozenset({"text", "dates"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says in a line: the whole of it, or one field under its `label`."""

    label: Any
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line; `moved` draws both outlines of a perimeter that is no longer where it was."""

    name: Any
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    change: Change
    moved: Moved | None = None

    @property
    def badge(self) -> str:
        return MARKS[self.change]


@dataclass(frozen=True, slots=True)
class Part:
    title: Any
    rows: tuple[Row, ...]


def before(version: Version, *, among: Sequence[Version]) -> Version | None:
    """The version that came before this one, in the order of phases and numbers; else the next."""
    phase = version.convention.phase.starts_date
    former = [one for one in among if (one.convention.phase.starts_date, one.number) < (phase, version.number)]
    return former[-1] if former else next(iter(among), None)


def parts(was: Version, now: Version, *, scope: Scope, on: date) -> tuple[Part, ...]:
    said = (snapshot(version, plan=plan.rows(version, scope=scope)) for version in (was, now))
    found = difference(*said)
    axes = wordings(now.territory.programme_id, on=now.effective_date or on)
    names: dict[str, Mapping[str, Any]] = {
        "text": wording.FIELDS,
        "dates": wording.FIELDS,
        "axes": axes,
        "parties": {},
        "perimeters": {},
        "plan": {},
        "annexes": {},
    }
    row = partial(_row, axes=axes, territory=now.territory)
    return tuple(
        Part(title, tuple(row(line, part=part, names=names[part]) for line in getattr(found, part)))
        for part, title in TITLES.items()
    )


def _row(line: Line, *, part: str, names: Mapping[str, Any], axes: Mapping[str, str], territory: Territory) -> Row:
    said = line.after or line.before or {}
    name = names.get(line.key) or SAID_NAMES.get(part, lambda _said, key: key)(said, line.key)
    if line.before is None or line.after is None or line.change is Change.SAME:
        return Row(name, _whole(part, line.before), _whole(part, line.after), line.change)
    fields = partial(_fields, part=part, names=_differing(line), axes=axes)
    return Row(name, fields(line.before), fields(line.after), line.change, _moved(line, territory=territory))


def _differing(line: Line) -> tuple[str, ...]:
    """The fields to show: an outline is drawn, and its area stands beside it even where it is the same."""
    shown = [name for name in line.fields if name != "outline"]
    return tuple(shown if len(shown) == len(line.fields) else dict.fromkeys([*shown, "area_ha"]))


def _fields(said: Mapping[str, Any], *, part: str, names: Sequence[str], axes: Mapping[str, str]) -> tuple[Said, ...]:
    labels = {} if part in OF_ONE_FIELD else wording.FIELDS
    return tuple(Said(labels.get(name, ""), _value(name, said.get(name), axes=axes)) for name in names)


def _moved(line: Line, *, territory: Territory) -> Moved | None:
    if "outline" not in line.fields or line.before is None or line.after is None:
        return None
    was, now = (shapely.from_geojson(said["outline"]) for said in (line.before, line.after))
    return moved(territory, was=was, now=now)


def _value(name: str, value: Any, *, axes: Mapping[str, str]) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return str(_("Avec des actions") if value else _("Sans action"))
    if isinstance(value, date):
        return day_said(value)
    if isinstance(value, Decimal):
        return _euros(value)
    said: Mapping[str, Callable[[Any], Any]] = {
        "axis": lambda key: axes.get(key, key),
        "group": lambda key: PartyGroup(key).label,
        "area_ha": _hectares,
        "sha256": lambda sum_: f"{sum_[:12]}…",
    }
    return str(said.get(name, str)(value))


def _party_name(said: Mapping[str, Any], _key: str) -> str:
    return ", ".join(filter(None, [said["organisation"], said["capacity"]]))


def _perimeter_name(_said: Mapping[str, Any], key: str) -> str:
    kind, _space, name = key.partition(" ")
    return f"{PerimeterKind(kind).label}{colon()}{name}"


def _action_name(said: Mapping[str, Any], key: str) -> str:
    return f"{key}. {said['title']}"


SAID_NAMES = {"parties": _party_name, "perimeters": _perimeter_name, "plan": _action_name}


def _whole(part: str, said: Mapping[str, Any] | None) -> tuple[Said, ...]:
    return () if said is None else (Said("", SAID[part](said)),)


def _day(said: Mapping[str, Any]) -> str:
    return day_said(said["date"])


def _axis_said(said: Mapping[str, Any]) -> str:
    return _("Avec des actions") if said["with_action"] else _("Sans action : %s") % said["reason"]


def _party_said(said: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, [str(PartyGroup(said["group"]).label), said["representative"]]))


def _perimeter_said(said: Mapping[str, Any]) -> str:
    return _hectares(said["area_ha"])


def _hectares(area: float) -> str:
    return _("%s ha") % number_format(round(area, 1), decimal_pos=1, force_grouping=True)


def _euros(amount: Decimal) -> str:
    return typography.euros(float(amount), language=language())


def _annex_said(said: Mapping[str, Any]) -> str:
    return _("fichier du %(day)s") % {"day": day_said(said["filed"])}


def _action_said(said: Mapping[str, Any]) -> str:
    days = [day_said(said[name]) for name in ("start_date", "end_date") if said[name]]
    cost = _euros(said["cost"]) if said["cost"] is not None else ""
    return ", ".join(filter(None, [said["owner"], cost, " – ".join(days)]))


SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "text": lambda said: str(said["text"]),
    "dates": _day,
    "parties": _party_said,
    "axes": _axis_said,
    "perimeters": _perimeter_said,
    "plan": _action_said,
    "annexes": _annex_said,
}
