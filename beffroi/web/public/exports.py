"""The list of territories as files: the same rows, in the same order, as on the screen."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse

from beffroi.web.public.listing import Row


def as_csv(rows: Sequence[Row]) -> HttpResponse:
    """RFC 4180, UTF-8; communes and their codes are separated by a vertical bar."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(FIELDS))
    writer.writeheader()
    writer.writerows({name: _flat(value) for name, value in _facts(row).items()} for row in rows)
    return _file(out.getvalue(), "territoires.csv", content_type="text/csv; charset=utf-8")


def as_json(rows: Sequence[Row]) -> HttpResponse:
    text = json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=1)
    return _file(text, "territoires.json", content_type="application/json")


FIELDS: dict[str, Callable[[Row], Any]] = {
    "code": lambda row: row.territory.code,
    "name": lambda row: row.territory.name,
    "communes": lambda row: [{"code": town.code, "name": town.name} for town in row.territory.communes],
    "department": lambda row: row.territory.department,
    "department_name": lambda row: row.territory.department_name,
    "region": lambda row: row.territory.region,
    "region_name": lambda row: row.territory.region_name,
    "entry": lambda row: row.territory.entry,
    "phase": lambda row: row.territory.phase.value,
    "signed": lambda row: row.territory.signed and row.territory.signed.isoformat(),
    "ort_signed": lambda row: row.territory.ort_signed and row.territory.ort_signed.isoformat(),
    "population": lambda row: row.population,
}
MAKERS = {"csv": as_csv, "json": as_json}


def _facts(row: Row) -> dict[str, Any]:
    return {name: read(row) for name, read in FIELDS.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "|".join(f"{item['code']} {item['name']}" for item in value)
    return "" if value is None else value


def _file(text: str, name: str, *, content_type: str) -> HttpResponse:
    return HttpResponse(
        text, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
