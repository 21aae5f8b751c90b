"""The addresses of the site: French at /…, the same in English under /en/…."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from beffroi.web.public.urls import machine_routes


def room(prefix: str, *, urls: str) -> list:
    return [path(prefix, include(urls))] if find_spec(urls) else []


urlpatterns = [
    *machine_routes,
    *room("", urls="beffroi.api.urls"),
    *i18n_patterns(
        path("", include("beffroi.web.public.urls")),
        *room("", urls="beffroi.web.portrait.urls"),
        path("compte/", include("beffroi.web.account.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "beffroi.web.public.errors.bad_request"
handler404 = "beffroi.web.public.errors.page_not_found"
handler500 = "beffroi.web.public.errors.server_error"
