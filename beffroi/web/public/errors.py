"""Pages for what goes wrong: they say what, and where to go on."""

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from beffroi.territory import finding

TOWN = re.compile(r"^(?:/en)?/territoires/([^/]+)/")
DESK = re.compile(r"^(?:/en)?/bureau/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/error.html", {"status": 400}, status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Names near ones when the address looks like that of a town.

    At a desk, what is out of one's scope is not told from what is not: the page says that it is the one or the other.
    """
    town = TOWN.search(request.path_info)
    typed = unquote(town[1]) if town else ""
    context = {
        "status": 404,
        "typed": typed,
        "at_desk": DESK.match(request.path_info),
        "near": finding.near_names(typed.replace("-", " ")) if typed else (),
    }
    return render(request, "public/error.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the release nor of the layout, either of which may be what failed."""
    return HttpResponse(loader.get_template("public/500.html").render(), status=500)
