"""Hand-made figures for the tests of what stands beside a number, and the release that the site serves."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import translation

from beffroi.observatory.release.read import Observation, Place
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator
from beffroi.web.figures.reading import Reading, served

VACANCY = {
    "code": "HAB-03",
    "name": {"fr": "Vacance", "en": "Vacancy"},
    "says": {
        "fr": "À {place}, {value} des logements étaient vacants en {period}.",
        "en": "In {place}, {value} of homes were vacant in {period}.",
    },
    "not_said": {"fr": "Depuis quand ?", "en": "Since when?"},
    "numerator": {"fr": "logements vacants", "en": "vacant homes"},
    "denominator": {"fr": "logements", "en": "homes"},
    "unit": "percent",
    "decimals": 1,
    "bounds": [0, 100],
    "kind": "ratio",
    "levels": ["centre", "rest", "commune"],
    "perimeter_sensitive": True,
    "time": {"comparable": []},
    "uncertainty": {"kind": "none", "method": None},
    "disclosure": {"floor": 11, "unit": "dwellings"},
    "breaks": [],
    "not_comparable_with": None,
}
UNITS = {
    "percent": {"symbol": {"fr": "%", "en": "%"}, "label": {"fr": "pour cent", "en": "per cent"}},
    "per_1000_inhabitants": {
        "symbol": {"fr": "pour 1 000 hab.", "en": "per 1,000 inhab."},
        "label": {"fr": "pour 1 000 habitants", "en": "per 1,000 inhabitants"},
    },
}
CENSUS = {
    "name": "census",
    "producer": "Insee",
    "title": {"fr": "Recensement", "en": "Census"},
    "vintage": "2021",
    "licence": {"name": "Licence Ouverte 2.0"},
    "geography": 2023,
}


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    with translation.override("fr"):
        yield


@pytest.fixture
def indicator() -> Callable[..., Indicator]:
    """An indicator of vacancy; any field of it may be another."""

    def made(**fields: Any) -> Indicator:
        declared = VACANCY | fields
        return Indicator(declared=declared, unit=UNITS[declared["unit"]], sources=(CENSUS,))

    return made


@pytest.fixture
def figure(indicator: Callable[..., Indicator]) -> Callable[..., Figure]:
    """A figure of a town; `fields` are those of the observation, `declared` those of the indicator."""

    def made(
        value: float | None, *, town: str = "Agen", declared: dict[str, Any] | None = None, **fields: Any
    ) -> Figure:
        row = {
            "indicator": "HAB-03", "version": 1, "place_kind": "commune", "place": "47001", "perimeter": "",
            "period": "2021", "value": value, "numerator": None, "denominator": None, "n": None, "low": None,
            "high": None, "obs_status": "A", "conf_status": "F",
        } | fields  # fmt: skip
        place = Place("commune", row["place"], town, "47", "75", 0.6, 44.2, 32801, "acv-003", None)
        return Figure(observation=Observation(**row), indicator=indicator(**(declared or {})), place=place)

    return made


@pytest.fixture(scope="session")
def reading() -> Reading:
    return served()
