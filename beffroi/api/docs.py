"""The documentation to read: a page made from the OpenAPI document, without script."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from beffroi.api.interface import interface
from beffroi.api.openapi import document

WORDS = {
    "fr": {
        "title": "API : lire les chiffres par programme",
        "lead": "Lecture seule, sans inscription. Chaque adresse répond en JSON, ou en CSV avec format=csv "
        "(ou l’en-tête Accept: text/csv). Les réponses portent un ETag : une requête répétée avec If-None-Match "
        "reçoit 304 tant que la livraison n’a pas changé. Les listes ont des pages, avec l’en-tête Link.",
        "parameters": "Paramètres",
        "fields": "Champs de la réponse",
        "none": "Cette adresse n’a pas de paramètre.",
        "columns": ("Nom", "Sens", "Type", "Exemple"),
        "openapi": "Description OpenAPI 3.1 (JSON)",
        "example": "Essayer",
        "contents": "Adresses",
    },
    "en": {
        "title": "API: read the figures by program",
        "lead": "Read only, no registration. Each address answers in JSON, or in CSV with format=csv "
        "(or the header Accept: text/csv). Answers carry an ETag: a request repeated with If-None-Match "
        "receives 304 until the release changes. Lists come in pages, with the Link header.",
        "parameters": "Parameters",
        "fields": "Fields of the answer",
        "none": "This address has no parameter.",
        "columns": ("Name", "Meaning", "Type", "Example"),
        "openapi": "OpenAPI 3.1 description (JSON)",
        "example": "Try it",
        "contents": "Addresses",
    },
}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    meaning: str
    type: str
    example: str


@dataclass(frozen=True, slots=True)
class Address:
    path: str
    anchor: str
    meaning: str
    example: str
    parameters: list[Field]
    answer: list[Field]


def docs(request: HttpRequest) -> HttpResponse:
    language = "en" if get_language() == "en" else "fr"
    described = document(interface, language=language)
    context = {
        "words": WORDS[language],
        "columns": WORDS[language]["columns"],
        "addresses": [_address(path, operations["get"], described) for path, operations in described["paths"].items()],
        "openapi_url": f"/api/v1/openapi.json?lang={language}",
    }
    return render(request, "api/docs.html", context)


def _address(path: str, operation: dict[str, Any], described: dict[str, Any]) -> Address:
    in_path = [p for p in operation["parameters"] if p["in"] == "path"]
    example = path
    for parameter in in_path:
        example = example.replace(f"{{{parameter['name']}}}", parameter["example"])
    answer = operation["responses"][200]["content"]["application/json"]["schema"]
    return Address(
        path=path,
        anchor=operation["operationId"],
        meaning=operation["description"],
        example=example,
        parameters=[_field(p["name"], {"description": "", **p["schema"], **p}) for p in operation["parameters"]],
        answer=_answer(answer, described),
    )


def _answer(schema: dict[str, Any], described: dict[str, Any], *, before: str = "") -> list[Field]:
    """The fields of an answer, those of its parts named after them: `items[].value`, `name.fr`."""
    found = []
    for name, part in _resolved(schema, described).get("properties", {}).items():
        found.append(_field(before + name, part))
        inner = part.get("items", part)
        if "$ref" in inner:
            found += _answer(inner, described, before=f"{before}{name}{'[]' if 'items' in part else ''}.")
    return found


def _resolved(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    resolved: dict[str, Any] = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return resolved


def _field(name: str, part: dict[str, Any]) -> Field:
    examples = part.get("examples") or [part.get("example", "")]
    shown = "null" if examples[0] is None else str(examples[0])
    return Field(name, part.get("description", ""), _type(part.get("schema", part)), shown)


def _type(part: dict[str, Any]) -> str:
    if "anyOf" in part:
        return " | ".join(_type(choice) for choice in part["anyOf"])
    if "enum" in part:
        return " | ".join(str(value) or "“”" for value in part["enum"])
    if "items" in part:
        return f"[{_type(part['items'])}]"
    return str(part.get("format") or part.get("type", "object"))
