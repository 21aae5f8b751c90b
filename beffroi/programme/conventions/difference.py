"""What changed between two versions, side by side: a pure function of two snapshots."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices

# What identifies a thing in both versions, to what is said of it: {"housing": {"with_action": True, "reason": ""}}
Rows: TypeAlias = Mapping[str, Mapping[str, Any]]


class Change(TextChoices):
    ADDED = "added", _("Ajouté")
    REMOVED = "removed", _("Retiré")
    CHANGED = "changed", _("Modifié")
    SAME = "same", _("Inchangé")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a version says; the action plan is given by who knows the actions."""

    text: Rows = field(default_factory=dict)
    dates: Rows = field(default_factory=dict)
    parties: Rows = field(default_factory=dict)
    axes: Rows = field(default_factory=dict)
    perimeters: Rows = field(default_factory=dict)
    plan: Rows = field(default_factory=dict)
    annexes: Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A thing as each version says it; `fields` are those that differ."""

    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    fields: tuple[str, ...]

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        return Change.CHANGED if self.fields else Change.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Every line of both versions, part by part, so that both can be read whole."""

    text: tuple[Line, ...]
    dates: tuple[Line, ...]
    parties: tuple[Line, ...]
    axes: tuple[Line, ...]
    perimeters: tuple[Line, ...]
    plan: tuple[Line, ...]
    annexes: tuple[Line, ...]

    @property
    def changed(self) -> tuple[Line, ...]:
        """The lines that are not the same."""
        parts = (self.text, self.dates, self.parties, self.axes, self.perimeters, self.plan, self.annexes)
        return tuple(line for part in parts for line in part if line.change is not Change.SAME)


def difference(before: Snapshot, after: Snapshot) -> Difference:
    """What each part of two versions says, line by line, in the order of the first, what is new at the end."""
    return Difference(
        text=tuple(_lines(before.text, after.text)),
        dates=tuple(_lines(before.dates, after.dates)),
        parties=tuple(_lines(before.parties, after.parties)),
        axes=tuple(_lines(before.axes, after.axes)),
        perimeters=tuple(_lines(before.perimeters, after.perimeters)),
        plan=tuple(_lines(before.plan, after.plan)),
        annexes=tuple(_lines(before.annexes, after.annexes)),
    )


def _lines(before: Rows, after: Rows) -> Iterator[Line]:
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key), after.get(key)
        differ = () if was is None or now is None else _differing(was, now)
        yield Line(key, was, now, differ)


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys((*was, *now)) if was.get(name) != now.get(name))
