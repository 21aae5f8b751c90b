"""Where an action takes place, drawn on the server: the outlines of its towns and the site in them."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from beffroi.programme.actions.models import Action
from beffroi.territory.projections import epsg_of, in_metres
from beffroi.web.figures.reading import served

WIDTH, HEIGHT, MARGIN = 480, 300, 12
POINT = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    width: int
    height: int
    towns: tuple[str, ...]
    areas: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


def drawn(action: Action) -> Drawn | None:
    """The drawing of a site; nothing when the action has none, or when the release has no outline of its towns."""
    if not action.site:
        return None
    outlines = served().release.outlines
    codes = [town.commune for town in action.territory.communes.all()]
    epsg = epsg_of(action.territory.department)
    towns = [
        in_metres(outlines["commune", code][0].geometry, epsg=epsg) for code in codes if ("commune", code) in outlines
    ]
    site = in_metres(shape(action.site), epsg=epsg)
    west, south, east, north = shapely.total_bounds([*towns, site])
    scale = min((WIDTH - 2 * MARGIN) / max(east - west, 1), (HEIGHT - 2 * MARGIN) / max(north - south, 1))
    left = west - (WIDTH / scale - (east - west)) / 2
    top = north + (HEIGHT / scale - (north - south)) / 2

    def placed(geometry: BaseGeometry) -> list[tuple[int, int]]:
        corners = shapely.get_coordinates(geometry)
        across, down = (corners[:, 0] - left) * scale, (top - corners[:, 1]) * scale
        return [(int(x), int(y)) for x, y in zip(np.rint(across), np.rint(down), strict=True)]

    parts = list(shapely.get_parts(site))
    return Drawn(
        width=WIDTH,
        height=HEIGHT,
        towns=tuple(_path(placed(part.exterior), closed=True) for town in towns for part in shapely.get_parts(town)),
        areas=tuple(
            _path(placed(part.exterior if part.geom_type == "Polygon" else part), closed=part.geom_type == "Polygon")
            for part in parts
            if part.geom_type != "Point"
        ),
        points=tuple(placed(part)[0] for part in parts if part.geom_type == "Point"),
    )


def _path(corners: list[tuple[int, int]], *, closed: bool) -> str:
    """A path in whole pixels, without the steps that go nowhere."""
    kept = [corner for place, corner in enumerate(corners) if place == 0 or corner != corners[place - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + ("z" if closed else "")
