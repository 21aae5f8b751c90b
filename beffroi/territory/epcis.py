"""Intercommunal bodies that cross the limits of departments: a territory is then the business of each."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from beffroi.territory.towns import Territory


def departments_of(territory: Territory) -> tuple[str, ...]:
    """The departments where the territory's intercommunal bodies have a commune, its own first.

    At the COG 2026; a territory whose bodies stay in one department has that one alone.
    """
    crossed = (department for epci, _ in territory.epcis for department in crossings().get(epci, ()))
    return tuple(dict.fromkeys((territory.department, *crossed)))


@cache
def crossings() -> Mapping[str, tuple[str, ...]]:
    """The programme's intercommunal bodies that have communes in several departments: SIREN to departments."""
    text = (files("beffroi.territory.registry") / "crossings.csv").read_text(encoding="utf-8")
    return {row["epci"]: tuple(row["departments"].split()) for row in csv.DictReader(text.splitlines())}
