"""The territories of the programme."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from beffroi.api import fields
from beffroi.api.answers import given, listed, wants_csv
from beffroi.api.asked import Asked, AskedTerritories, refuse_unknown
from beffroi.api.openapi import ONE, SOME, csv_too
from beffroi.api.refusals import Refusal
from beffroi.territory import finding
from beffroi.territory.towns import Territory, Town

router = Router()


@router.api_operation(
    ["GET", "HEAD"],
    "/territories",
    response=SOME | {200: fields.Territories},
    openapi_extra=csv_too(fr="Territoires du programme, par code.", en="Territories of the programme, by code."),
)
def territories(request: HttpRequest, asked: Query[AskedTerritories]) -> HttpResponse:
    refuse_unknown(request, AskedTerritories)
    try:
        found = finding.filtered(region=asked.region, department=asked.department, phase=asked.phase, pair=asked.pair)
    except finding.BadFilter as error:
        raise _bad_filter(error) from error
    flat = wants_csv(request, asked)
    return listed(request, found, asked=asked, name="territories", shown=_row if flat else _shown)


@router.api_operation(
    ["GET", "HEAD"],
    "/territories/{code}",
    response=ONE | {200: fields.Territory},
    openapi_extra=csv_too(
        fr="Un territoire, par son code ou celui d’une de ses communes.",
        en="A territory, by its code or that of one of its communes.",
        example="acv-001",
    ),
)
def territory(request: HttpRequest, code: str, asked: Query[Asked]) -> HttpResponse:
    refuse_unknown(request, Asked)
    try:
        found = finding.territory(code)
    except finding.UnknownTerritory as error:
        near = tuple((place.code, place.name) for place in error.near)
        names = ", ".join(f"{near_code} {name}" for near_code, name in near)
        raise Refusal(
            status=404,
            error="unknown_territory",
            parameter="code",
            fr=f"Aucun territoire n’a le code « {code} ». "
            + (f"Peut-être : {names}." if names else "Exemple : acv-001."),
            en=f"No territory has the code “{code}”. " + (f"Perhaps: {names}." if names else "Example: acv-001."),
            near=near,
        ) from error
    flat = wants_csv(request, asked)
    return given(request, (_row if flat else _shown)(found), asked=asked, name=f"territory-{found.code}")


def _shown(territory: Territory) -> dict[str, Any]:
    return {
        "code": territory.code,
        "name": territory.name,
        "communes": [_commune(town) for town in territory.communes],
        "department": territory.department,
        "department_name": territory.department_name,
        "region": territory.region,
        "region_name": territory.region_name,
        "entry": territory.entry,
        "entry_date": territory.entry_date,
        "signed": territory.signed,
        "phase2_signed": territory.phase2_signed,
        "phase": territory.phase.value,
        "is_pair": territory.is_pair,
        "is_overseas": territory.is_overseas,
        "ort_signed": territory.ort_signed,
        "values": f"/api/v1/values?territory={territory.code}",
    }


def _commune(town: Town) -> dict[str, Any]:
    told = fields.Commune.model_fields
    return {name: value for name, value in asdict(town).items() if name in told}


def _row(territory: Territory) -> dict[str, Any]:
    communes = [town.code for town in territory.communes]
    names = " – ".join(town.name for town in territory.communes)
    return {**_shown(territory), "communes": communes, "commune_names": names}


def _bad_filter(error: finding.BadFilter) -> Refusal:
    choices = ", ".join(f"{code} ({label})" for code, label in error.accepted.items())
    return Refusal(
        status=422,
        error="bad_parameter",
        parameter=error.name,
        fr=f"Aucun territoire pour {error.name} = « {error.value} ». Valeurs possibles : {choices}.",
        en=f"No territory for {error.name} = “{error.value}”. Possible values: {choices}.",
        near=tuple(error.accepted.items()),
    )
