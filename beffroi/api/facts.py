"""What is public of the programme: conventions, actions, money with its totals, decisions; from the published facts."""

from collections.abc import Sequence
from typing import Any, overload
from urllib.parse import urlencode

import pyarrow as pa
import pyarrow.compute as pc
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from beffroi.api import facts_fields
from beffroi.api.answers import listed
from beffroi.api.asked import (
    AskedActions,
    AskedDecisions,
    AskedLines,
    AskedOrts,
    AskedTotals,
    AskedVersions,
    refuse_unknown,
)
from beffroi.api.openapi import ONE, csv_too
from beffroi.api.refusals import Refusal, chosen
from beffroi.programme.facts.published import Published, published
from beffroi.programme.money.states import NEEDS_NO_REQUEST
from beffroi.territory.towns import territories

router = Router()
STAGES = ("planned", "requested", "accepted", "committed", "paid")
TOLD_BY = ("territory", "action", "funder_kind", "funder", "instrument", "origin", "state")


class Rows(Sequence[dict[str, Any]]):
    """The rows of a table, made one page at a time."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __len__(self) -> int:
        rows: int = self.table.num_rows
        return rows

    @overload
    def __getitem__(self, place: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self.table.slice(place, 1).to_pylist()[0]
        start, stop, _step = place.indices(len(self))
        return self.table.slice(start, stop - start).to_pylist()


@router.api_operation(
    ["GET", "HEAD"],
    "/conventions",
    response=ONE | {200: facts_fields.Versions},
    url_name="conventions",
    openapi_extra=csv_too(
        fr="Versions signées des conventions, avec leurs signataires.",
        en="Signed versions of conventions, with their signatories.",
    ),
)
def conventions(request: HttpRequest, asked: Query[AskedVersions]) -> HttpResponse:
    facts = _asked(request, AskedVersions, asked)
    phases = _by(facts, "conventions", "convention")
    signatures: dict[str, list[dict[str, Any]]] = {}
    for row in facts.all("signatures").to_pylist():
        told = {name: row.get(name) for name in facts_fields.Signatory.model_fields}
        signatures.setdefault(row["version"], []).append(told)

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        convention = phases[row["convention"]]
        around = {"territory": convention["territory"], "phase": convention["phase"]}
        return _told(facts_fields.Version, row | around | {"signatories": signatures.get(row["version"], [])})

    return listed(request, _rows(facts, "versions", asked), asked=asked, name="conventions", shown=shown)


@router.api_operation(
    ["GET", "HEAD"],
    "/actions",
    response=ONE | {200: facts_fields.Actions},
    url_name="actions",
    openapi_extra=csv_too(
        fr="Actions publiques, avec leur état et l’adresse de leurs financements.",
        en="Public actions, with their state and the address of their funding.",
    ),
)
def actions(request: HttpRequest, asked: Query[AskedActions]) -> HttpResponse:
    facts = _asked(request, AskedActions, asked)
    rows = _rows(facts, "actions", asked, ("axis", "state"))

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        return _told(facts_fields.Action, row | {"funding_lines": _lines_address({"action": row["action"]})})

    return listed(request, rows, asked=asked, name="actions", shown=shown)


@router.api_operation(
    ["GET", "HEAD"],
    "/funding-lines",
    response=ONE | {200: facts_fields.FundingLines},
    url_name="funding-lines",
    openapi_extra=csv_too(
        fr="Lignes de financement accordées aux actions publiques.",
        en="Funding lines granted to public actions.",
    ),
)
def funding_lines(request: HttpRequest, asked: Query[AskedLines]) -> HttpResponse:
    facts = _asked(request, AskedLines, asked)
    return listed(
        request,
        _rows(facts, "funding_lines", asked, TOLD_BY),
        asked=asked,
        name="funding-lines",
        shown=lambda row: _told(facts_fields.FundingLine, row),
    )


@router.api_operation(
    ["GET", "HEAD"],
    "/funding-totals",
    response=ONE | {200: facts_fields.FundingTotals},
    url_name="funding-totals",
    openapi_extra=csv_too(
        fr="Totaux des lignes de financement ; chacun donne l’adresse des lignes qui le composent.",
        en="Totals of funding lines; each gives the address of the lines that make it.",
    ),
)
def funding_totals(request: HttpRequest, asked: Query[AskedTotals]) -> HttpResponse:
    facts = _asked(request, AskedTotals, asked)
    keys = _keys(asked.by)
    found = _rows(facts, "funding_lines", asked, TOLD_BY).table
    askable = pc.invert(pc.is_in(found["instrument"], value_set=pa.array([str(one) for one in NEEDS_NO_REQUEST])))
    found = found.append_column("askable", pc.cast(askable, pa.int64()))
    told = [("line", "count"), ("is_demonstration", "any"), ("askable", "sum"), *((stage, "sum") for stage in STAGES)]
    sums = found.group_by(keys).aggregate(told)
    ordered = sums.sort_by([(key, "ascending") for key in keys])
    filters = {name: value for name in (*TOLD_BY, "stage") if (value := getattr(asked, name)) is not None}

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        by = {key: row[key] for key in keys}
        amounts = {stage: row[f"{stage}_sum"] or "0.00" for stage in STAGES}
        if row["line_count"] and not row["askable_sum"] and not row["requested_sum"]:
            amounts["requested"] = None
        address = _lines_address(filters | by)
        return _told(
            facts_fields.FundingTotal,
            dict.fromkeys(TOLD_BY)
            | by
            | amounts
            | {
                "lines": row["line_count"],
                "is_demonstration": row["is_demonstration_any"],
                "funding_lines": address,
            },
        )

    return listed(request, Rows(ordered), asked=asked, name="funding-totals", shown=shown)


@router.api_operation(
    ["GET", "HEAD"],
    "/decisions",
    response=ONE | {200: facts_fields.Decisions},
    url_name="decisions",
    openapi_extra=csv_too(
        fr="Décisions de comité par lesquelles vaut quelque chose de public.",
        en="Decisions of committees by which something public holds.",
    ),
)
def decisions(request: HttpRequest, asked: Query[AskedDecisions]) -> HttpResponse:
    facts = _asked(request, AskedDecisions, asked)
    committees = _by(facts, "committees", "committee")

    def shown(row: dict[str, Any]) -> dict[str, Any]:
        name = committees.get(row["committee"], {}).get("name")
        return _told(facts_fields.Decision, row | {"committee_name": name})

    return listed(request, _rows(facts, "decisions", asked), asked=asked, name="decisions", shown=shown)


@router.api_operation(
    ["GET", "HEAD"],
    "/orts",
    response=ONE | {200: facts_fields.Orts},
    url_name="orts",
    openapi_extra=csv_too(
        fr="Opérations de revitalisation de territoire (ORT) homologuées, avec leur arrêté.",
        en="ORT (operations of territorial revitalisation) that hold or held, with their prefectoral act.",
    ),
)
def orts(request: HttpRequest, asked: Query[AskedOrts]) -> HttpResponse:
    facts = _asked(request, AskedOrts, asked)
    return listed(
        request,
        _rows(facts, "orts", asked),
        asked=asked,
        name="orts",
        shown=lambda row: _told(facts_fields.Ort, row),
    )


def _asked(request: HttpRequest, kind: type[Schema], asked: Any) -> Published:
    refuse_unknown(request, kind)
    if asked.territory is not None:
        towns = {territory.code: territory.name for territory in territories()}
        chosen("territory", asked.territory, among=towns, fr="territoire", en="territory")
    facts = published()
    if facts is None:
        raise Refusal(
            status=404,
            error="no_facts",
            fr="Cette installation ne publie pas les faits du programme. Les chiffres sont à /api/v1/values.",
            en="This installation does not publish the facts of the programme. Figures are at /api/v1/values.",
        )
    return facts


def _rows(facts: Published, name: str, asked: Any, filters: Sequence[str] = ()) -> Rows:
    """The rows of a table that meet every filter; a value that the table does not hold is refused with near ones."""
    table = facts.all(name) if asked.territory is None else facts.table_of(name, asked.territory)
    for column in filters:
        value = getattr(asked, column)
        if value is None or column == "territory":
            continue
        known = {str(one): str(one) for one in pc.unique(facts.all(name)[column]).to_pylist()}
        chosen(column, value, among=known, fr="ligne ou action", en="line or action")
        table = table.filter(pc.equal(table[column], value))
    if stage := getattr(asked, "stage", None):
        table = table.filter(pc.is_valid(table[stage]))
    return Rows(table)


def _keys(by: str) -> list[str]:
    keys = list(dict.fromkeys(by.split(",")))
    if wrong := [key for key in keys if key not in TOLD_BY]:
        raise Refusal(
            status=422,
            error="bad_parameter",
            parameter="by",
            fr=f"Pas de total par « {wrong[0]} ». Possibles, séparés par des virgules : {', '.join(TOLD_BY)}.",
            en=f"Totals cannot be told by “{wrong[0]}”. Possible, separated by commas: {', '.join(TOLD_BY)}.",
        )
    return keys


def _lines_address(filters: dict[str, Any]) -> str:
    return f"/api/v1/funding-lines?{urlencode(filters)}"


def _by(facts: Published, table: str, key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in facts.all(table).to_pylist()}


def _told(kind: type[Schema], row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in kind.model_fields}
