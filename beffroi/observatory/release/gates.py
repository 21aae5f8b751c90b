"""Gates: queries that must return nothing. Some hold for every indicator; each indicator adds its own."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from beffroi.observatory.release.columns import CONF_STATUS, FIGURES, KEY, OBS_STATUS, WITH_FIGURE

Offenders = tuple[str, ...]  # rows, as text
Declared = Mapping[str, Any]  # an indicator as catalogue.json holds it

ROUNDING = {"n": 1.5}  # n is published as a whole number: three roundings of a half
SHOWN = 5  # offenders told for a closed gate


@dataclass(frozen=True, slots=True)
class GateResult:
    """`offenders` holds the first rows that the query returned, as text; none when the gate let the figures through."""

    indicator: str
    name: str
    offenders: Offenders

    @property
    def passed(self) -> bool:
        return not self.offenders


def check(declared: Declared, db: duckdb.DuckDBPyConnection, *, table: str) -> list[GateResult]:
    """The results of all gates over `table`, whose columns are those of values.parquet.

    The indicator's own queries name `indicators.<slug>`: that must be the same table, or a view of it.
    """
    found = _asked_at_once(db, _rows(table), dict(_conditions(declared)))
    found["one row per place, perimeter and period"] = _told_twice(db, table)
    if _is_additive(declared):
        found |= _asked_at_once(db, _triples(declared, table), dict(_triple_conditions(declared)))
    for gate in declared["gates"]:
        found[gate["name"]["en"]] = _offenders(db, gate["sql"].strip().removesuffix(";"))
    return [GateResult(declared["code"], name, offenders) for name, offenders in found.items()]


def _asked_at_once(db: duckdb.DuckDBPyConnection, rows: str, conditions: Mapping[str, str]) -> dict[str, Offenders]:
    """The offenders of each condition over `rows`: one pass for them all, and one for each only when it finds some."""
    any_of = " or ".join(f"({condition})" for condition in conditions.values())
    if not _offenders(db, f"{rows} where {any_of}"):
        return dict.fromkeys(conditions, ())
    return {name: _offenders(db, f"{rows} where {condition}") for name, condition in conditions.items()}


def _told_twice(db: duckdb.DuckDBPyConnection, table: str) -> Offenders:
    """The keys of more than one row; looked for only when there are fewer digests of keys than rows."""
    counted = f"select count(*) as rows, count(distinct hash({KEY})) as keys from {table}"
    if not _offenders(db, f"select 1 from ({counted}) where keys < rows"):
        return ()
    return _offenders(db, f"select {KEY} from {table} group by all having count(*) > 1")


def _offenders(db: duckdb.DuckDBPyConnection, sql: str) -> Offenders:
    found = db.execute(f"select * from ({sql}) limit {SHOWN}").fetchall()
    return tuple(", ".join("null" if cell is None else str(cell) for cell in row) for row in found)


def _rows(table: str) -> str:
    return f"select {KEY}, {', '.join(FIGURES)}, obs_status, conf_status from {table}"


def _conditions(declared: Declared) -> Iterator[tuple[str, str]]:
    """Gates that look at one row: what must never be true of it."""
    statuses = f"obs_status in {tuple(OBS_STATUS)} and conf_status in {tuple(CONF_STATUS)}"
    yield "a place, a period and known statuses", f"place is null or period is null or not ({statuses})"
    with_figure = f"(value is not null) <> (obs_status in {WITH_FIGURE})"
    yield "a value where the status says so, and nowhere else", f"{with_figure} or not isfinite(value)"
    beside = "coalesce(numerator, denominator, n, low, high) is not null"
    yield "nothing beside a value that is not there", f"value is null and {beside}"
    yield "secrets are marked as such", "(obs_status = 'Q') <> (conf_status <> 'F')"
    yield "the value is within its interval", "value < low or value > high"
    low, high = declared["bounds"]
    if low is not None:
        yield f"at least {low}", f"value < {low}"
    if high is not None:
        yield f"at most {high}", f"value > {high}"
    if floor := declared["disclosure"]["floor"]:
        below = f"value is not null and (n is null or (n > 0 and n < {floor}))"
        yield f"no figure below the floor of {floor}", f"{below} and not {MEDIAN}"
    if _is_additive(declared):
        absent = " or ".join(f"{figure} is null" for figure in _made_of(declared))
        yield "a value has what it is made of", f"value is not null and ({absent})"
    if declared["kind"] == "ratio":
        gap = f"abs(value * denominator - {float(declared['scale'])} * numerator)"
        yield "the value is its numerator over its denominator", f"{gap} > 1e-9 * (1 + abs(value * denominator))"


# The n of a median counts communes, not units: the floor was applied to each of them.
MEDIAN = "(numerator is null and place_kind in ('territory', 'peers', 'programme', 'france'))"


def _triples(declared: Declared, table: str) -> str:
    """Centre, rest and commune side by side, for the communes that have a centre."""
    gaps = (
        f"abs(sum(if(place_kind = 'commune', -{figure}, {figure}))) as gap_{figure}" for figure in _made_of(declared)
    )
    return f"""
        select * from (
            select place, period, {", ".join(gaps)},
                count(*) filter (conf_status <> 'F') as secrets, count(value) as shown
            from {table}
            where place_kind in ('centre', 'rest', 'commune')
                and place in (select place from {table} where place_kind = 'centre')
            group by place, period)"""


def _triple_conditions(declared: Declared) -> Iterator[tuple[str, str]]:
    """Gates that look at the three rows of a commune together."""
    for figure in _made_of(declared):
        gap = f"shown = 3 and gap_{figure} > {ROUNDING.get(figure, 1e-6)}"
        yield f"centre and rest make the commune ({figure})", gap
    yield "no secret that centre, rest and commune give back", "secrets = 1 and shown = 2"


def _made_of(declared: Declared) -> tuple[str, ...]:
    return ("numerator", "denominator", "n") if declared["kind"] == "ratio" else ("numerator", "n")


def _is_additive(declared: Declared) -> bool:
    return declared["kind"] in ("ratio", "count")
