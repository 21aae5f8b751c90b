"""The entry of the API, and the release that it serves."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from beffroi.api import fields
from beffroi.api.answers import as_json, given
from beffroi.api.asked import Asked, refuse_unknown
from beffroi.api.openapi import SOME, csv_too, json_only
from beffroi.api.shelves import served
from beffroi.programme.facts.published import edition

router = Router()

TITLE = {"fr": "API de Beffroi", "en": "Beffroi’s API"}
RESOURCES = {
    "territories": ("territories", "Les territoires du programme.", "The territories of the programme."),
    "indicators": ("indicators", "Le catalogue des indicateurs.", "The catalogue of indicators."),
    "values": ("values", "Les chiffres.", "The figures."),
    "peers": ("peers/80001", "Les communes comparables à une commune.", "The communes comparable to a commune."),
    "release": ("release", "La livraison servie et ses origines.", "The release served and its origins."),
    "openapi": ("openapi.json", "La description de l’API (OpenAPI 3.1).", "The description of the API (OpenAPI 3.1)."),
    "docs": ("docs", "La documentation à lire.", "The documentation to read."),
}
# Where an installation publishes the facts of the programme.
FACTS = {
    "conventions": ("conventions", "Les conventions signées.", "The signed conventions."),
    "actions": ("actions", "Les actions publiques.", "The public actions."),
    "funding-lines": ("funding-lines", "L’argent public, ligne par ligne.", "Public money, line by line."),
    "funding-totals": (
        "funding-totals",
        "Les totaux de ces lignes, et l’adresse des lignes de chacun.",
        "The totals of these lines, and the address of the lines of each.",
    ),
    "decisions": ("decisions", "Les décisions de comité publiques.", "The public decisions of committees."),
    "orts": ("orts", "Les ORT et leur arrêté.", "The ORTs and their prefectoral act."),
}


@router.api_operation(
    ["GET", "HEAD"],
    "/",
    response=SOME | {200: fields.Entry},
    openapi_extra=json_only(fr="Les ressources de l’API.", en="The resources of the API."),
)
def entry(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request, fields.Nothing)
    links = [
        {"name": name, "url": f"/api/v1/{path}", "what": {"fr": fr, "en": en}}
        for name, (path, fr, en) in (RESOURCES | (FACTS if edition() else {})).items()
    ]
    return as_json({"title": TITLE, "release": served().name, "links": links})


@router.api_operation(
    ["GET", "HEAD"],
    "/release",
    response=SOME | {200: fields.ReleaseCard},
    openapi_extra=csv_too(
        fr="La livraison servie : origines, contrôles, fichiers et sommes de contrôle.",
        en="The release served: origins, checks, files and checksums.",
    ),
)
def release(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    refuse_unknown(request, Asked)
    return given(request, served().manifest, asked=asked, name="release")
