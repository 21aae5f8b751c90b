"""The projection in which lengths and areas are measured: one for metropolitan France, a local one overseas.

The legal ones: décret 2000-1276, as amended (RGF93 Lambert-93; RGAF09, RGFG95, RGR92 and RGM04 in UTM). Degrees (WGS 84
and the local systems agree to a metre) are for exchange and for the screen only.
"""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Geometries = NDArray[np.object_]
Shape = TypeVar("Shape", BaseGeometry, Geometries)

LAMBERT_93 = 2154
OVERSEAS: Mapping[str, int] = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}

SQUARE_METRES_PER_HECTARE = 10_000


class NoProjection(ValueError):
    """A department without a projection here, or a place outside the domain of the projection asked."""


def epsg_of(department: str) -> int:
    """The EPSG code of a department's legal projection.

    2154 in metropolitan France, 5490 in Guadeloupe and Martinique, 2972 in Guyane, 2975 in La Réunion, 4471 in Mayotte.
    Raises `NoProjection` for the collectivities overseas, which hold no commune of the programme.
    """
    if department in OVERSEAS:
        return OVERSEAS[department]
    if department.startswith(("97", "98")):
        raise NoProjection(f"No projection is declared for {department}; departments overseas: {', '.join(OVERSEAS)}.")
    return LAMBERT_93


def points_in_metres(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, epsg: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points from degrees to metres.

    `lon` and `lat`: shape (n,), decimal degrees; returns x and y, shape (n,), metres. A missing coordinate (NaN) stays
    missing. Raises `NoProjection` when a point cannot be projected, such as latitudes given as longitudes.
    """
    x, y = _transformer(epsg).transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    if np.isinf(x).any():
        first = int(np.flatnonzero(np.isinf(x))[0])
        raise NoProjection(
            f"The point {lon[first]}, {lat[first]} is outside EPSG:{epsg}; longitude comes first, in degrees."
        )
    return x, y


def in_metres(geometry: Shape, *, epsg: int) -> Shape:
    """A geometry, or an array of them, from degrees to metres; an empty one stays empty.

    Raises `NoProjection` as `points_in_metres`.
    """

    def project(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(points_in_metres(coordinates[:, 0], coordinates[:, 1], epsg=epsg))

    projected: Shape = shapely.transform(geometry, project)
    return projected


def area_ha(geometry: BaseGeometry, *, epsg: int) -> float:
    """The area in hectares of a geometry in degrees, measured in the projection `epsg`; 0 for an empty one."""
    return float(in_metres(geometry, epsg=epsg).area) / SQUARE_METRES_PER_HECTARE


@cache
def _transformer(epsg: int) -> Transformer:
    return Transformer.from_crs("OGC:CRS84", f"EPSG:{epsg}", always_xy=True)
