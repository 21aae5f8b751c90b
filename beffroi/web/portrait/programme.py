"""What is public of the programme on a territory, from the published facts: from its convention to its decisions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.days import day
from beffroi.observatory.release.read import Release
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.committees.states import DecisionSubject, Outcome
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.facts.published import Published
from beffroi.territory.towns import Territory
from beffroi.web.portrait import funding
from beffroi.web.portrait.ground import Ground, ground_of
from beffroi.web.portrait.revitalisation import Ort, orts_of


@dataclass(frozen=True, slots=True)
class Signatory:
    """An organisation that signed on a day, in its own name (an empty capacity), in others, or in both."""

    name: str
    on: str
    capacities: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A signed version of a convention."""

    phase: str
    kind: Any
    state: Any
    signed: str
    ends: str
    signatories: Sequence[Signatory]
    is_imported: bool
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    name: str
    number: str
    title: str
    axis: str
    state: Any
    owner: str
    site: Any
    starts: str
    ends: str
    cost: Decimal | None
    funds: Decimal
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A decision: what it is about, what was decided, and when."""

    what: Any
    detail: Any
    on: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    edition: str
    versions: Sequence[Version]
    actions: Sequence[Action]
    states: Sequence[tuple[Any, int]]
    money: Sequence[funding.Total]
    whole: funding.Total
    decisions: Sequence[Told]
    orts: Sequence[Ort]
    ground: Ground
    has_demonstration: bool


def programme_of(
    facts: Published, territory: Territory, *, release: Release, axes: Mapping[str, str], on: date
) -> Programme:
    """`axes` is the name of each axis by its key; `release` has the outlines of the towns."""
    code = territory.code
    lines = facts.of("funding_lines", code)
    ground = ground_of(facts, territory, release=release, on=on)
    actions = _actions(facts, code, axes=axes, lines=lines, sites=ground.forms)
    versions, decisions, orts = _versions(facts, code), _decisions(facts, code), orts_of(facts, territory, on=on)
    shown: list[Any] = [*versions, *actions, *decisions, *orts, *ground.perimeters]
    return Programme(
        edition=facts.edition,
        versions=versions,
        actions=actions,
        states=_counted(actions),
        money=funding.totals(lines),
        whole=funding.whole(lines),
        decisions=decisions,
        orts=orts,
        ground=ground,
        has_demonstration=any(one.is_demonstration for one in shown),
    )


def _versions(facts: Published, code: str) -> list[Version]:
    signatures = facts.of("signatures", code)
    phases = {row["convention"]: row.get("phase_name") or row["phase"] for row in facts.of("conventions", code)}
    return [
        Version(
            phase=phases.get(row["convention"], ""),
            kind=VersionKind(row["kind"]).label,
            state=VersionState(row["state"]).label,
            signed=day(row["signed_date"]),
            ends=day(row["ends_date"]),
            signatories=_signatories(one for one in signatures if one["version"] == row["version"]),
            is_imported=row["is_imported"],
            is_demonstration=row["is_demonstration"],
        )
        for row in facts.of("versions", code)
    ]


def _signatories(rows: Iterable[Mapping[str, Any]]) -> list[Signatory]:
    """Each once a day, with all the capacities in which it signed that day."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        # An edition published before the column was has none.
        found.setdefault((row["organisation"], day(row["signed_date"])), []).append(row.get("capacity") or "")
    return [Signatory(name, on, _capacities(said)) for (name, on), said in found.items()]


def _capacities(said: Sequence[str]) -> tuple[Any, ...]:
    """In words; nothing for who signs in its own name only."""
    return tuple(one or _("en son nom") for one in dict.fromkeys(said)) if any(said) else ()


def _actions(
    facts: Published,
    code: str,
    *,
    axes: Mapping[str, str],
    lines: Iterable[Mapping[str, Any]],
    sites: Mapping[str, Any],
) -> list[Action]:
    funds: dict[str, Decimal] = {}
    for line in lines:
        funds[line["action"]] = funds.get(line["action"], Decimal(0)) + funding.granted(line)
    order = list(axes)
    rows = sorted(facts.of("actions", code), key=lambda row: order.index(row["axis"]) if row["axis"] in axes else 99)
    return [
        Action(
            name=row["action"],
            number=row["action"].partition("/")[2],
            title=row["title"] or "",
            axis=axes.get(row["axis"], row["axis"]),
            state=ActionState(row["state"]).label,
            owner=row["owner"] or "",
            site=sites.get(row["action"], ""),
            starts=day(row["start_date"]),
            ends=day(row["delivered_date"] or row["end_date"]),
            cost=row["cost"],
            funds=funds.get(row["action"], Decimal(0)),
            is_demonstration=row["is_demonstration"],
        )
        for row in rows
    ]


def _counted(actions: Sequence[Action]) -> list[tuple[Any, int]]:
    """How many actions are in each state, in the order of their life."""
    labels = [state.label for state in ActionState]
    counts = {label: sum(1 for one in actions if one.state == label) for label in labels}
    return [(label, count) for label, count in counts.items() if count]


def _decisions(facts: Published, code: str) -> list[Told]:
    committees = {row["committee"]: row["name"] for row in facts.all("committees").to_pylist()}
    return [
        Told(
            what=DecisionSubject(row["subject_kind"]).label,
            detail=f"{Outcome(row['outcome']).label}, {committees.get(row['committee'], '')}".rstrip(", "),
            on=day(row["date"]),
            is_demonstration=row["is_demonstration"],
        )
        for row in facts.of("decisions", code)
    ]
