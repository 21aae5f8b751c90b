"""The action sheets of one territory, with their milestones, risks and aims."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from beffroi.programme.actions.lateness import is_late
from beffroi.programme.actions.models import Action, ActionIndicator, Milestone, Risk
from beffroi.programme.actions.states import UNDER_WAY, Cause, Severity, State
from beffroi.programme.conventions.models import Version
from beffroi.programme.demonstration.lives import Life, life, milestones
from beffroi.programme.demonstration.subjects import drawn, reason, subjects
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.programme.towns.models import Axis, Territory

MARK = "démonstration"
AXES = {"housing": 26, "commerce": 20, "mobility": 15, "urban_form": 25, "facilities": 14}
CIRCLES = {Circle.PUBLIC: 74, Circle.AGENTS: 23, Circle.ORGANISATION: 3}
CAUSES = dict.fromkeys(Cause, 1) | {Cause.COST: 5, Cause.PROCUREMENT: 4, Cause.LAND: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the sheets of a territory stand on. `halls` are longitudes and latitudes of its town halls."""

    territory: Territory
    axes: dict[str, Axis]
    communes: list[Organisation]
    epcis: list[Organisation]
    halls: list[tuple[float, float]]
    versions: list[Version]
    since: date
    first_number: int


@dataclass(slots=True, kw_only=True)
class Sheet:
    """An action not written yet, and what it holds."""

    action: Action
    life: Life
    parts: list[Milestone | Risk | ActionIndicator] = field(default_factory=list)


def sheets(chance: Random, ground: Ground, *, number: int, at: datetime, on: date) -> Iterator[Sheet]:
    for rank in range(number):
        axis = drawn(chance, AXES)
        subject = chance.choice(subjects()["actions"][axis])
        told = life(chance, since=ground.since, months=chance.randint(*subject["months"]), on=on)
        action = _action(chance, ground, subject, told, axis=axis, number=ground.first_number + rank)
        action.changed_at = at - timedelta(days=chance.randrange(120), minutes=chance.randrange(1440))
        dated = milestones(chance, told, on=on)
        _difficulties(chance, action, told, dated=dated, on=on)
        yield Sheet(action=action, life=told, parts=_parts(chance, action, subject, dated=dated))


def _action(chance: Random, ground: Ground, subject: dict[str, Any], told: Life, *, axis: str, number: int) -> Action:
    circle = Circle.AGENTS if told.before is State.IDEA else drawn(chance, CIRCLES)
    place = chance.choice(subjects()["places"])
    others = [key for key in AXES if key != axis]
    return Action(
        territory=ground.territory,
        number=number,
        version_in=max(
            (one for one in ground.versions if one.signed_date and one.signed_date <= told.start),
            key=lambda one: one.signed_date,
            default=None,
        ),
        title=f"{subject['title']}, {place} ({MARK})",
        axis=ground.axes[axis],
        secondary_axes=chance.sample(others, 1) if chance.random() < 0.3 else [],
        themes=subject["themes"],
        owner=chance.choice(ground.epcis if ground.epcis and chance.random() < 0.35 else ground.communes),
        description=f"Action inventée pour montrer le logiciel ({MARK}) : elle ne dit rien de ce territoire.",
        state=told.state,
        suspended_from=told.before if told.state is State.SUSPENDED else "",
        mature=chance.random() < 0.2,
        circle=circle,
        site=_site(chance, ground),
        start_date=told.start,
        end_date=told.end,
        delivered_date=told.delivered,
        cost=Decimal(1000 * round(math.exp(chance.uniform(*map(math.log, subject["cost"]))))),
        is_demonstration=True,
    )


def _site(chance: Random, ground: Ground) -> dict[str, Any]:
    """A point within some eight hundred metres of a town hall; a street or a square for one site in three."""
    longitude, latitude = chance.choice(ground.halls)
    east, north = longitude + chance.gauss(0, 0.004), latitude + chance.gauss(0, 0.003)
    size, kind = 0.001 * (1 + chance.random()), chance.random()

    def at(across: float, up: float) -> list[float]:
        return [round(east + across * size, 6), round(north + up * size, 6)]

    if kind < 0.15:
        return {"type": "LineString", "coordinates": [at(-1.5, -0.4), at(-0.4, 0), at(0.6, 0.1), at(1.5, 0.6)]}
    if kind < 0.33:
        return {
            "type": "Polygon",
            "coordinates": [[at(-0.6, -0.4), at(0.5, -0.5), at(0.7, 0.3), at(-0.5, 0.5), at(-0.6, -0.4)]],
        }
    return {"type": "Point", "coordinates": at(0, 0)}


def _difficulties(
    chance: Random, action: Action, told: Life, *, dated: list[tuple[date, date | None]], on: date
) -> None:
    """Why it is late, what blocks it, why it stopped: as the life requires, and now and then besides."""
    opened = [planned for planned, done in dated if done is None]
    late = is_late(state=told.state, start_date=told.start, end_date=told.end, open_milestones=opened, on=on)
    if late and chance.random() < 0.85:
        action.late_cause = drawn(chance, CAUSES)
        action.late_note = reason("note") if action.late_cause == Cause.OTHER else ""
    if told.state in UNDER_WAY and chance.random() < 0.05:
        action.blocked, action.blocked_cause = True, drawn(chance, CAUSES)
        action.unblock_condition = reason("unblock")
    if told.state in (State.SUSPENDED, State.ABANDONED):
        action.state_reason = reason(told.state)
    if told.state is State.ABANDONED:
        action.decided_by = reason("decided_by")
    if told.state is State.ASSESSED:
        action.assessment = reason("assessment")


def _parts(
    chance: Random, action: Action, subject: dict[str, Any], *, dated: list[tuple[date, date | None]]
) -> list[Milestone | Risk | ActionIndicator]:
    labels = subjects()["milestones"]
    parts: list[Milestone | Risk | ActionIndicator] = [
        Milestone(action=action, label=label, planned_date=planned, done_date=done)
        for label, (planned, done) in zip(labels, dated, strict=True)
    ]
    if chance.random() < 0.4:
        text = f"{chance.choice(subjects()['risks'])} ({MARK})"
        parts.append(Risk(action=action, text=text, severity=chance.choice(list(Severity))))
    if "aims" in subject:
        parts.append(_aim(action, subject["aims"], end=dated[-1][0]))
    return parts


def _aim(action: Action, code: str, *, end: date) -> ActionIndicator:
    """Invented values, shown as such. Their luck is their own: they take nothing from that of the money."""
    told, chance = subjects()["aims"][code], Random(f"{action.territory_id} {action.number} {code}")  # noqa: S311
    baseline = Decimal(str(round(chance.uniform(*told["baseline"]), 1)))
    return ActionIndicator(
        action=action,
        indicator_code=code,
        baseline=baseline,
        baseline_period=told["period"],
        target=round(baseline * Decimal(str(round(chance.uniform(*told["left"]), 2))), 1),
        target_period=str(end.year + told["years_after"]),
    )


def owners(
    territory: Territory, known: dict[tuple[str, str], Organisation]
) -> tuple[list[Organisation], list[Organisation]]:
    """Its communes and its intercommunal bodies."""
    communes = [
        known[OrganisationKind.COMMUNE, town.commune] for town in territory.communes.all() if not town.ends_date
    ]
    epcis = [known[OrganisationKind.EPCI, siren] for siren in territory.epci_codes]
    return communes, epcis
