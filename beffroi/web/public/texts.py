"""Pages of text: method, accessibility, legal notice, map of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.observatory.release.read import kept_open
from beffroi.territory.towns import territories, towns
from beffroi.web.figures.figure import ABSENCES
from beffroi.web.figures.reading import served


def method(request: HttpRequest) -> HttpResponse:
    release = kept_open(settings.BEFFROI_RELEASE)
    notes = [release.places["commune", town.code].note or "" for town in towns()]
    context = {
        "absences": ABSENCES,
        "axes": served().axes(),
        "communes": len(notes),
        "centres": sum(kind == "iris-mairie" for kind, _commune in release.outlines),
        "single": sum("one-iris" in note for note in notes),
        "without_outline": sum(len(place.communes) for place in territories() if place.is_overseas),
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
