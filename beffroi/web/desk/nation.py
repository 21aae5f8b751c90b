"""What only the national team's desk shows: signatures over time, actions by axis and state, letters that stopped."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count

from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.programme.actions import queries as actions
from beffroi.programme.actions.states import State
from beffroi.programme.conventions.queries import signatures_over_time
from beffroi.programme.people.scope import Scope
from beffroi.programme.reminders.queries import Silence, silence
from beffroi.programme.towns.models import Phase
from beffroi.programme.towns.queries import wordings
from beffroi.web.desk.addresses import address

WIDTH, HEIGHT = 640, 220
MARGIN = 40


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Signed framework conventions of a phase over time: a line in steps, its axes, and the same as rows by month."""

    phase: str
    path: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    months: tuple[tuple[date, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A number of actions, and the address of the list of them."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Axis:
    wording: str
    counts: tuple[Opened, ...]
    total: Opened


@dataclass(frozen=True, slots=True)
class Nation:
    curves: tuple[Curve, ...]
    states: tuple[Any, ...]
    axes: tuple[Axis, ...]
    # The reminders no longer go out.
    silence: Silence | None


def nation(scope: Scope, *, on: date, at: datetime) -> Nation:
    phases = list(Phase.objects.select_related("programme"))
    curves = [curve(phase.name, signatures_over_time(phase.key)) for phase in phases]
    states = list(State)
    return Nation(
        curves=tuple(one for one in curves if one is not None),
        states=tuple(state.label for state in states),
        axes=tuple(_axes(scope, programme=phases[0].programme_id, states=states, on=on)) if phases else (),
        silence=silence(at=at),
    )


def curve(phase: str, signed: Sequence[tuple[date, int]]) -> Curve | None:
    """Nothing where nothing was signed."""
    if not signed:
        return None
    first, last = signed[0][0].replace(day=1), signed[-1][0]
    days = max((last - first).days, 1)
    most = signed[-1][1]

    def x(day: date) -> int:
        return round(MARGIN + (day - first).days / days * (WIDTH - 2 * MARGIN))

    def y(count: int) -> int:
        return round(HEIGHT - MARGIN - count / most * (HEIGHT - 2 * MARGIN))

    path = f"M{x(first)} {y(0)}" + "".join(f"H{x(day)}V{y(count)}" for day, count in signed)
    months = _by_month(signed)
    years = sorted({day.year for day, _count in signed if date(day.year, 1, 1) >= first} | {first.year})
    return Curve(
        phase=phase,
        path=path,
        across=tuple(Tick(x(max(date(year, 1, 1), first)), str(year)) for year in years),
        up=tuple(Tick(y(count), str(count)) for count in sorted({0, most // 2, most})),
        months=tuple(months.items()),
        total=most,
    )


def _by_month(signed: Sequence[tuple[date, int]]) -> dict[date, int]:
    """How many were signed by the end of each month in which one was."""
    return {day.replace(day=1): count for day, count in signed}


def _axes(scope: Scope, *, programme: str, states: Sequence[State], on: date) -> list[Axis]:
    kept = kept_by_territory(("axes", scope.grants), sorted(scope.territories), lambda codes: _counts(scope, codes))
    counted: Counter[tuple[str, str]] = Counter()
    for own in kept.values():
        counted.update(own)
    rows, base = [], address("action:list")
    for key, wording in wordings(programme, on=on).items():
        counts = tuple(
            Opened(counted[key, str(state)], f"{base}?{urlencode({'axe': key, 'etat': state.value})}")
            for state in states
        )
        whole = Opened(sum(one.count for one in counts), f"{base}?{urlencode({'axe': key})}")
        rows.append(Axis(wording=wording, counts=counts, total=whole))
    return rows


def _counts(scope: Scope, codes: Collection[str]) -> dict[str, Counter[tuple[str, str]]]:
    """How many actions of each axis are in each state, by territory."""
    found: dict[str, Counter[tuple[str, str]]] = {code: Counter() for code in codes}
    rows = actions.readable(scope).filter(territory__in=codes).order_by().values("territory", "axis__key", "state")
    for row in rows.annotate(count=Count("pk")):
        found[row["territory"]][row["axis__key"], row["state"]] = row["count"]
    return found
