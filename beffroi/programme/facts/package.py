"""Describes the published tables for machines: a Data Package (v2), column by column."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import override

from beffroi.foundations.files import sha256
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle

NAME = "beffroi-facts"
PACKAGE = "datapackage.json"
TITLE = "Action Cœur de Ville: the facts of the programme"
SUMMARY = {
    Circle.PUBLIC: "What anyone may read of territories, conventions, actions and money. Nothing about a person.",
    Circle.AGENTS: "What passes between agents: not for publication. Nothing about a person.",
}
DEMONSTRATION = (
    "Rows whose is_demonstration is true were made up, or changed, to show the software: they say nothing of any town."
)
MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}


def datapackage(folder: Path, *, tables: tuple[Table, ...], rows: Mapping[str, int], circle: Circle) -> dict[str, Any]:
    """The package of the files that stand in `folder`."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": TITLE,
        "description": f"{SUMMARY[circle]} {DEMONSTRATION}",
        "circle": str(circle),
        "licenses": [LICENCE] if circle == Circle.PUBLIC else [],
        "resources": [
            _resource(folder / f"{table.name}.{suffix}", table, rows=rows[table.name])
            for table in tables
            for suffix in MEDIA_TYPES
        ],
    }


def _resource(path: Path, table: Table, *, rows: int) -> dict[str, Any]:
    suffix = path.suffix.removeprefix(".")
    columns = [column for column in table.columns if suffix == "parquet" or column.kind != "geometry"]
    return {
        "name": path.name.replace(".", "-"),
        "path": path.name,
        "title": table.title,
        "description": table.meaning,
        "type": "table",
        "format": suffix,
        "mediatype": MEDIA_TYPES[suffix],
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "rows": rows,
        "schema": _schema(columns, suffix=suffix),
    }


def _schema(columns: list[Column], *, suffix: str) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in columns],
        "primaryKey": [columns[0].name],
        "foreignKeys": [_foreign_key(column, suffix=suffix) for column in columns if column.refers],
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Any]:
    kind = {"amount": "number", "geometry": "string"}.get(column.kind, column.kind)
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.meaning}
    if column.required:
        field["constraints"] = {"required": True}
    if column.codes:
        with override("fr"):
            field["categories"] = [{"value": code.value, "label": str(code.label)} for code in column.codes]
    return field


def _foreign_key(column: Column, *, suffix: str) -> dict[str, Any]:
    table, _, key = column.refers.partition(".")
    return {"fields": [column.name], "reference": {"resource": f"{table}-{suffix}", "fields": [key]}}
