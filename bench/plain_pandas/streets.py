"""The street network of each commune, from the extracts of OpenStreetMap, with geopandas."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

ON_FOOT = ["pedestrian", "footway", "steps"]
STREETS = [
    *ON_FOOT, "cycleway", "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
    "unclassified", "residential", "living_street",
]  # fmt: skip


def graph(folder: Path) -> pd.DataFrame:
    """By commune: junctions (three stretches or more meet), segments, metres of street and of pedestrian street."""
    return pd.DataFrame([_network(path) for path in sorted(folder.glob("*.geojson.gz"))])


def _network(path: Path) -> dict[str, object]:
    streets = gpd.read_file(f"/vsigzip/{path}", columns=["fclass"]).to_crs(2154)
    streets = streets[streets.fclass.isin(STREETS)]
    points = streets.geometry.get_coordinates().round(2)
    place = points.groupby(["x", "y"]).ngroup().to_numpy()
    same_line = points.index[1:] == points.index[:-1]
    stretches = pd.DataFrame({"a": place[:-1][same_line], "b": place[1:][same_line]})
    stretches = pd.DataFrame(np.sort(stretches[stretches.a != stretches.b], axis=1)).drop_duplicates().to_numpy()
    degrees = np.bincount(stretches.ravel())
    where = points.groupby(place).first().to_numpy()
    segments = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(shapely.linestrings(where[stretches]))))
    return {
        "commune": path.name[:5],
        "junctions": int((degrees >= 3).sum()),
        "segments": len(segments),
        "street_m": shapely.length(segments).sum(),
        "pedestrian_m": streets[streets.fclass.isin(ON_FOOT)].length.sum(),
    }
