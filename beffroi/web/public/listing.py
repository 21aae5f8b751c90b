"""The list of territories as an address asks for it: filters, order, page. Nothing in an address is ever guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from beffroi.observatory.release.read import Release
from beffroi.territory import finding
from beffroi.territory.names import folded
from beffroi.territory.towns import Territory, territories
from beffroi.web.public import wording

PAGE_SIZES = {"20": 20, "50": 50, "tous": 10_000}
FORMATS = {"html": "HTML", "csv": "CSV", "json": "JSON"}
FILTERS = ("region", "departement", "phase", "binome", "entree", "ort")


@dataclass(frozen=True, slots=True)
class Refused:
    """A filter that cannot be right: its name, what was given, what would be right (code to label)."""

    name: str
    given: str
    accepted: Mapping[str, Any]

    @property
    def label(self) -> Any:
        return wording.FILTERS[self.name]


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


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the list, after each value was checked against the closed list of right ones."""

    q: str
    chosen: Mapping[str, str]
    refused: tuple[Refused, ...]
    sort: str
    is_descending: bool
    per_page: str
    page: int
    format: str

    def address(self, **changes: str) -> str:
        """The query string of the same list with something else asked; the first page unless a page is asked."""
        kept = {"q": self.q, **self.chosen, "tri": self.order, "par": self.per_page} | changes
        defaults = {"tri": "nom", "par": "20", "page": "1"}
        return "?" + urlencode({name: value for name, value in kept.items() if value and defaults.get(name) != value})

    @property
    def order(self) -> str:
        return f"-{self.sort}" if self.is_descending else self.sort

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.chosen)


def asked(query: QueryDict) -> Asked:
    """Read an address. A wrong value is set apart in `refused` and the list goes on without it."""
    refused: list[Refused] = []
    choices = filter_choices()

    def checked(name: str, accepted: Mapping[str, Any], default: str) -> str:
        given = query.get(name, "").strip()
        if not given or given in accepted:
            return given or default
        refused.append(Refused(name, given[:60], accepted))
        return default

    chosen = {name: value for name in FILTERS if (value := checked(name, choices[name], ""))}
    order = checked("tri", {sign + key: label for key, label in wording.SORTS.items() for sign in ("", "-")}, "nom")
    page = query.get("page", "1").strip() or "1"
    if not (page.isascii() and page.isdigit() and 0 < int(page[:6]) < 10_000):
        refused.append(Refused("page", page[:60], {"1": "1"}))
        page = "1"
    return Asked(
        q=query.get("q", "").strip()[:100],
        chosen=chosen,
        per_page=checked("par", PAGE_SIZES, "20"),
        format=checked("format", FORMATS, "html"),
        refused=tuple(refused),
        sort=order.lstrip("-"),
        is_descending=order.startswith("-"),
        page=int(page),
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
    key = SORT_KEYS[asked.sort]
    known = [row for row in found if key(row) is not None]
    unknown = [row for row in found if key(row) is None]
    return [*sorted(known, key=lambda row: (key(row), row.territory.code), reverse=asked.is_descending), *unknown]


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
