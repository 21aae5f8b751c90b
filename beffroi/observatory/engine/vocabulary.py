"""The closed vocabularies beside the indicators: units, axes, fields. Read once, from YAML."""

from functools import cache
from pathlib import Path
from typing import Any

from beffroi.foundations.yaml_files import read_yaml

OBSERVATORY = Path(__file__).parents[1]

CENTRE_PERIMETER = "iris-mairie"


def _read(name: str) -> dict[str, Any]:
    declared: dict[str, Any] = read_yaml(OBSERVATORY / name)
    return declared


@cache
def units() -> dict[str, Any]:
    """`{key: {symbol: {fr, en}, label: {fr, en}}}`, the only units that a figure may have."""
    return _read("units.yml")


@cache
def axes() -> dict[str, Any]:
    """`{key: {prefix, name, phases, open_questions}}` in the order of the pages; a phase is keyed by its first year."""
    return _read("axes.yml")


@cache
def fields() -> dict[str, Any]:
    """`{field: {type, guideline, example, bad_example, …}}`: what the .yml of an indicator may hold."""
    return _read("schema.yml")
