"""The street network of each commune: its junctions, its segments, and how long and how straight they are.

A junction is a point where three or more stretches of street meet. The extracts do not cut streets where they cross,
but they keep OpenStreetMap's own points: two streets that share a point meet there, and a bridge, which shares none
with the street below, makes no junction (cutting by geometry found 1 to 2 % more junctions, all of that kind).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyproj
import shapely

ROADS = frozenset(
    [
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
    ]
)
ON_FOOT = frozenset(("pedestrian", "footway", "steps"))
BY_CYCLE = frozenset(("cycleway",))
STREETS = ROADS | ON_FOOT | BY_CYCLE
"""Left out: motorways and trunk roads, country tracks and paths, service lanes (driveways, car parks)."""

SNAP = 2
"""Decimals of a metre at which two points are the same one."""


def reshape(raw: pa.Table) -> pa.Table:
    """One row per commune of `raw` (class, geometry as WKB in degrees, #file); lengths in metres in Lambert 93."""
    files = np.array(raw["#file"].to_pylist())
    classes = np.array(raw["class"].to_pylist())
    to_metres = pyproj.Transformer.from_crs(4326, 2154, always_xy=True).transform
    lines = shapely.transform(shapely.from_wkb(raw["geometry"].to_pylist()), to_metres, interleaved=False)
    street = np.isin(classes, list(STREETS))
    return pa.Table.from_pylist(
        [
            {"commune": str(file)[:5], **network(lines[here], classes[here])}
            for file in np.unique(files)
            for here in [street & (files == file)]
        ]
    )


def network(lines: npt.NDArray[np.object_], classes: npt.NDArray[np.str_]) -> Mapping[str, float]:
    """Junctions, segments and lengths (m) of streets: `lines` (n LineStrings, metres) of `classes` (n words).

    `straight_m` sums the distances between the ends of segments: `street_m / straight_m` is how winding streets are
    (a street that ends where it began counts for nothing in it). Without street everything is 0.
    """
    points, edges = _graph(lines)
    degrees = np.bincount(edges.ravel(), minlength=len(points))
    segments = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(points[edges]))))
    lengths = shapely.length(lines)
    return {
        "junctions": int((degrees >= 3).sum()),
        "segments": len(segments),
        "street_m": float(shapely.length(segments).sum()),
        "straight_m": float(shapely.distance(shapely.get_point(segments, 0), shapely.get_point(segments, -1)).sum()),
        "pedestrian_m": float(lengths[np.isin(classes, list(ON_FOOT))].sum()),
        "cycle_m": float(lengths[np.isin(classes, list(BY_CYCLE))].sum()),
    }


def _graph(lines: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """The points of the lines (n × 2) and the distinct stretches between two of them (m × 2 places of points)."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    points, place = np.unique(coordinates.round(SNAP), axis=0, return_inverse=True)
    stretches = np.stack([place.ravel()[:-1], place.ravel()[1:]], axis=1)[line[1:] == line[:-1]]
    stretches = np.unique(np.sort(stretches[stretches[:, 0] != stretches[:, 1]], axis=1), axis=0)
    return points, stretches
