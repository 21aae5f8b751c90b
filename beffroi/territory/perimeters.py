"""Named perimeters of a town's centre. The first is `iris-mairie`: the IRIS that holds the town hall.

The perimeter decides the answer, so it is an object with a name, an algorithm with its parameters, an
area and a date, and every figure of a centre carries its name. A pair of towns has two centres, one per commune.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from beffroi.territory.communes import department_of
from beffroi.territory.projections import Geometries, area_ha, epsg_of, in_metres

IRIS_MAIRIE = "iris-mairie"
# The outlines were rebuilt on a grid of about 13 m: between two IRIS there may be a gap of a few cells.
GAP_M = 50.0


class Status(StrEnum):
    """A draft may still move; a frozen perimeter never does, and only frozen ones are measured in public."""

    DRAFT = "draft"
    FROZEN = "frozen"


class NoCentre(StrEnum):
    """Why a commune has no `iris-mairie`."""

    NOT_APPLICABLE = "not applicable"  # the commune is one IRIS: its centre would be itself
    NO_OUTLINE = "no outline"  # overseas, IRIS exist but no outline was published


@dataclass(frozen=True, slots=True)
class Perimeter:
    """A centre, as it was drawn: `geometry` in degrees (CRS84), `area_ha` measured in `epsg`."""

    id: str
    commune: str
    kind: str
    name: str
    algorithm: str
    geometry: BaseGeometry
    area_ha: float
    epsg: int
    status: Status
    date: date
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IrisOutline:
    """An IRIS and its outline in degrees (CRS84)."""

    code: str
    commune: str
    name: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class TownHall:
    """Where the town hall of a commune stands, in degrees (CRS84)."""

    commune: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Centre:
    """The centre found for a commune: an IRIS and its perimeter, or the reason why there is none."""

    commune: str
    iris: str | None
    perimeter: Perimeter | None
    reason: NoCentre | None


class TownHallOutside(ValueError):
    """A town hall that stands outside its own commune."""


def town_hall_iris(hall: TownHall, *, outlines: Iterable[IrisOutline], drawn_on: date) -> Centre:
    """The centre of a commune as the IRIS that holds its town hall.

    `outlines` may hold the IRIS of other communes: only those of the hall's commune are looked at. A point in a gap
    between outlines takes the nearest IRIS within 50 m; on a shared edge, the lowest code. No outline at all gives the
    reason `NO_OUTLINE`, a single one `NOT_APPLICABLE`. Raises `TownHallOutside` when no IRIS is within 50 m.
    """
    own = sorted((iris for iris in outlines if iris.commune == hall.commune), key=lambda iris: iris.code)
    if len(own) < 2:
        reason = NoCentre.NOT_APPLICABLE if own else NoCentre.NO_OUTLINE
        return Centre(hall.commune, None, None, reason)
    epsg = epsg_of(department_of(hall.commune))
    point = in_metres(shapely.Point(hall.lon, hall.lat), epsg=epsg)
    gaps = shapely.distance(in_metres(np.array([iris.geometry for iris in own]), epsg=epsg), point)
    gap, found = gaps.min(), own[int(gaps.argmin())]
    if gap > GAP_M:
        raise TownHallOutside(
            f"The town hall of {hall.commune} ({hall.lon}, {hall.lat}) is {gap:,.0f} m outside the commune: "
            f"it must be inside, or within {GAP_M:.0f} m of an IRIS. Correct its point in the source's corrections."
        )
    perimeter = Perimeter(
        id=f"{IRIS_MAIRIE}/{hall.commune}",
        commune=hall.commune,
        kind=IRIS_MAIRIE,
        name=found.name,
        algorithm="iris-mairie/v1: the IRIS that holds the town hall",
        geometry=found.geometry,
        area_ha=area_ha(found.geometry, epsg=epsg),
        epsg=epsg,
        status=Status.FROZEN,
        date=drawn_on,
        parameters={"gap_m": GAP_M},
    )
    return Centre(hall.commune, found.code, perimeter, None)


def points_inside(outlines: Geometries) -> NDArray[np.float64]:
    """A point inside each outline (n,), as x and y in its own unit (n, 2); NaN for an empty one.

    Unlike centroids they never fall outside a bent or holed outline.
    """
    points = shapely.point_on_surface(outlines)
    points = np.where(shapely.is_empty(points), None, points)
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def shares_within(outlines: Geometries, *, point: BaseGeometry, radius_m: float) -> NDArray[np.float64]:
    """The share (0 to 1) of the area of each outline (n,) within `radius_m` metres of a point, as the crow flies.

    Outlines and point in metres; the disc is a polygon of 256 sides (0.01 % too small). 0 for an outline without area.
    """
    areas = shapely.area(outlines)
    within = shapely.area(shapely.intersection(outlines, point.buffer(radius_m, quad_segs=64)))
    return np.divide(within, areas, out=np.zeros(len(areas)), where=areas > 0)
