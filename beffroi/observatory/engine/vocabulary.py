"""The closed vocabularies beside the indicators: units, axes, fields. Read once, from YAML."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

OBSERVATORY = Path(__file__).parents[1]

# SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS, those of their codes that we use.
OBS_STATUS = {
    "A": "normal",
    "B": "break in the series",
    "E": "estimated by a model",
    "L": "exists but is not collected",
    "M": "not applicable",
    "O": "missing",
    "Q": "suppressed: secret",
    "U": "low reliability: partial coverage",
}
CONF_STATUS = {
    "F": "free",
    "C": "secret at the source",
    "A": "below our floor",
    "D": "hidden by us so that another cell stays hidden",
}
WITH_FIGURE = frozenset("ABEU")
PLACE_KINDS = ("centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france")
CENTRE_PERIMETER = "iris-mairie"


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((OBSERVATORY / name).read_text(encoding="utf-8"))


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
