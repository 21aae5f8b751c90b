"""Two versions side by side: each line as both say it, with the words of a reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.programme.conventions.difference import Change, Line, difference
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.queries import snapshot
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.queries import wordings
from beffroi.web.convention import plan, wording
from beffroi.web.figures import typography
from beffroi.web.figures.days import day as day_said
from beffroi.web.figures.indicator import language

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


@dataclass(frozen=True, slots=True)
class Row:
    name: Any
    before: str
    after: str
    change: Change

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
    return tuple(
        Part(title, tuple(_row(line, part=part, names=names[part]) for line in getattr(found, part)))
        for part, title in TITLES.items()
    )


def _row(line: Line, *, part: str, names: Mapping[str, Any]) -> Row:
    said = line.after or line.before or {}
    name = names.get(line.key) or SAID_NAMES.get(part, lambda _said, key: key)(said, line.key)
    return Row(name, _said(part, line.before), _said(part, line.after), line.change)


def _party_name(said: Mapping[str, Any], _key: str) -> str:
    return ", ".join(filter(None, [said["organisation"], said["capacity"]]))


def _perimeter_name(_said: Mapping[str, Any], key: str) -> str:
    kind, _space, name = key.partition(" ")
    return f"{PerimeterKind(kind).label} : {name}"


def _action_name(said: Mapping[str, Any], key: str) -> str:
    return f"{key}. {said['title']}"


SAID_NAMES = {"parties": _party_name, "perimeters": _perimeter_name, "plan": _action_name}


def _said(part: str, said: Mapping[str, Any] | None) -> str:
    return "" if said is None else SAID[part](said)


def _day(said: Mapping[str, Any]) -> str:
    return day_said(said["date"])


def _axis_said(said: Mapping[str, Any]) -> str:
    return _("Avec des actions") if said["with_action"] else _("Sans action : %s") % said["reason"]


def _party_said(said: Mapping[str, Any]) -> str:
    return ", ".join(filter(None, [str(PartyGroup(said["group"]).label), said["representative"]]))


def _perimeter_said(said: Mapping[str, Any]) -> str:
    return _("%s ha") % number_format(round(said["area_ha"], 1), decimal_pos=1)


def _annex_said(said: Mapping[str, Any]) -> str:
    return _("fichier du %(day)s") % {"day": day_said(said["filed"])}


def _action_said(said: Mapping[str, Any]) -> str:
    days = [day_said(said[name]) for name in ("start_date", "end_date") if said[name]]
    cost = typography.euros(float(said["cost"]), language=language()) if said["cost"] is not None else ""
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
