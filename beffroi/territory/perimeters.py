"""Named perimeters of a town's centre. The first is `iris-mairie`: the IRIS that holds the town hall.

The perimeter decides the answer, so it is an object with a name, an algorithm with its parameters, an
area and a date, and every figure of a centre carries its name. A pair of towns has two centres, one per commune.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import shapely
from shapely.geometry.base import BaseGeometry

from beffroi.territory.communes import department_of
from beffroi.territory.projections import area_ha, epsg_of, in_metres

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
    gap, found = min(
        ((in_metres(iris.geometry, epsg=epsg).distance(point), iris) for iris in own), key=lambda it: it[0]
    )
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


def representative_point(geometry: BaseGeometry, *, epsg: int) -> tuple[float, float]:
    """A point inside the outline, as x and y in metres, from a geometry in degrees; NaN for an empty one.

    Unlike the centroid it never falls outside a bent or holed outline.
    """
    point = in_metres(geometry, epsg=epsg).representative_point()
    return (point.x, point.y) if not point.is_empty else (float("nan"), float("nan"))


def share_within(geometry: BaseGeometry, *, lon: float, lat: float, radius_m: float, epsg: int) -> float:
    """The share (0 to 1) of an outline's area within `radius_m` metres of a point, as the crow flies.

    Geometry and point in degrees, measured in the projection `epsg`; the disc is a polygon of 256 sides (0.01 % too
    small). An outline without area gives 0.
    """
    outline = in_metres(geometry, epsg=epsg)
    if outline.area == 0:
        return 0.0
    disc = in_metres(shapely.Point(lon, lat), epsg=epsg).buffer(radius_m, quad_segs=64)
    return float(outline.intersection(disc).area / outline.area)
