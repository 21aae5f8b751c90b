"""Makes outlines, and the files that people draw them in."""

import io
import json
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

# Two square communes of the Sarthe, about 4 km wide, in degrees.
LA_FLECHE = shapely.box(-0.10, 47.68, -0.05, 47.72)
SABLE = shapely.box(-0.36, 47.82, -0.31, 47.86)
COMMUNES = {"72154": LA_FLECHE, "72264": SABLE}
# 31 ha in the middle of La Flèche, and as much in Sablé.
CENTRE = shapely.box(-0.080, 47.695, -0.073, 47.700)
OTHER_CENTRE = shapely.box(-0.340, 47.835, -0.333, 47.840)
# Beside the centre: what a station quarter adds.
STATION = shapely.box(-0.073, 47.695, -0.068, 47.700)


def published(folder: Path, communes: dict[str, BaseGeometry] | None = None) -> Path:
    """The folder of a release with the outlines of these communes."""
    known = communes if communes is not None else COMMUNES
    columns = {
        "kind": ["commune"] * len(known),
        "place": list(known),
        "geometry": [shapely.to_wkb(geometry) for geometry in known.values()],
    }
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), folder / "perimeters.parquet")
    return folder


def geojson(*geometries: BaseGeometry | None, names: Sequence[str] = (), crs: str = "") -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"nom": names[rank]} if rank < len(names) else {},
            "geometry": json.loads(shapely.to_geojson(geometry)) if geometry is not None else None,
        }
        for rank, geometry in enumerate(geometries)
    ]
    document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        document["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(document).encode()


def projected(geometry: BaseGeometry, *, epsg: int) -> BaseGeometry:
    transformer = Transformer.from_crs("OGC:CRS84", f"EPSG:{epsg}", always_xy=True)
    return shapely.transform(geometry, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1])))


def layer(path: Path, *geometries: BaseGeometry, epsg: int | None, names: Sequence[str] = (), **options: Any) -> Path:
    """A GeoPackage or a shapefile, by the ending of the path."""
    named = np.array([names[rank] if rank < len(names) else "" for rank in range(len(geometries))], dtype=object)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="'crs' was not provided")
        pyogrio.raw.write(
            path,
            geometry=np.array([shapely.to_wkb(geometry) for geometry in geometries], dtype=object),
            field_data=[named],
            fields=["nom"],
            crs=f"EPSG:{epsg}" if epsg else None,
            geometry_type=options.pop("geometry_type", "Polygon"),
            **options,
        )
    return path


def zipped(folder: Path, *, without: Sequence[str] = ()) -> bytes:
    """The files of a folder in one zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.suffix not in without:
                archive.write(path, f"perimetres/{path.name}")
    return packed.getvalue()
