"""The addresses of the site: French at /…, the same in English under /en/…."""

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from beffroi.web.public.urls import machine_routes


def room(prefix: str, *, urls: str) -> list:
    is_there = find_spec(urls.rpartition(".")[0]) and find_spec(urls)
    return [path(prefix, include(urls))] if is_there else []


urlpatterns = [
    *machine_routes,
    *room("", urls="beffroi.api.urls"),
    *i18n_patterns(
        path("", include("beffroi.web.public.urls")),
        *room("", urls="beffroi.web.portrait.urls"),
        path("compte/", include("beffroi.web.account.urls")),
        path("bureau/", include("beffroi.web.desk.urls")),
        *room("bureau/conventions/", urls="beffroi.web.convention.urls"),
        *room("bureau/comites/", urls="beffroi.web.committee.urls"),
        *room("bureau/actions/", urls="beffroi.web.action.urls"),
        *room("bureau/financements/", urls="beffroi.web.money.urls"),
        *room("bureau/", urls="beffroi.web.exchange.urls"),
        *room("bureau/personnes/", urls="beffroi.web.people.urls"),
        prefix_default_language=False,
    ),
]

handler400 = "beffroi.web.public.errors.bad_request"
handler403 = "beffroi.web.desk.errors.forbidden"
handler404 = "beffroi.web.public.errors.page_not_found"
handler500 = "beffroi.web.public.errors.server_error"
