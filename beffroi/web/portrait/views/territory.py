"""The portrait of a territory, as a page, as two printed pages, as a table."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from beffroi.foundations.clock import today
from beffroi.programme.facts.published import published
from beffroi.territory.towns import Territory
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.reading import OWN_LEVELS, REFERENCES, Reading, served
from beffroi.web.portrait import downloads, printed, who
from beffroi.web.portrait.blocks import portrait_of
from beffroi.web.portrait.finding import territory_or_answer
from beffroi.web.portrait.ground import geojson
from beffroi.web.portrait.measured import measured, put_in
from beffroi.web.portrait.programme import programme_of


def portrait(request: HttpRequest, code: str) -> HttpResponse:
    reading = served()
    territory = territory_or_answer(request, code, route="territory")
    if isinstance(territory, HttpResponse):
        return territory
    html = measured(request, lambda: _figures_page(request, reading, territory))
    return HttpResponse(put_in(html, **_programme(request, reading, territory)))


def _figures_page(request: HttpRequest, reading: Reading, territory: Territory) -> str:
    """The page without the programme, whose place is marked."""
    towns = [who.town_view(reading, town, identity=f"map-{town.code}") for town in territory.communes]
    context = {
        "territory": territory,
        "api": f"/api/v1/territories/{territory.code}",
        "facts": who.facts(territory, towns),
        "towns": towns,
        "portrait": portrait_of(reading, territory),
        "release": reading.release,
    }
    return render_to_string("portrait/territory.html", context, request)


def _programme(request: HttpRequest, reading: Reading, territory: Territory) -> dict[str, str]:
    """What is published of the programme here, and the link that leads to it; nothing before anything is published."""
    if not (facts := published()):
        return {"menu": "", "section": ""}
    axes = {axis.key: axis.name for axis in reading.axes()}
    programme = programme_of(facts, territory, release=reading.release, axes=axes, on=today())
    context = {"programme": programme, "territory": territory}
    return {
        "menu": render_to_string("portrait/programme_link.html", request=request),
        "section": render_to_string("portrait/programme.html", context, request),
    }


def perimeters_geojson(request: HttpRequest, code: str) -> HttpResponse:
    territory = territory_or_answer(request, code, route="perimeters-geojson")
    if isinstance(territory, HttpResponse):
        return territory
    if not (facts := published()):
        raise Http404("This installation publishes no facts of the programme.")
    text = json.dumps(geojson(facts, territory.code, on=today()), ensure_ascii=False, default=str)
    response = HttpResponse(text, content_type="application/geo+json")
    name = f"beffroi-{territory.code}-perimetres-{facts.edition}.geojson"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def portrait_pdf(request: HttpRequest, code: str) -> HttpResponse:
    reading = served()
    territory = territory_or_answer(request, code, route="territory-pdf")
    if isinstance(territory, HttpResponse):
        return territory
    response = HttpResponse(printed.portrait(reading, territory), content_type="application/pdf")
    name = f"beffroi-{territory.code}-{get_language()}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def values_csv(request: HttpRequest, code: str) -> HttpResponse:
    reading = served()
    territory = territory_or_answer(request, code, route="territory-csv")
    if isinstance(territory, HttpResponse):
        return territory
    return downloads.csv_answer(_figures(reading, territory), name=f"beffroi-{territory.code}-{reading.release.name}")


def _figures(reading: Reading, territory: Territory) -> list[Figure]:
    """All periods of the territory's places and of those that its page shows them against."""
    communes = [town.code for town in territory.communes]
    places = [(kind, commune) for commune in communes for kind in (*OWN_LEVELS, "peers")]
    places += [("territory", territory.code), *(("epci", epci) for epci, _ in territory.epcis), *REFERENCES]
    return [
        Figure(observation=row, indicator=reading.indicator(row.indicator), place=reading.place(kind, place))
        for kind, place in places
        for row in reading.release.at(kind, place)
    ]
