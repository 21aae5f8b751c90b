"""Checks a YAML value against schema.yml, and says for each fault where it is and what would be right."""

import re
import string
from collections.abc import Iterator, Mapping
from typing import Any

from beffroi.observatory.engine.vocabulary import axes, units

Spec = Mapping[str, Any]
LANGUAGES = {"fr", "en"}
KINDS = {
    "bilingual": "{fr: …, en: …}",
    "phrases": "{fr: […], en: […]}",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
TEMPLATE_FIELDS = {"value", "place", "period"}


def faults(value: Any, spec: Spec, where: str) -> Iterator[str]:
    """One sentence for each thing that is wrong in `value`; none when it is as `spec` wants it."""
    if value is None:
        if not spec.get("nullable"):
            yield f"{where} is empty; it wants {_wanted(spec)}"
        return
    yield from CHECKS[spec["type"]](value, spec, where)


def record_faults(record: Any, fields: Mapping[str, Spec], where: str = "") -> Iterator[str]:
    """Unknown, missing and wrong fields of a mapping."""
    if not isinstance(record, dict):
        yield f"{where or 'the file'} is {record!r}; it wants the fields {', '.join(fields)}"
        return
    prefix = f"{where}." if where else ""
    for name in record.keys() - fields.keys():
        yield f"{prefix}{name} is unknown; known fields are {', '.join(fields)}"
    for name, spec in fields.items():
        if name in record:
            yield from faults(record[name], spec, prefix + name)
        elif not (spec.get("optional") or "default" in spec):
            yield f"{prefix}{name} is missing; it wants {_wanted(spec)}"


def _wanted(spec: Spec) -> str:
    kind = KINDS.get(spec["type"], f"a {spec['type']}")
    if "fields" in spec:
        kind = f"the fields {', '.join(spec['fields'])}"
    if "one_of" in spec:
        kind = f"one of {', '.join(_allowed(spec))}"
    return f"{kind}, such as {spec['example']!r}" if "example" in spec else kind


def _allowed(spec: Spec) -> list[str]:
    named = {"units": units, "axes": axes}
    return list(named[spec["one_of"]]()) if isinstance(spec["one_of"], str) else spec["one_of"]


def _text(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not value.strip():
        yield f"{where} is {value!r}; it wants a text (put quotes around a date or a number)"
    elif "one_of" in spec and value not in _allowed(spec):
        yield f"{where} is {value!r}; use one of {', '.join(_allowed(spec))}"
    elif "pattern" in spec and not re.fullmatch(spec["pattern"], value):
        yield f"{where} is {value!r}; it must look like {spec.get('example', spec['pattern'])!r}"


def _number(value: Any, spec: Spec, where: str) -> Iterator[str]:
    kinds = int if spec["type"] == "integer" else (int, float)
    low, high = spec.get("min", float("-inf")), spec.get("max", float("inf"))
    if isinstance(value, bool) or not isinstance(value, kinds):
        yield f"{where} is {value!r}; it wants {KINDS[spec['type']]}"
    elif not low <= value <= high:
        yield f"{where} is {value}; it must be at least {low} and at most {high}"


def _boolean(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{where} is {value!r}; it wants true or false"


def _bilingual(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.keys() != LANGUAGES:
        yield f"{where} is {value!r}; it wants {{fr: …, en: …}}"
        return
    for language, sentence in sorted(value.items()):
        yield from _text(sentence, {"type": "text"}, f"{where}.{language}")
        if spec.get("template") and isinstance(sentence, str):
            yield from _template(sentence, f"{where}.{language}")


def _template(sentence: str, where: str) -> Iterator[str]:
    try:
        named = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError as broken:
        yield f"{where} has a brace too many or too few ({broken})"
        return
    if "value" not in named or named - TEMPLATE_FIELDS:
        yield f"{where} names {sorted(named)}; it must hold {{value}} and may hold {{place}} and {{period}}, no other"


def _phrases(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or value.keys() != LANGUAGES:
        yield f"{where} is {value!r}; it wants {{fr: […], en: […]}}"
        return
    for language in sorted(LANGUAGES):
        yield from _list(value[language], {"type": "list", "items": {"type": "text"}}, f"{where}.{language}")
    if all(isinstance(v, list) for v in value.values()) and len(value["fr"]) != len(value["en"]):
        yield f"{where} has {len(value['fr'])} sentences in French and {len(value['en'])} in English; say each in both"


def _list(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is {value!r}; it wants a list"
        return
    if not value and not spec.get("may_be_empty"):
        yield f"{where} is empty; give at least one"
    if "length" in spec and len(value) != spec["length"]:
        yield f"{where} has {len(value)} items; it wants {spec['length']}"
    for number, item in enumerate(value, start=1):
        yield from faults(item, spec["items"], f"{where}[{number}]")


def _record(value: Any, spec: Spec, where: str) -> Iterator[str]:
    yield from record_faults(value, spec["fields"], where)


def _row(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield f"{where} is {value!r}; it wants {{column: value, …}}"


def _rows(value: Any, spec: Spec, where: str) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield f"{where} is {value!r}; it wants {{schema.table: [rows]}}"
        return
    for table, rows in value.items():
        yield from _list(rows, {"type": "list", "items": {"type": "row"}}, f"{where}.{table}")


CHECKS = {
    "text": _text,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "bilingual": _bilingual,
    "phrases": _phrases,
    "list": _list,
    "record": _record,
    "row": _row,
    "rows": _rows,
}
