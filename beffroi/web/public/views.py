"""Home, and the list of the territories."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from beffroi.territory import finding
from beffroi.territory.towns import territories, towns
from beffroi.web.components.asking import Refused
from beffroi.web.components.atlas import atlas
from beffroi.web.components.context import home_address
from beffroi.web.components.pagination import paged
from beffroi.web.figures.reading import served
from beffroi.web.public import exports, listing, shading, wording
from beffroi.web.public.headline import headline


def home(request: HttpRequest) -> HttpResponse:
    reading = served()
    choices = shading.colour_choices(reading)
    given = request.GET.get("couleur", "") or "entree"
    refused = [] if given in choices else [Refused(wording.FILTERS["couleur"], given[:60], choices)]
    colour = "entree" if refused else given
    points, shades, title = shading.shaded(
        territories(), colour=colour, reading=reading, home=home_address(get_language() or "fr")
    )
    of_2018 = [place for place in territories() if place.entry == "2018"]
    context = {
        "atlas": atlas(reading.release, points=points, shades=shades, title=title),
        "base_map": settings.BASE_MAP_TILES,
        "colour": colour,
        "colours": choices,
        "facts": list(shading.BY_FACT),
        "refused": refused,
        "choices": listing.filter_choices(),
        "headline": headline(reading),
        "counts": {
            "territories": len(of_2018),
            "communes": sum(len(place.communes) for place in of_2018),
            "pairs": sum(place.is_pair for place in of_2018),
            "later": len(territories()) - len(of_2018),
            "all_communes": len(towns()),
            "indicators": len(reading.release.indicators),
        },
        "axes": reading.axes(),
    }
    return render(request, "public/home.html", context, status=400 if refused else 200)


def territory_list(request: HttpRequest) -> HttpResponse:
    """Filters, sorts, pages and exports; a name that only one territory bears leads to its portrait."""
    asked = listing.asked(request.GET)
    status = 400 if asked.refused else 200
    if asked.q and not asked.chosen and not asked.form and not asked.refused:
        try:
            place = finding.find(asked.q)
        except finding.UnknownTerritory:
            pass
        else:
            return HttpResponseRedirect(f"{home_address(get_language() or 'fr')}territoires/{place.code}/")
    found = listing.rows(asked, release=served().release)
    if asked.form:
        return exports.MAKERS[asked.form](found)
    page = paged(found, size=listing.PAGE_SIZES[asked.ways["par"]], number=asked.page)
    context = {
        "asked": asked,
        "page": page,
        "total": len(found),
        "all_count": len(territories()),
        "choices": listing.filter_choices(),
        "sizes": list(listing.PAGE_SIZES),
        "near": finding.near_names(asked.q) if asked.q and not found else (),
        "q": asked.q,
    }
    return render(request, "public/territories.html", context, status=status)
