"""The OpenAPI document: in one language, complete, and true of HEAD and CSV as well."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import get_schema

from beffroi.api import fields

SOME: dict[int, Any] = {422: fields.Problem}
"""The refusals of a list: a bad parameter."""
ONE: dict[int, Any] = {404: fields.Problem, **SOME}
"""The refusals of one thing: it may also not exist."""

LANGUAGE_KEY = "x-en"


def csv_too(*, fr: str, en: str, example: str | None = None) -> dict[str, Any]:
    """What ninja cannot know of an operation: its sentence in both languages, and that it is also given as CSV."""
    table = {"text/csv": {"schema": {"type": "string"}}}
    return json_only(fr=fr, en=en) | {"responses": {200: {"content": table}}} | _example(example)


def json_only(*, fr: str, en: str) -> dict[str, Any]:
    return {"description": fr, LANGUAGE_KEY: en}


def _example(example: str | None) -> dict[str, Any]:
    return {"x-example": example} if example else {}


def document(api: NinjaAPI, *, language: str) -> dict[str, Any]:
    """The OpenAPI document with its descriptions in French or in English."""
    schema = dict(get_schema(api, path_prefix="api/v1"))
    for operations in schema["paths"].values():
        operations.pop("head", None)  # HEAD answers as GET does; saying it twice would double every page
        for operation in operations.values():
            _complete(operation)
    return _spoken(schema, language=language)


def _complete(operation: dict[str, Any]) -> None:
    operation["summary"] = operation["description"]
    if example := operation.pop("x-example", None):
        operation["parameters"][0]["example"] = example


def _spoken(part: Any, *, language: str) -> Any:
    if isinstance(part, list):
        return [_spoken(item, language=language) for item in part]
    if not isinstance(part, dict):
        return part
    spoken = {key: _spoken(value, language=language) for key, value in part.items() if key != LANGUAGE_KEY}
    if language == "en" and LANGUAGE_KEY in part:
        spoken["description"] = part[LANGUAGE_KEY]
        if "summary" in part:
            spoken["summary"] = part[LANGUAGE_KEY]
    return spoken
