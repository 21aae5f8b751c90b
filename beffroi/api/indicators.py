"""The catalogue of indicators."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from beffroi.api import fields
from beffroi.api.answers import given, listed
from beffroi.api.asked import Asked, AskedIndicators, refuse_unknown
from beffroi.api.openapi import ONE, SOME, csv_too
from beffroi.api.refusals import Refusal, chosen, near
from beffroi.api.shelves import served

router = Router()


@router.api_operation(
    ["GET", "HEAD"],
    "/indicators",
    response=SOME | {200: fields.Indicators},
    openapi_extra=csv_too(fr="Indicateurs du catalogue, par code.", en="Indicators of the catalogue, by code."),
)
def indicators(request: HttpRequest, asked: Query[AskedIndicators]) -> HttpResponse:
    refuse_unknown(request, AskedIndicators)
    axes = {key: axis["name"]["fr"] for key, axis in served().catalogue["axes"].items()}
    axis = asked.axis and chosen("axis", asked.axis, among=axes, fr="axe", en="axis")
    found = [entry for _, entry in sorted(served().indicators.items()) if axis in {None, entry["axis"]}]
    return listed(request, found, asked=asked, name="indicators", shown=_summary)


@router.api_operation(
    ["GET", "HEAD"],
    "/indicators/{code}",
    response=ONE | {200: fields.Indicator},
    openapi_extra=csv_too(
        fr="Tout ce que le catalogue dit d’un indicateur : sens, calcul, limites.",
        en="All that the catalogue says of an indicator: meaning, calculation, limits.",
        example="HAB-03",
    ),
)
def indicator(request: HttpRequest, code: str, asked: Query[Asked]) -> HttpResponse:
    refuse_unknown(request, Asked)
    entry = served().indicators.get(code)
    if entry is None:
        raise _unknown(code)
    return given(request, {**_summary(entry), **_rest(entry)}, asked=asked, name=f"indicator-{code}")


def _summary(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {name: entry[name] for name in ("code", "version", "status", "axis", "name", "question")}
    unit = served().catalogue["units"][entry["unit"]]
    return {
        **kept,
        "unit": {"key": entry["unit"], "symbol": unit["symbol"], "label": unit["label"]},
        "levels": entry["levels"],
        "periods": served().periods(entry["code"]),
        "values": f"/api/v1/values?indicator={entry['code']}",
    }


def _rest(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "unit"}


def _unknown(code: str) -> Refusal:
    names = {code: entry["name"]["fr"] for code, entry in sorted(served().indicators.items())}
    found = near(code, names=names)
    hint = ", ".join(f"{near_code} {name}" for near_code, name in found) or ", ".join(list(names)[:5])
    return Refusal(
        status=404,
        error="unknown_indicator",
        parameter="code",
        fr=f"Aucun indicateur n’a le code « {code} ». Peut-être : {hint}.",
        en=f"No indicator has the code “{code}”. Perhaps: {hint}.",
        near=found,
    )
