"""Open data *is* the release: its files as they are, with what is needed to check and cite them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.files import sha256
from beffroi.observatory.release.read import Release, kept_open
from beffroi.programme.facts.published import published
from beffroi.web.figures.indicator import spoken

KINDS = {
    ".parquet": "application/vnd.apache.parquet",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
}
WHAT = {
    "values.parquet": _("Toutes les valeurs, avec numérateur, dénominateur, effectif, intervalle et statut"),
    "values.csv.gz": _("Les mêmes valeurs en CSV compressé"),
    "places.parquet": _("Les lieux : nom, département, région, population, coordonnées"),
    "places.csv": _("Les lieux en CSV"),
    "peers.parquet": _("Les villes comparables de chaque commune, avec leur distance"),
    "peers.csv": _("Les villes comparables en CSV"),
    "perimeters.parquet": _("Les périmètres et leurs contours (GeoParquet)"),
    "perimeters.csv": _("Les périmètres en CSV, sans contours"),
    "catalogue.json": _("Le catalogue : définition, formule, limites et source de chaque indicateur"),
    "manifest.json": _("Le manifeste : origines, empreintes, contrôles, version du code"),
    "datapackage.json": _("La description technique (Frictionless Data Package)"),
    "dcat.jsonld": _("La notice pour les catalogues de données (DCAT)"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the release, as the manifest lists it."""

    name: str
    size: int
    sha256: str
    what: Any


@dataclass(frozen=True, slots=True)
class Origin:
    """A source of the release: who made it, under which licence, and where it is."""

    title: str
    producer: str
    vintage: str
    licence: Mapping[str, Any]
    url: str
    used_by: tuple[str, ...]


def page(request: HttpRequest) -> HttpResponse:
    release = kept_open(settings.BEFFROI_RELEASE)
    context = {
        "release": release,
        "facts": published(),
        "files": listed_files(release),
        "origins": origins(release),
        "gates": release.manifest["gates"],
        "passed": sum(gate["passed"] for gate in release.manifest["gates"]),
        "changes": changes(release),
        "code": release.manifest["code"],
        "address": request.build_absolute_uri(request.path),
        "has_share_alike": any(entry["licence"]["share_alike"] for entry in release.manifest["origins"]),
    }
    return render(request, "public/data.html", context)


def file(request: HttpRequest, release_name: str, name: str) -> HttpResponse | FileResponse:
    """One file of the release, by its exact name in the manifest and by nothing else; it never changes."""
    release = kept_open(settings.BEFFROI_RELEASE)
    found = {listed.name: listed for listed in listed_files(release)}.get(name)
    if found is None or release_name != release.name:
        raise Http404(f"{release_name}/{name}")
    headers = {"ETag": f'"{found.sha256}"', "Cache-Control": "public, max-age=31536000, immutable"}
    if headers["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    suffix = "." + name.rsplit(".", 1)[-1]
    return FileResponse(
        (release.path / found.name).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type=KINDS.get(suffix, "application/octet-stream"),
        headers=headers,
    )


def facts_file(request: HttpRequest, edition: str, name: str) -> FileResponse:
    """One file of the published facts, by its exact name in their package, while this edition is there."""
    facts = published()
    names = {str(entry["path"]) for entry in facts.files()} if facts else set()
    if facts is None or edition != facts.edition or name not in names:
        raise Http404(f"{edition}/{name}")
    return FileResponse(
        (facts.folder / name).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=KINDS.get("." + name.rsplit(".", 1)[-1], "application/octet-stream"),
        headers={"Cache-Control": "public, max-age=300"},
    )


def listed_files(release: Release) -> list[Listed]:
    """The files in the order in which people look for them; the manifest vouches for all but itself."""
    manifest = release.path / "manifest.json"
    found = {entry["path"]: entry for entry in release.manifest["files"]}
    found["manifest.json"] = {"bytes": manifest.stat().st_size, "sha256": sha256(manifest)}
    order = [*(name for name in WHAT if name in found), *sorted(found.keys() - WHAT.keys())]
    return [Listed(name, found[name]["bytes"], found[name]["sha256"], WHAT.get(name, "")) for name in order]


def origins(release: Release) -> list[Origin]:
    users: dict[str, list[str]] = {}
    for code, declared in release.indicators.items():
        for source in declared["sources"]:
            users.setdefault(source if isinstance(source, str) else source["name"], []).append(code)
    return [_origin(entry, users) for entry in release.manifest["origins"]]


def changes(release: Release) -> list[dict[str, Any]]:
    """What changed in the methods, newest first."""
    made = [
        change | {"code": code, "name": spoken(declared["name"]), "why": spoken(change["why"])}
        for code, declared in release.indicators.items()
        for change in declared.get("changes") or []
    ]
    return sorted(made, key=lambda change: str(change["date"]), reverse=True)


def _origin(entry: Mapping[str, Any], users: Mapping[str, list[str]]) -> Origin:
    return Origin(
        title=spoken(entry["title"]),
        producer=entry["producer"],
        vintage=str(entry["vintage"]),
        licence=entry["licence"],
        url=entry["url"],
        used_by=tuple(sorted(users.get(entry["name"], ()))),
    )
