"""Perimeters of a territory as a drawing made on the server, and as the ground that the map of the browser loads."""

import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import shapely

from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.conventions.outlines import OutlineMissing, outline_of
from beffroi.programme.towns.models import Territory
from beffroi.web.components.close import AFAR_WIDTH, Whole
from beffroi.web.components.ruler import Ruler, ruler
from beffroi.web.figures.outline import View, traced

WIDTH = 640
SMALL_WIDTH = 320
TOLERANCE = 0.3
# About 40 m: what a drawing of a whole commune can show.
THINNED_DEGREES = 0.0004


@dataclass(frozen=True, slots=True)
class Shape:
    """A perimeter on the drawing; `look` is its kind, `status` whether it holds, is proposed, or is over."""

    perimeter: Perimeter
    path: str
    look: str
    status: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Panel:
    """A commune with its perimeters, seen close: the two towns of a pair may be far apart."""

    name: str
    ground: str
    shapes: tuple[Shape, ...]
    height: int
    ruler: Ruler
    whole: Whole | None

    @property
    def width(self) -> int:
        return WIDTH


@dataclass(frozen=True, slots=True)
class Drawing:
    panels: tuple[Panel, ...]

    @property
    def shapes(self) -> list[Shape]:
        return [shape for panel in self.panels for shape in panel.shapes]

    @property
    def kinds(self) -> list[PerimeterKind]:
        shown = {shape.look for shape in self.shapes}
        return [kind for kind in PerimeterKind if kind in shown]


@dataclass(frozen=True, slots=True)
class Moved:
    """Two outlines of one perimeter over the communes, before and after."""

    ground: str
    was: str
    now: str
    height: int
    ruler: Ruler

    @property
    def width(self) -> int:
        return SMALL_WIDTH


def moved(territory: Territory, *, was: Any, now: Any) -> Moved:
    view, height = View.over(_frame([was, now]), width=SMALL_WIDTH)
    ground = ground_of(territory)
    return Moved(
        ground=traced(ground, view=view, tolerance=TOLERANCE) if ground is not None else "",
        was=traced(was, view=view, tolerance=TOLERANCE),
        now=traced(now, view=view, tolerance=TOLERANCE),
        height=round(height),
        ruler=ruler(view.metres, width=SMALL_WIDTH, height=round(height)),
    )


def status(perimeter: Perimeter, *, on: date) -> str:
    if perimeter.starts_date is None:
        return "proposed"
    if perimeter.ends_date is not None and perimeter.ends_date < on:
        return "over"
    return "holds" if perimeter.starts_date <= on else "to_come"


def drawing(territory: Territory, *, perimeters: Sequence[Perimeter], on: date) -> Drawing:
    """The perimeters over their communes, a panel for each commune that has some."""
    towns = {town.commune: town.name for town in territory.communes.all()}
    panels: list[Panel] = []
    for commune, name in (towns | {"": territory.name}).items():
        mine = [one for one in perimeters if _commune_of(one, among=towns) == commune]
        if mine:
            ground = _ground((commune,)) if commune else ground_of(territory)
            first = 1 + sum(len(panel.shapes) for panel in panels)
            panels.append(_panel(name, mine, ground=ground, first=first, on=on))
    return Drawing(tuple(panels))


def _commune_of(perimeter: Perimeter, *, among: Container[str]) -> str:
    """The first commune of the territory that a perimeter lies in; none for what is known without its communes."""
    return next((code for code in perimeter.communes if code in among), "")


def _panel(name: str, perimeters: Sequence[Perimeter], *, ground: Any, first: int, on: date) -> Panel:
    drawn = [(perimeter, perimeter.shape) for perimeter in perimeters]
    frame = _frame([shape for _p, shape in drawn])
    view, height = View.over(frame, width=WIDTH)
    shapes = tuple(
        _shape(perimeter, shape, view=view, number=number, on=on)
        for number, (perimeter, shape) in enumerate(drawn, start=first)
    )
    path = traced(ground, view=view, tolerance=TOLERANCE) if ground is not None else ""
    return Panel(
        name=name,
        ground=path,
        shapes=shapes,
        height=round(height),
        ruler=ruler(view.metres, width=WIDTH, height=round(height)),
        whole=_whole(ground, frame=frame) if ground is not None else None,
    )


def _whole(ground: Any, *, frame: tuple[float, float, float, float]) -> Whole:
    west, south, east, north = frame
    view, height = View.over(ground.union(shapely.box(*frame)).bounds, width=AFAR_WIDTH)
    (x, y), (right, bottom) = view.at(west, north), view.at(east, south)
    return Whole(
        ground=traced(ground, view=view, tolerance=TOLERANCE),
        width=AFAR_WIDTH,
        height=round(height),
        x=round(x, 1),
        y=round(y, 1),
        across=round(right - x, 1),
        down=round(bottom - y, 1),
    )


def features(territory: Territory, *, perimeters: Iterable[Perimeter], on: date) -> dict[str, Any]:
    """The communes and the perimeters as GeoJSON, for the map where one draws."""
    ground = ground_of(territory)
    communes = [_feature(ground, {"role": "ground"})] if ground is not None else []
    others = [
        _feature(perimeter.shape, {"role": "perimeter", "name": perimeter.name, "status": status(perimeter, on=on)})
        for perimeter in perimeters
    ]
    return {"type": "FeatureCollection", "features": [*communes, *others]}


def ground_of(territory: Territory) -> Any:
    """The outline of the territory's communes; nothing when the release publishes none of them."""
    return _ground(tuple(town.commune for town in territory.communes.all() if town.ends_date is None))


@lru_cache(maxsize=256)
def _ground(communes: tuple[str, ...]) -> Any:
    try:
        return outline_of(communes).simplify(THINNED_DEGREES / 4, preserve_topology=True)
    except OutlineMissing:
        return None


def _frame(shapes: Sequence[Any]) -> tuple[float, float, float, float]:
    """Around the perimeters, a third wider than they are on each side."""
    west, south, east, north = shapely.total_bounds(shapes)
    across, up = max(east - west, 0.004) / 3, max(north - south, 0.003) / 3
    return west - across, south - up, east + across, north + up


def _shape(perimeter: Perimeter, shape: Any, *, view: View, number: int, on: date) -> Shape:
    inside = shape.representative_point()
    x, y = view.at(inside.x, inside.y)
    path = traced(shape, view=view, tolerance=TOLERANCE)
    return Shape(perimeter, path, perimeter.kind, status(perimeter, on=on), number, round(x, 1), round(y, 1))


def _feature(shape: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
