"""The ground of a territory seen close, drawn on the server: the outlines of its towns, what lies in them, a scale.

Everything is in metres of the local projection before it is in pixels, so that a scale holds overseas as elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from beffroi.observatory.release.read import Release
from beffroi.territory.projections import in_metres
from beffroi.web.components.ruler import Ruler, ruler

MARGIN = 12
# What is smaller than this on the drawing is a speck: a mark says where to look.
SPECK = 12
LINES = ("LineString", "LinearRing")
AFAR_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing on a drawing: what it covers, what it runs along, the marks of its points and of what is too small."""

    areas: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole commune, seen from afar, with the frame of what is seen close."""

    ground: str
    width: int
    height: int
    x: float
    y: float
    across: float
    down: float


class Frame:
    """From metres to pixels: these bounds in the middle of a drawing."""

    def __init__(self, bounds: Sequence[float], *, width: int, height: int) -> None:
        west, south, east, north = bounds
        self.width, self.height = width, height
        self.scale = min((width - 2 * MARGIN) / max(east - west, 1), (height - 2 * MARGIN) / max(north - south, 1))
        self.left = west - (width / self.scale - (east - west)) / 2
        self.top = north + (height / self.scale - (north - south)) / 2

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """What the drawing shows, in metres: more than was asked for on two of its sides."""
        east, south = self.left + self.width / self.scale, self.top - self.height / self.scale
        return self.left, south, east, self.top

    @property
    def ruler(self) -> Ruler:
        return ruler(1 / self.scale, width=self.width, height=self.height)

    def outlines(self, towns: Iterable[BaseGeometry]) -> tuple[str, ...]:
        parts = (part for town in towns for part in shapely.get_parts(town))
        return tuple(_path(self._placed(part.exterior), closed=True) for part in parts)

    def area(self, shape: BaseGeometry) -> str:
        """A surface with its holes, as one path."""
        rings = (ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors))
        return "".join(_path(self._placed(ring), closed=True) for ring in rings)

    def at(self, point: BaseGeometry) -> tuple[int, int]:
        return self._placed(point)[0]

    def mark(self, thing: BaseGeometry) -> Mark:
        """Several things together may be one: what is in several parts is drawn part by part."""
        parts = list(shapely.get_parts(shapely.get_parts(thing)))
        small = [part.representative_point() for part in parts if _extent(part) * self.scale < SPECK]
        return Mark(
            areas=tuple(_path(self._placed(one.exterior), closed=True) for one in parts if one.geom_type == "Polygon"),
            lines=tuple(_path(self._placed(one), closed=False) for one in parts if one.geom_type in LINES),
            points=tuple(self.at(point) for point in small),
        )

    def _placed(self, geometry: BaseGeometry) -> list[tuple[int, int]]:
        corners = shapely.get_coordinates(geometry)
        across, down = (corners[:, 0] - self.left) * self.scale, (self.top - corners[:, 1]) * self.scale
        return [(int(x), int(y)) for x, y in zip(np.rint(across), np.rint(down), strict=True)]


def around(shapes: Sequence[BaseGeometry], *, least: float) -> tuple[float, float, float, float]:
    """The bounds of these, and of so many metres at least, so that one small thing does not fill the drawing."""
    west, south, east, north = shapely.total_bounds(shapes)
    spare = max(least - (east - west), least - (north - south), 0) / 2
    return west - spare, south - spare, east + spare, north + spare


def towns_of(release: Release, codes: Iterable[str], *, epsg: int) -> list[BaseGeometry]:
    """The outlines of these communes that a release publishes."""
    outlines = release.outlines
    return [
        in_metres(outlines["commune", code][0].geometry, epsg=epsg) for code in codes if ("commune", code) in outlines
    ]


def whole(town: BaseGeometry, *, seen: Frame) -> Whole:
    """The commune from afar, with the frame of what `seen` shows."""
    close = shapely.box(*seen.bounds)
    west, south, east, north = town.union(close).bounds
    height = round(AFAR_WIDTH * min(max((north - south) / (east - west), 0.5), 1.5))
    frame = Frame((west, south, east, north), width=AFAR_WIDTH, height=height)
    left, south, right, top = close.bounds
    (x, y), (end, bottom) = frame.at(shapely.Point(left, top)), frame.at(shapely.Point(right, south))
    ground = "".join(frame.outlines([town]))
    return Whole(ground, AFAR_WIDTH, height, x=x, y=y, across=end - x, down=bottom - y)


def _extent(part: BaseGeometry) -> float:
    """The longer side of what holds a shape, in metres."""
    west, south, east, north = part.bounds
    return float(max(east - west, north - south))


def _path(corners: list[tuple[int, int]], *, closed: bool) -> str:
    """A path in whole pixels, without the steps that go nowhere."""
    kept = [corner for place, corner in enumerate(corners) if place == 0 or corner != corners[place - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + ("z" if closed else "")
