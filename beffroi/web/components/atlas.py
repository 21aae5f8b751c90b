"""A map of the programme drawn on the server: outlines of the departments, one link per point, insets overseas.

It works without script, on paper and with a keyboard; `atlas.mjs` moves the same links onto MapLibre where it can.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from beffroi.observatory.release.read import Release
from beffroi.territory.projections import LAMBERT_93, OVERSEAS, epsg_of, in_metres, points_in_metres
from beffroi.territory.towns import Territory

# Each panel has its own projection, as the law has it; the insets are not at the scale of the mainland.
INSETS = {
    "971": _("Guadeloupe"),
    "972": _("Martinique"),
    "973": _("Guyane"),
    "974": _("La Réunion"),
    "976": _("Mayotte"),
}
MAINLAND_WIDTH = 1000
INSET_SIDE = 160
MARGIN = 0.03
# Detail below this share of a panel's width is invisible at the size of the screen.
TOLERANCE = 1 / 600


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map: where its link goes, what it is called, what is said of it, and its shade."""

    url: str
    name: str
    note: str
    shade: str
    lon: float
    lat: float
    department: str

    @property
    def at(self) -> str:
        """Longitude and latitude as a script reads them, whatever the language of the page."""
        return f"{self.lon:.4f},{self.lat:.4f}"


def hall_point(place: Territory, *, url: str, note: str, shade: str) -> Point:
    """A territory, where its first town has its hall."""
    hall = place.communes[0]
    return Point(url, place.name, note, shade, lon=hall.hall_lon, lat=hall.hall_lat, department=place.department)


@dataclass(frozen=True, slots=True)
class Shade:
    """One line of the legend. Keys `1` to `5` are the classes of a scale, `absent` no value, others categories."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    point: Point


@dataclass(frozen=True, slots=True)
class Frame:
    """The outlines of a panel, once drawn, and how a point in degrees falls into it."""

    code: str
    name: Any  # said in the language of the page, so not yet a string
    epsg: int
    width: int
    height: int
    path: str
    left: float
    top: float
    scale: float

    def dots(self, points: Sequence[Point]) -> list[Dot]:
        if not points:
            return []
        lon, lat = np.array([(point.lon, point.lat) for point in points]).T
        x, y = points_in_metres(lon, lat, epsg=self.epsg)
        across, down = np.rint((x - self.left) * self.scale), np.rint((self.top - y) * self.scale)
        return [Dot(int(dx), int(dy), point) for dx, dy, point in zip(across, down, points, strict=True)]


@dataclass(frozen=True, slots=True)
class Panel:
    frame: Frame
    dots: list[Dot]
    radius: int


@dataclass(frozen=True, slots=True)
class Atlas:
    title: str
    mainland: Panel
    insets: list[Panel]
    shades: list[Shade]


def atlas(release: Release, *, points: Sequence[Point], shades: Sequence[Shade], title: str) -> Atlas:
    """The map of `points`, in the outlines of the release; points of one department overseas go to its inset."""
    mainland = [point for point in points if point.department not in OVERSEAS]
    insets = [
        Panel(frame=frame, dots=frame.dots([point for point in points if point.department == frame.code]), radius=7)
        for frame in inset_frames(release)
    ]
    frame = mainland_frame(release)
    return Atlas(
        title=title,
        mainland=Panel(frame=frame, dots=frame.dots(mainland), radius=9),
        insets=insets,
        shades=list(shades),
    )


@cache
def mainland_frame(release: Release) -> Frame:
    departments = [outline.geometry for code, outline in departments_of(release) if code not in OVERSEAS]
    return _frame(code="fr", name=_("France métropolitaine"), shapes=departments, epsg=LAMBERT_93, width=MAINLAND_WIDTH)


@cache
def inset_frames(release: Release) -> list[Frame]:
    shapes = {code: outline.geometry for code, outline in departments_of(release)}
    return [
        _frame(code=code, name=name, shapes=[shapes[code]], epsg=epsg_of(code), width=INSET_SIDE, height=INSET_SIDE)
        for code, name in INSETS.items()
        if code in shapes
    ]


def departments_of(release: Release) -> list:
    return [(code, outlines[0]) for (kind, code), outlines in release.outlines.items() if kind == "department"]


def _frame(
    *, code: str, name: Any, shapes: list[BaseGeometry], epsg: int, width: int, height: int | None = None
) -> Frame:
    """The outlines in a panel of this width, centred in this height; the height that they need when none is given."""
    metres = [in_metres(shape, epsg=epsg) for shape in shapes]
    west, south, east, north = shapely.total_bounds(metres)
    margin = MARGIN * (east - west)
    across, down = east - west + 2 * margin, north - south + 2 * margin
    scale = min(width / across, height / down) if height else width / across
    height = height or round(down * scale)
    left = west - margin - (width / scale - across) / 2
    top = north + margin + (height / scale - down) / 2
    # Neighbours are simplified together, so that a border stays one line.
    simple = shapely.coverage_simplify(metres, (east - west) * TOLERANCE)
    rings = [ring for shape in simple for ring in _rings(shape, smallest=(3 / scale) ** 2)]
    path = "".join(_path(ring, left=left, top=top, scale=scale) for ring in rings)
    return Frame(
        code=code, name=name, epsg=epsg, width=width, height=height, path=path, left=left, top=top, scale=scale
    )


def _rings(shape: BaseGeometry, *, smallest: float) -> list[BaseGeometry]:
    return [part.exterior for part in shapely.get_parts(shape) if part.area > smallest]


def _path(ring: BaseGeometry, *, left: float, top: float, scale: float) -> str:
    """A closed path in whole units, each step relative to the last: a third of the characters of absolute ones."""
    corners = shapely.get_coordinates(ring)
    whole = np.rint(np.column_stack([(corners[:, 0] - left) * scale, (top - corners[:, 1]) * scale])).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[np.any(steps != 0, axis=1)][:-1]
    return f"M{whole[0][0]} {whole[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in steps) + "z"
