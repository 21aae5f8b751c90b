"""Pages of text: method, accessibility, legal notice, map of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.observatory.release.read import kept_open
from beffroi.territory.towns import territories
from beffroi.web.figures.figure import ABSENCES
from beffroi.web.figures.reading import served


def method(request: HttpRequest) -> HttpResponse:
    release = kept_open(settings.BEFFROI_RELEASE)
    centres = [place for (kind, _code), place in release.places.items() if kind == "centre"]
    context = {
        "absences": ABSENCES,
        "axes": served().axes(),
        "centres": sum(place.note is None for place in centres),
        "single": sum(place.note == "single_iris" for place in centres),
        "without_outline": sum(place.note == "no_outline" for place in centres),
        "communes": len(centres),
    }
    return render(request, "public/method.html", context)


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", {"contact": settings.BEFFROI_CONTACT})


def legal(request: HttpRequest) -> HttpResponse:
    context = {"publisher": settings.BEFFROI_PUBLISHER, "contact": settings.BEFFROI_CONTACT}
    return render(request, "public/legal.html", context)


def site_map(request: HttpRequest) -> HttpResponse:
    reading = served()
    catalogue = [(axis, [reading.indicator(code) for code in axis.codes]) for axis in reading.axes()]
    return render(request, "public/site_map.html", {"places": territories(), "catalogue": catalogue})
