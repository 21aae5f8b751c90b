"""Where the API is mounted. It speaks both languages at one address; /en/ leads to it, but for the page to read."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import path

from beffroi.api.docs import docs
from beffroi.api.interface import interface


def same_interface(request: HttpRequest, **_path: str) -> HttpResponsePermanentRedirect:
    return HttpResponsePermanentRedirect(request.get_full_path().removeprefix("/en"))


urlpatterns = [
    path("api/v1/docs", docs),
    path("en/api/v1/docs", docs),
    path("api/v1/", interface.urls),
    path("en/api/v1/<path:rest>", same_interface),
    path("en/api/v1/", same_interface),
]
