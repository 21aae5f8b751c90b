"""A desk, whole: what its page shows, read for one scope on one day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from beffroi.foundations.clock import day_of
from beffroi.observatory.release.read import Release
from beffroi.programme.actions import queries as actions
from beffroi.programme.actions.models import Action
from beffroi.programme.conventions.life import Alarm, AlarmKind
from beffroi.programme.money.totals import By
from beffroi.programme.people.roles import Role
from beffroi.programme.people.scope import Scope
from beffroi.web.action.atlas import ground_of
from beffroi.web.action.lateness import late_of
from beffroi.web.action.listing import with_keys
from beffroi.web.components.atlas import Atlas
from beffroi.web.components.order import Sort, in_order
from beffroi.web.desk import changes, funds, nation, places, waiting
from beffroi.web.desk.addresses import address, page_of
from beffroi.web.desk.names import town_names

FEW = 8
CHANGES = 10


@dataclass(frozen=True, slots=True)
class Late:
    """An action that is late: what of it since the longest, how much else, and why if somebody said it."""

    title: str
    territory: str
    url: str
    what: str
    others: int
    cause: str


@dataclass(frozen=True, slots=True)
class Alert:
    alarm: Alarm
    territory: str
    url: str


@dataclass(frozen=True, slots=True)
class Rung:
    """How many territories an alarm rings for, and the list of their conventions."""

    label: Any
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    standings: tuple[places.Standing, ...]
    tasks: tuple[waiting.Task, ...]
    alerts: tuple[Alert, ...]
    rung: tuple[Rung, ...]
    late: tuple[Late, ...]
    late_count: int
    changes: tuple[changes.Change, ...]
    money: funds.Table
    atlas: Atlas | None
    town: dict[str, Any] | None
    nation: nation.Nation | None


def desk(scope: Scope, *, at: datetime, release: Release, title: str, territory: str = "") -> Desk:
    """The desk of a scope, or of one territory of it. One map for several territories, another for one alone."""
    on = day_of(at)
    found = places.standings(scope, on=on, territory=territory)
    is_national = not territory and Role.NATIONAL_TEAM in scope.roles
    by = (By.FUNDER_KIND, By.ORIGIN) if is_national else (By.ORIGIN, By.INSTRUMENT)
    alerts = [Alert(alarm, one.name, one.url) for one in found for alarm in one.alarms]
    return Desk(
        standings=tuple(found),
        tasks=tuple(waiting.tasks(scope, on=on)) if not territory else (),
        alerts=tuple(sorted(alerts, key=lambda alert: alert.alarm.due)),
        rung=_rung(alerts),
        late=_late(scope, on=on, territory=territory),
        late_count=sum(one.late for one in found),
        changes=tuple(changes.latest(scope, size=CHANGES, wanted=changes.Wanted(territory=territory))),
        money=funds.table(scope, by=by, territory=territory),
        atlas=places.drawn(found, release=release, title=title) if len(found) > 1 else None,
        town=_town(scope, code=found[0].code) if len(found) == 1 else None,
        nation=nation.nation(scope, on=on, at=at) if is_national else None,
    )


def _rung(alerts: Sequence[Alert]) -> tuple[Rung, ...]:
    """By kind of alarm, in the order of kinds."""
    counts = Counter(alert.alarm.kind for alert in alerts)
    conventions = address("convention:list")
    return tuple(Rung(kind.label, counts[kind], f"{conventions}?alarme={kind}") for kind in AlarmKind if counts[kind])


def _town(scope: Scope, *, code: str) -> dict[str, Any] | None:
    """The actions of one town at their sites; nothing where none has one."""
    found = actions.readable(scope).filter(territory=code)
    return ground_of(found.select_related("territory").prefetch_related("territory__communes"))


def _late(scope: Scope, *, on: date, territory: str) -> tuple[Late, ...]:
    """The first of them, by the day on which each was to end."""
    rows = actions.readable(scope).late(on)
    places = [territory] if territory else list(town_names(scope))
    keys = in_order(("late", scope.grants, on), rows, sort=Sort("end_date"), territories=places, number="number")
    whole = rows.select_related("territory").prefetch_related("milestones")
    return tuple(_told(action, on=on) for action in with_keys(whole, keys[:FEW]))


def _told(action: Action, *, on: date) -> Late:
    oldest, *others = late_of(action, on=on)
    return Late(
        title=action.title,
        territory=action.territory.name,
        url=page_of("action", action.pk),
        what=oldest.what,
        others=len(others),
        cause=action.get_late_cause_display(),
    )
