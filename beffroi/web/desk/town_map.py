"""The map of one territory: quarters, perimeters in force, each action at its site in the colour of its state."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry import shape

from beffroi.observatory.release.read import Release
from beffroi.programme.actions import queries as actions
from beffroi.programme.conventions.queries import perimeters_seen
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.action.atlas import LABELS, SHADES
from beffroi.web.components.atlas import Shade
from beffroi.web.convention.drawing import ground_of, status
from beffroi.web.desk.addresses import page_of
from beffroi.web.figures.outline import View, traced

WIDTH = 640
TOLERANCE = 0.3
MOST = 300


@dataclass(frozen=True, slots=True)
class Site:
    url: str
    name: str
    note: str
    shade: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TownMap:
    ground: str
    # The quarters (IRIS) of its communes, where the release knows them.
    quarters: tuple[str, ...]
    perimeters: tuple[str, ...]
    sites: tuple[Site, ...]
    shades: tuple[Shade, ...]
    width: int
    height: int


def town_map(place: Territory, *, scope: Scope, release: Release, on: date) -> TownMap | None:
    """Framed on what is drawn, else on the communes; nothing where neither is known. Three queries."""
    found = actions.readable(scope).filter(territory=place).exclude(site=None).order_by("number")[:MOST]
    located = [(action, shape(action.site).representative_point()) for action in found]
    kept = [one.shape for one in perimeters_seen(place, scope=scope) if status(one, on=on) == "holds"]
    ground = ground_of(place)
    shown = [*(point for _action, point in located), *kept] or ([ground] if ground is not None else [])
    if not shown:
        return None
    view, height = View.over(_frame(shown), width=WIDTH)
    sites = tuple(
        Site(
            url=page_of("action", action.pk),
            name=str(action),
            note=str(action.get_state_display()),
            shade=SHADES[action.life_state],
            x=round(view.at(point.x, point.y)[0], 1),
            y=round(view.at(point.x, point.y)[1], 1),
        )
        for action, point in located
    )
    counts = Counter(site.shade for site in sites)
    return TownMap(
        ground=_path(ground, view),
        quarters=tuple(_path(one, view) for one in _quarters(place, release=release)),
        perimeters=tuple(_path(one, view) for one in kept),
        sites=sites,
        shades=tuple(Shade(key, str(label), counts[key]) for key, label in LABELS.items() if counts[key]),
        width=WIDTH,
        height=round(height),
    )


def _quarters(place: Territory, *, release: Release) -> list[Any]:
    return [
        outline.geometry
        for town in place.communes.all()
        for outline in release.outlines.get(("iris", town.commune), [])
    ]


def _path(drawn: Any, view: View) -> str:
    return traced(drawn, view=view, tolerance=TOLERANCE) if drawn is not None else ""


def _frame(shapes: list[Any]) -> tuple[float, float, float, float]:
    """Around the shapes, a fifth wider on each side, and never narrower than a few streets."""
    west, south, east, north = shapely.total_bounds(shapes)
    across, up = max((east - west) / 5, 0.003), max((north - south) / 5, 0.002)
    return west - across, south - up, east + across, north + up
