"""What machines ask for: readiness, robots, the addresses of the site, the outlines of the map."""

import json
from functools import cache

import shapely
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.observatory.release.read import Release, kept_open
from beffroi.territory.towns import territories
from beffroi.web.components.atlas import departments_of
from beffroi.web.components.context import MENU, home_address

# About 500 m: below a pixel at the zooms of the map.
DEGREES = 0.005


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can answer: the release was verified before the first request."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def robots(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse(f"User-agent: *\nAllow: /\n\nSitemap: {address}\n", content_type="text/plain; charset=utf-8")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that may be cited, in both languages, each naming its twin."""
    origin = request.build_absolute_uri("/").rstrip("/")
    pages = [
        {code: f"{origin}{home_address(code)}{path}" for code, _label in settings.LANGUAGES} for path in site_paths()
    ]
    return render(request, "public/sitemap.xml", {"pages": pages}, content_type="application/xml")


def site_paths() -> list[str]:
    """The paths of the site under the home page of a language."""
    release = kept_open(settings.BEFFROI_RELEASE)
    return [
        "",
        *(path for path, _label in MENU),
        "accessibilite/",
        "mentions-legales/",
        "plan-du-site/",
        *(f"territoires/{place.code}/" for place in territories()),
        *(f"indicateurs/{code}/" for code in sorted(release.indicators)),
    ]


def departments_geojson(request: HttpRequest) -> HttpResponse:
    """The outlines of the departments in degrees, for the interactive map."""
    return HttpResponse(_departments(kept_open(settings.BEFFROI_RELEASE)), content_type="application/geo+json")


@cache
def _departments(release: Release) -> str:
    found = departments_of(release)
    simple = shapely.coverage_simplify([outline.geometry for _code, outline in found], DEGREES)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": outline.name},
            "geometry": json.loads(shapely.to_geojson(shapely.set_precision(shape, 0.001))),
        }
        for (code, outline), shape in zip(found, simple, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
