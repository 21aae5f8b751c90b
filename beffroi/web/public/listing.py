"""The list of territories as an address asks for it: filters, order, page. Nothing in an address is ever guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from beffroi.observatory.release.read import Release
from beffroi.territory import finding
from beffroi.territory.names import folded
from beffroi.territory.towns import Territory, territories
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.public import wording

PAGE_SIZES = {"20": 20, "50": 50, "tous": 10_000}
FORMS = ("csv", "json")


@dataclass(frozen=True, slots=True)
class Row:
    """A territory as a line of the list."""

    territory: Territory
    population: int | None

    @property
    def phase(self) -> Any:
        return wording.PHASES[self.territory.phase]

    @property
    def entry(self) -> Any:
        return wording.ENTRIES[self.territory.entry]


def asked(query: QueryDict) -> Asked:
    return Asked.read(
        query,
        choices=filter_choices(),
        labels=wording.FILTERS,
        sorts=SORT_KEYS,
        usual="nom",
        forms=FORMS,
        ways={"par": PAGE_SIZES},
    )


def filter_choices() -> dict[str, Mapping[str, Any]]:
    return {
        "region": finding.region_choices(),
        "departement": finding.department_choices(),
        "phase": {phase.value: label for phase, label in wording.PHASES.items()},
        "binome": wording.PAIRS,
        "entree": wording.ENTRIES,
        "ort": wording.ORTS,
    }


def rows(asked: Asked, *, release: Release) -> list[Row]:
    """Every territory that the address asks for, in its order; those without the sorted fact come last."""
    named = finding.search(asked.q) if asked.q else territories()
    tests = [TESTS[name](value) for name, value in asked.chosen.items()]
    found = [Row(place, population_of(place, release)) for place in named if all(test(place) for test in tests)]
    return in_order(found, key=SORT_KEYS[asked.sort], is_descending=asked.is_descending)


def population_of(territory: Territory, release: Release) -> int | None:
    place = release.places.get(("territory", territory.code))
    return place.population if place else None


TESTS: dict[str, Callable[[str], Callable[[Territory], bool]]] = {
    "region": lambda value: lambda place: place.region == value,
    "departement": lambda value: lambda place: place.department == value,
    "phase": lambda value: lambda place: place.phase.value == value,
    "binome": lambda value: lambda place: place.is_pair == (value == "oui"),
    "entree": lambda value: lambda place: place.entry == value,
    "ort": lambda value: lambda place: (place.ort_signed is not None) == (value == "oui"),
}
SORT_KEYS: dict[str, Callable[[Row], Any]] = {
    "nom": lambda row: folded(row.territory.name),
    "departement": lambda row: (row.territory.department, folded(row.territory.name)),
    "signature": lambda row: row.territory.signed,
    "population": lambda row: row.population,
}
