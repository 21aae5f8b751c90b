"""From what stands in an address to a territory or an indicator, or to a page that says which may have been meant."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beffroi.territory.finding import UnknownTerritory, find
from beffroi.territory.towns import Territory
from beffroi.web.figures.reading import Reading


def territory_or_answer(request: HttpRequest, code: str, *, route: str) -> Territory | HttpResponse:
    """The territory of a code; a redirection from a commune's code or a town's name; a 404 that names near ones."""
    try:
        found = find(code)
    except UnknownTerritory as unknown:
        return render(request, "portrait/unknown_territory.html", {"unknown": unknown}, status=404)
    if found.code != code:
        return HttpResponseRedirect(reverse(f"portrait:{route}", args=[found.code]))
    return found


def indicator_or_answer(request: HttpRequest, reading: Reading, code: str, *, route: str) -> str | HttpResponse:
    """The code of an indicator; a redirection to its capitals; a 404 that lists those of the same axis."""
    wanted = code.upper()
    if wanted not in reading.release.indicators:
        family = [each for each in reading.codes if each[:3] == wanted[:3]] or reading.codes
        known = [reading.indicator(each) for each in family]
        return render(request, "portrait/unknown_indicator.html", {"typed": code, "known": known}, status=404)
    if code != wanted:
        return HttpResponseRedirect(reverse(f"portrait:{route}", args=[wanted]))
    return wanted
