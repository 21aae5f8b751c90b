"""GeoJSON, plain or gzipped: properties become columns, the outline becomes `geometry` (WKB, lon/lat)."""

import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import shapely

from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers.arrival import keep
from beffroi.observatory.intake.readers.refusal import FileRefused


def read(con: duckdb.DuckDBPyConnection, file: SourceFile, path: Path, *, into: str) -> list[str]:
    """A table `into` of every property as text and the geometry as WKB, with the number of its row in `row`."""
    content = _content(path)
    features = _features(content, path)
    names = list(dict.fromkeys(name for feature in features for name in feature["properties"]))
    table = pa.table(
        {
            **{name: pa.array([_text(one["properties"].get(name)) for one in features], pa.string()) for name in names},
            "geometry": pa.array(_outlines(content, features, path), pa.binary()),
        }
    )
    keep(con, table, into=into)
    return [*names, "geometry"]


def _content(path: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError) as error:
        raise FileRefused(path, f"cannot be unzipped ({error})", right="remove it and fetch it again") from error


def _features(content: bytes, path: Path) -> list[dict[str, Any]]:
    try:
        collection = json.loads(content)
    except ValueError as error:
        raise FileRefused(
            path, f"is not GeoJSON ({error})", right="check the address, remove it and fetch it again"
        ) from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not features:
        raise FileRefused(path, "has no features", right="a GeoJSON FeatureCollection")
    return list(features)


def _outlines(content: bytes, features: list[dict[str, Any]], path: Path) -> list[bytes | None]:
    """The geometry of each feature: the whole file at once, or one by one where some are absent or wrong."""
    if all(one.get("geometry") for one in features):
        try:
            outlines = shapely.get_parts(shapely.from_geojson(content.decode()))
        except (shapely.errors.ShapelyError, UnicodeDecodeError):
            outlines = ()
        if len(outlines) == len(features):
            return list(shapely.to_wkb(outlines))
    return [_wkb(one.get("geometry"), path, row) for row, one in enumerate(features, start=1)]


def _wkb(geometry: dict[str, Any] | None, path: Path, row: int) -> bytes | None:
    if geometry is None:
        return None
    try:
        return shapely.to_wkb(shapely.from_geojson(json.dumps(geometry)))
    except shapely.errors.ShapelyError as error:
        right = "a geometry of GeoJSON whose rings end where they began"
        raise FileRefused(path, f"row {row} has no usable outline ({error})", right=right) from error


def _text(value: object) -> str | None:
    if value is None:
        return None
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
