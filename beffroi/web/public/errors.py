"""Pages for what goes wrong: they say what, and where to go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/error.html", {"status": 400}, status=400)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/error.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the release nor of the layout, either of which may be what failed."""
    return HttpResponse(loader.get_template("public/500.html").render(), status=500)
