"""The figures of the release."""

from collections.abc import Sequence
from dataclasses import fields as fields_of
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from beffroi.api import fields
from beffroi.api.answers import listed
from beffroi.api.asked import AskedValues, refuse_unknown
from beffroi.api.openapi import SOME, csv_too
from beffroi.api.refusals import chosen
from beffroi.api.shelves import all_values, named_as, place_names, places_of, served
from beffroi.observatory.release.read import Observation
from beffroi.territory.towns import territories

router = Router()
COLUMNS = [field.name for field in fields_of(Observation)]


@router.api_operation(
    ["GET", "HEAD"],
    "/values",
    response=SOME | {200: fields.Values},
    openapi_extra=csv_too(
        fr="Chiffres, par indicateur, niveau, lieu et période. Secret, manquant, zéro et sans objet restent distincts.",
        en="Figures, by indicator, level, place and period. Secret, missing, zero and not applicable stay apart.",
    ),
)
def values(request: HttpRequest, asked: Query[AskedValues]) -> HttpResponse:
    refuse_unknown(request, AskedValues)
    _check(asked)
    return listed(request, _found(asked), asked=asked, name="values", shown=_shown)


def _check(asked: AskedValues) -> None:
    """Every filter names something that the release holds: a slip of the keyboard is not an empty answer."""
    release = served()
    if asked.indicator is not None:
        names = {code: entry["name"]["fr"] for code, entry in sorted(release.indicators.items())}
        chosen("indicator", asked.indicator, among=names, fr="indicateur", en="indicator")
    if asked.place is not None:
        places = place_names(release.path, place_kind=asked.place_kind)
        chosen("place", asked.place, among=places, fr="lieu", en="place")
    if asked.territory is not None:
        towns = {territory.code: territory.name for territory in territories()}
        chosen("territory", asked.territory, among=towns, fr="territoire", en="territory")
    if asked.period is not None:
        codes = [asked.indicator] if asked.indicator else sorted(release.indicators)
        periods = {period: period for code in codes for period in release.periods(code)}
        chosen("period", asked.period, among=periods, fr="période", en="period")


def _found(asked: AskedValues) -> Sequence[Observation]:
    """The figures that meet every filter, in the order of indicator, level, place and period."""
    rows = _fewest(asked)
    members = places_of(served().path, asked.territory) if asked.territory is not None else None
    wanted = [
        (name, getattr(asked, name))
        for name in ("indicator", "place_kind", "place", "period", "perimeter")
        if getattr(asked, name) is not None
    ]
    if not wanted and members is None:
        return rows
    return [
        row
        for row in rows
        if (members is None or (row.place_kind, row.place) in members)
        and all(getattr(row, name) == value for name, value in wanted)
    ]


def _fewest(asked: AskedValues) -> Sequence[Observation]:
    """As few rows as the release's own order gives at once."""
    release = served()
    if asked.indicator is not None:
        kinds = [asked.place_kind] if asked.place_kind else fields.PLACE_KINDS
        return [row for kind in kinds for row in release.of(asked.indicator, place_kind=kind)]
    return all_values(release.path)


def _shown(row: Observation) -> dict[str, Any]:
    place = served().places.get((named_as(row.place_kind) or "", row.place))
    shown: dict[str, Any] = {}
    for name in COLUMNS:
        shown[name] = getattr(row, name)
        if name == "place":
            shown["place_name"] = place.name if place else None
        if name == "value":
            shown["absence"] = row.absence
    return shown
