"""Gates: what must never be true of figures. Some hold for every indicator; each indicator adds its own, as queries."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from beffroi.observatory.release.columns import CONF_STATUS, FIGURES, KEY, OBS_STATUS, WITH_FIGURE
from beffroi.observatory.release.rows import SHOWN, Mask, Offenders, Rows, as_text

Declared = Mapping[str, Any]  # an indicator as catalogue.json holds it
Ask = Callable[[str], Sequence[tuple[Any, ...]]]

KEYS = KEY.split(", ")
ROUNDING = {"n": 1.5}  # n is published as a whole number: three roundings of a half
# The n of a median counts communes, not units: the floor was applied to each of them.
OF_MEDIANS = ("territory", "peers", "programme", "france")


@dataclass(frozen=True, slots=True)
class GateResult:
    """`offenders` holds the first rows that the gate found, as text; none when it let the figures through."""

    indicator: str
    name: str
    offenders: Offenders

    @property
    def passed(self) -> bool:
        return not self.offenders


def check(declared: Declared, figures: pa.Table, *, ask: Ask) -> list[GateResult]:
    """The results of all gates over `figures`, in the columns of values.parquet.

    `ask` gives the rows of a query. The indicator's own queries name `indicators.<slug>`: that must be the same table,
    or a view of it.
    """
    rows = Rows(figures)
    found = {name: _told(rows, faulty) for name, faulty in _row_faults(declared, rows)}
    found["one row per place, perimeter and period"] = _told_twice(rows)
    if _is_additive(declared):
        found |= dict(_triple_faults(declared, rows))
    for gate in declared["gates"]:
        offenders = ask(f"select * from ({gate['sql'].strip().removesuffix(';')}) limit {SHOWN}")
        found[gate["name"]["en"]] = tuple(as_text(row) for row in offenders)
    return [GateResult(declared["code"], name, offenders) for name, offenders in found.items()]


def _told(rows: Rows, faulty: Mask) -> Offenders:
    return rows.told(np.flatnonzero(faulty), [*KEYS, *FIGURES, "obs_status", "conf_status"])


def _told_twice(rows: Rows) -> Offenders:
    """The keys of more than one row."""
    group, _ = rows.group(*KEYS)
    if (np.diff(group) > 0).all():
        return ()
    _, first, many = np.unique(group, return_index=True, return_counts=True)
    return rows.told(first[many > 1], KEYS)


def _row_faults(declared: Declared, rows: Rows) -> Iterator[tuple[str, Mask]]:
    """Gates that look at one row. What is not a number is never within a bound: every comparison is asked to hold."""
    value, n, low, high = (rows.figure(name) for name in ("value", "n", "low", "high"))
    obs, conf = rows.words("obs_status"), rows.words("conf_status")
    has_key = (rows.words("place").numbers >= 0) & (rows.words("period").numbers >= 0)
    yield "a place, a period and known statuses", ~(has_key & obs.are(OBS_STATUS) & conf.are(CONF_STATUS))
    wrongly_there = value.is_there != obs.are(WITH_FIGURE)
    yield (
        "a value where the status says so, and nowhere else",
        wrongly_there | (value.is_there & ~np.isfinite(value.values)),
    )
    beside = np.logical_or.reduce([rows.figure(name).is_there for name in FIGURES if name != "value"])
    yield "nothing beside a value that is not there", ~value.is_there & beside
    yield "secrets are marked as such", obs.are({"Q"}) == conf.are({"F"})
    too_low = low.is_there & ~(value.values >= low.values)
    too_high = high.is_there & ~(value.values <= high.values)
    yield "the value is within its interval", value.is_there & (too_low | too_high)
    least, most = declared["bounds"]
    if least is not None:
        yield f"at least {least}", value.is_there & ~(value.values >= least)
    if most is not None:
        yield f"at most {most}", value.is_there & ~(value.values <= most)
    if floor := declared["disclosure"]["floor"]:
        below = value.is_there & (~n.is_there | ((n.values > 0) & ~(n.values >= floor)))
        is_median = ~rows.figure("numerator").is_there & rows.words("place_kind").are(OF_MEDIANS)
        yield f"no figure below the floor of {floor}", below & ~is_median
    yield from _faults_of_parts(declared, rows)


def _faults_of_parts(declared: Declared, rows: Rows) -> Iterator[tuple[str, Mask]]:
    """Gates that hold a value against what it is made of."""
    if not _is_additive(declared):
        return
    value = rows.figure("value")
    whole = np.logical_and.reduce([rows.figure(name).is_there for name in _made_of(declared)])
    yield "a value has what it is made of", value.is_there & ~whole
    if declared["kind"] == "ratio":
        product = value.values * rows.figure("denominator").values
        gap = np.abs(product - float(declared["scale"]) * rows.figure("numerator").values)
        is_close = gap <= 1e-9 * (1 + np.abs(product))
        yield "the value is its numerator over its denominator", value.is_there & whole & ~is_close


def _triple_faults(declared: Declared, rows: Rows) -> Iterator[tuple[str, Offenders]]:
    """Gates that look at centre, rest and commune together, for the communes that have a centre."""
    kind, value = rows.words("place_kind"), rows.figure("value")
    place, places = rows.group("place")
    has_centre = np.bincount(place[kind.are({"centre"})], minlength=places) > 0
    inside = np.flatnonzero(kind.are({"centre", "rest", "commune"}) & has_centre[place])
    group, many = rows.group("place", "period")
    triple = group[inside]
    sign = np.where(kind.are({"commune"})[inside], -1.0, 1.0)
    shown = np.bincount(triple, weights=value.is_there[inside], minlength=many)
    secrets = np.bincount(triple, weights=~rows.words("conf_status").are({"F"})[inside], minlength=many)

    def told(faulty: Mask) -> Offenders:
        offending = inside[faulty[triple]]
        _, first = np.unique(group[offending], return_index=True)
        return rows.told(offending[first], ["place", "period"])

    for name in _made_of(declared):
        figure = rows.figure(name)
        parts = np.where(figure.is_there, figure.values, 0.0)[inside]
        gap = np.abs(np.bincount(triple, weights=sign * parts, minlength=many))
        is_close = gap <= ROUNDING.get(name, 1e-6)
        yield f"centre and rest make the commune ({name})", told((shown == 3) & ~is_close)
    yield "no secret that centre, rest and commune give back", told((secrets == 1) & (shown == 2))


def _made_of(declared: Declared) -> tuple[str, ...]:
    return ("numerator", "denominator", "n") if declared["kind"] == "ratio" else ("numerator", "n")


def _is_additive(declared: Declared) -> bool:
    return declared["kind"] in ("ratio", "count")
