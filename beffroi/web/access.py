"""Who may open what: every route of the site and of the API, by its name. A route that is not here fails the suite.

Today all is public. A role that comes adds a value to `Who` and moves its routes; nobody has to search the views.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver


class Who(StrEnum):
    ANYONE = "anyone"


ACCESS: Mapping[str, Who] = dict.fromkeys(
    (
        # the public rooms
        "public:home",
        "public:territories",
        "public:data",
        "public:method",
        "public:accessibility",
        "public:legal",
        "public:site-map",
        # portraits, indicators, comparisons
        "portrait:territory",
        "portrait:territory-pdf",
        "portrait:territory-csv",
        "portrait:indicators",
        "portrait:indicator",
        "portrait:indicator-csv",
        "portrait:compare",
        # the API, in both languages at one address
        "api-v1:openapi",
        "api-v1:entry",
        "api-v1:release",
        "api-v1:territories",
        "api-v1:territory",
        "api-v1:indicators",
        "api-v1:indicator",
        "api-v1:values",
        "api-v1:peers",
        "api-v1:api-root",
        "api/v1/docs",
        "en/api/v1/docs",
        "en/api/v1/",
        "en/api/v1/<path:rest>",
        # machines
        "healthz",
        "robots",
        "sitemap",
        "departments_geojson",
        "release-file",
    ),
    Who.ANYONE,
)


def who_may_open(match: ResolverMatch) -> Who | None:
    """Who may open the route that an address led to; nothing when nobody placed it."""
    return ACCESS.get(":".join([*match.namespaces, match.url_name]) if match.url_name else match.route)


def routes() -> Iterator[str]:
    """The name of every route, with its namespaces; the pattern of one that has no name."""
    yield from _below(get_resolver(), spaces=(), prefix="")


def _below(resolver: URLResolver, *, spaces: tuple[str, ...], prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name]) if entry.name else path
        else:
            yield from _below(entry, spaces=(*spaces, *filter(None, [entry.namespace])), prefix=path)
