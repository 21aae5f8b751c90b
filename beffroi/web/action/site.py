"""Where actions take place, drawn on the server: the outlines of the towns and the sites in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from beffroi.programme.actions.models import Action
from beffroi.programme.towns.models import Territory
from beffroi.territory.projections import epsg_of, in_metres
from beffroi.web.components.ruler import Ruler, ruler
from beffroi.web.figures.reading import served

WIDTH, HEIGHT, MARGIN = 480, 300, 12
TOWN_WIDTH, TOWN_HEIGHT = 960, 600
# A site smaller than this on the drawing is a speck: a mark says where to look.
SPECK = 12
# The least that a drawing of several sites shows, so that one site does not fill it.
LEAST_METRES = 1500
LINES = ("LineString", "LinearRing")


@dataclass(frozen=True, slots=True)
class Site:
    """A site on a drawing: what it covers, what it runs along, and the marks of its points and of what is too small."""

    areas: tuple[str, ...]
    lines: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    width: int
    height: int
    ruler: Ruler
    towns: tuple[str, ...]
    site: Site


@dataclass(frozen=True, slots=True)
class Located:
    action: Action
    shade: str
    site: Site


@dataclass(frozen=True, slots=True)
class Ground:
    """The sites of the actions of one territory, and how many there are of each shade."""

    territory: Territory
    width: int
    height: int
    ruler: Ruler
    towns: tuple[str, ...]
    sites: tuple[Located, ...]
    counts: Counter[str]


def drawn(action: Action) -> Drawn | None:
    """The drawing of a site; nothing when the action has none, or when the release has no outline of its towns."""
    if not action.site:
        return None
    towns = _towns(action.territory)
    site = in_metres(shape(action.site), epsg=epsg_of(action.territory.department))
    frame = _Frame(shapely.total_bounds([*towns, site]), width=WIDTH, height=HEIGHT)
    return Drawn(WIDTH, HEIGHT, ruler=frame.ruler, towns=frame.outlines(towns), site=frame.site(site))


def ground(actions: Sequence[Action], *, shades: dict[str, str]) -> Ground | None:
    """The sites of these actions, seen close, when they are all of one territory; `shades` by state."""
    territories = {action.territory_id: action.territory for action in actions}
    if len(territories) != 1:
        return None
    (territory,) = territories.values()
    epsg = epsg_of(territory.department)
    sites = [in_metres(shape(action.site), epsg=epsg) for action in actions]
    west, south, east, north = shapely.total_bounds(sites)
    spare = max(LEAST_METRES - (east - west), LEAST_METRES - (north - south), 0) / 2
    frame = _Frame((west - spare, south - spare, east + spare, north + spare), width=TOWN_WIDTH, height=TOWN_HEIGHT)
    located = tuple(
        Located(action, shades[action.state], frame.site(site)) for action, site in zip(actions, sites, strict=True)
    )
    return Ground(
        territory=territory,
        width=TOWN_WIDTH,
        height=TOWN_HEIGHT,
        ruler=frame.ruler,
        towns=frame.outlines(_towns(territory)),
        sites=located,
        counts=Counter(one.shade for one in located),
    )


def _towns(territory: Territory) -> list[BaseGeometry]:
    outlines = served().release.outlines
    epsg = epsg_of(territory.department)
    codes = [town.commune for town in territory.communes.all()]
    return [
        in_metres(outlines["commune", code][0].geometry, epsg=epsg) for code in codes if ("commune", code) in outlines
    ]


class _Frame:
    """From metres to pixels: these bounds in the middle of a drawing."""

    def __init__(self, bounds: Sequence[float], *, width: int, height: int) -> None:
        west, south, east, north = bounds
        self.width, self.height = width, height
        self.scale = min((width - 2 * MARGIN) / max(east - west, 1), (height - 2 * MARGIN) / max(north - south, 1))
        self.left = west - (width / self.scale - (east - west)) / 2
        self.top = north + (height / self.scale - (north - south)) / 2

    @property
    def ruler(self) -> Ruler:
        return ruler(1 / self.scale, width=self.width, height=self.height)

    def outlines(self, towns: Sequence[BaseGeometry]) -> tuple[str, ...]:
        parts = (part for town in towns for part in shapely.get_parts(town))
        return tuple(_path(self._placed(part.exterior), closed=True) for part in parts)

    def site(self, site: BaseGeometry) -> Site:
        parts = list(shapely.get_parts(site))
        small = [part.representative_point() for part in parts if _extent(part) * self.scale < SPECK]
        return Site(
            areas=tuple(_path(self._placed(one.exterior), closed=True) for one in parts if one.geom_type == "Polygon"),
            lines=tuple(_path(self._placed(one), closed=False) for one in parts if one.geom_type in LINES),
            points=tuple(self._placed(point)[0] for point in small),
        )

    def _placed(self, geometry: BaseGeometry) -> list[tuple[int, int]]:
        corners = shapely.get_coordinates(geometry)
        across, down = (corners[:, 0] - self.left) * self.scale, (self.top - corners[:, 1]) * self.scale
        return [(int(x), int(y)) for x, y in zip(np.rint(across), np.rint(down), strict=True)]


def _extent(part: BaseGeometry) -> float:
    """The longer side of what holds a shape, in metres."""
    west, south, east, north = part.bounds
    return float(max(east - west, north - south))


def _path(corners: list[tuple[int, int]], *, closed: bool) -> str:
    """A path in whole pixels, without the steps that go nowhere."""
    kept = [corner for place, corner in enumerate(corners) if place == 0 or corner != corners[place - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + ("z" if closed else "")
