"""The release served, and the names of what it holds."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from beffroi.api.fields import PLACE_KINDS
from beffroi.observatory.release.read import Observation, Release, kept_open

PARTS_OF_COMMUNE = ("centre", "rest", "peers")


def served() -> Release:
    return kept_open(settings.BEFFROI_RELEASE)


@cache
def place_names(release: Path, *, place_kind: str | None = None) -> Mapping[str, str]:
    """Code to name of the places of one kind, or of all."""
    places = kept_open(release).places.values()
    return {place.place: place.name for place in places if named_as(place_kind) in {None, place.place_kind}}


def named_as(place_kind: str | None) -> str | None:
    """Centre, rest and peers bear the code and the name of their commune."""
    return "commune" if place_kind in PARTS_OF_COMMUNE else place_kind


@cache
def places_of(release: Path, territory: str) -> frozenset[tuple[str, str]]:
    """Kind and code of a territory, its communes, their centres, rests and peers."""
    communes = {
        p.place for p in kept_open(release).places.values() if (p.territory, p.place_kind) == (territory, "commune")
    }
    kinds = ("commune", *PARTS_OF_COMMUNE)
    return frozenset({("territory", territory), *((kind, commune) for kind in kinds for commune in communes)})


@cache
def all_values(release: Path) -> tuple[Observation, ...]:
    """Every figure, by indicator, level, place and period."""
    opened = kept_open(release)
    codes = sorted(opened.indicators)
    return tuple(row for code in codes for kind in PLACE_KINDS for row in opened.of(code, place_kind=kind))
