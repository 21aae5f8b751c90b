"""Describes a release for machines: a Data Package (v2) and a catalogue in DCAT-AP."""

from collections.abc import Iterable, Mapping
from typing import Any

from beffroi.observatory.release.columns import CONF_STATUS, KEYS, OBS_STATUS, TABLES, Column

Document = dict[str, Any]

TITLE = {"fr": "Beffroi : les centres-villes d'Action Cœur de Ville, mesurés", "en": "Beffroi: town centres, measured"}
SUMMARY = {
    "fr": "Indicateurs des communes d'Action Cœur de Ville, de leurs centres et de leurs communes comparables.",
    "en": "Indicators of the communes of Action Cœur de Ville, of their centres and of communes like them.",
}
OPEN_LICENCE = ("etalab-2.0", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")
SHARE_ALIKE = ("ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/")
MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "gz": "application/gzip",
    "json": "application/json",
}
FILE_TYPES = {"parquet": "PARQUET", "csv": "CSV", "gz": "CSV", "json": "JSON"}


def datapackage(manifest: Mapping[str, Any], catalogue: Mapping[str, Any], *, files: Iterable[Document]) -> Document:
    """The package: each table with its columns, keys and codes, the licences, and each origin."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"beffroi-{manifest['release']}".lower(),
        "id": manifest["release"],
        "version": manifest["release"],
        "title": TITLE["fr"],
        "description": SUMMARY["fr"],
        "licenses": _licences(catalogue),
        "sources": [_origin(origin) for origin in manifest["origins"]],
        "resources": [_resource(file, catalogue) for file in files if file["path"] != "dcat.jsonld"],
    }


def dcat(manifest: Mapping[str, Any], catalogue: Mapping[str, Any], *, files: Iterable[Document]) -> Document:
    """The same as a dcat:Dataset, with a distribution per file and what it was derived from.

    The addresses are relative to the folder: a release does not know where it is served.
    """
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "prov": "http://www.w3.org/ns/prov#",
            "spdx": "http://spdx.org/rdf/terms#",
        },
        "@id": "#release",
        "@type": "dcat:Dataset",
        "dct:identifier": manifest["release"],
        "dct:title": _tagged(TITLE),
        "dct:description": _tagged(SUMMARY),
        "dct:language": [_authority("language/FRA"), _authority("language/ENG")],
        "dct:spatial": _authority("country/FRA"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Beffroi"},
        "dcat:theme": [_authority("data-theme/REGI"), _authority("data-theme/SOCI")],
        "dcat:version": manifest["release"],
        "dcat:keyword": [{"@value": word, "@language": "fr"} for word in ("centre-ville", "Action Cœur de Ville")],
        "dct:license": [{"@id": licence["path"]} for licence in _licences(catalogue)],
        "dct:rights": _rights(catalogue),
        "prov:wasDerivedFrom": [_derived(origin) for origin in manifest["origins"]],
        "dcat:distribution": [_distribution(file, catalogue) for file in files],
    }


def share_alike_codes(catalogue: Mapping[str, Any]) -> list[str]:
    """Codes of the indicators computed from a source under ODbL: their figures are shared under the same terms."""
    return [indicator["code"] for indicator in catalogue["indicators"] if indicator["share_alike"]]


def _licences(catalogue: Mapping[str, Any]) -> list[Document]:
    kept = [OPEN_LICENCE, SHARE_ALIKE] if share_alike_codes(catalogue) else [OPEN_LICENCE]
    return [{"name": name, "title": title, "path": path} for name, title, path in kept]


def _rights(catalogue: Mapping[str, Any]) -> list[Document]:
    codes = ", ".join(share_alike_codes(catalogue))
    if not codes:
        return []
    return _tagged(
        {
            "fr": f"Figures sous ODbL, à partager aux mêmes conditions : {codes}. Les autres : Licence Ouverte 2.0.",
            "en": f"Figures under ODbL, to be shared alike: {codes}. All others: Licence Ouverte 2.0.",
        }
    )


def _origin(origin: Mapping[str, Any]) -> Document:
    return {
        "title": f"{origin['title']['fr']} ({origin['producer']}, {origin['vintage']}), {origin['licence']['name']}",
        "path": origin["url"],
        "version": origin["vintage"],
    }


def _derived(origin: Mapping[str, Any]) -> Document:
    return {
        "@type": "dcat:Dataset",
        "@id": origin["url"],
        "dct:identifier": origin["name"],
        "dct:title": _tagged(origin["title"]),
        "dct:creator": {"@type": "foaf:Agent", "foaf:name": origin["producer"]},
        "dct:license": {"@id": origin["licence"]["url"]},
        "dcat:version": origin["vintage"],
    }


def _resource(file: Document, catalogue: Mapping[str, Any]) -> Document:
    name, _, suffix = file["path"].partition(".")
    described: Document = {
        "name": file["path"].replace(".", "-").lower(),
        "path": file["path"],
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix.rpartition(".")[2]],
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
    }
    if name not in TABLES:
        return described
    columns = [column for column in TABLES[name] if suffix == "parquet" or column.kind != "geometry"]
    schema: Document = {
        "fields": [_field(column, catalogue) for column in columns],
        "primaryKey": list(KEYS[name]),
        "missingValues": [""],
    }
    return described | {"type": "table", "encoding": "utf-8", "schema": schema}


def _field(column: Column, catalogue: Mapping[str, Any]) -> Document:
    kind = "string" if column.kind == "geometry" else column.kind
    field: Document = {"name": column.name, "type": kind, "title": column.title}
    constraints: Document = {"required": True} if column.required else {}
    codes = {"obs_status": OBS_STATUS, "conf_status": CONF_STATUS}.get(column.name)
    if codes:
        field["categories"] = [{"value": code, "label": meaning} for code, meaning in codes.items()]
    if column.name == "indicator":
        units = {i["code"]: catalogue["units"][i["unit"]]["label"]["en"] for i in catalogue["indicators"]}
        field["categories"] = [{"value": code, "label": f"value in: {unit}"} for code, unit in units.items()]
    return field | ({"constraints": constraints} if constraints else {})


def _distribution(file: Document, catalogue: Mapping[str, Any]) -> Document:
    suffix = file["path"].rpartition(".")[2]
    return {
        "@type": "dcat:Distribution",
        "dct:title": file["path"],
        "dcat:accessURL": {"@id": file["path"]},
        "dcat:downloadURL": {"@id": file["path"]},
        "dct:format": _authority(f"file-type/{FILE_TYPES[suffix]}"),
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[suffix]}"},
        "dcat:byteSize": file["bytes"],
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file["sha256"],
        },
        "dct:license": [{"@id": licence["path"]} for licence in _licences(catalogue)],
    }


def _authority(path: str) -> Document:
    return {"@id": f"http://publications.europa.eu/resource/authority/{path}"}


def _tagged(words: Mapping[str, str]) -> list[Document]:
    return [{"@value": text, "@language": language} for language, text in words.items()]
