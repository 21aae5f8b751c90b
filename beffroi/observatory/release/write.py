"""Writes the files of a release so that the same rows have the same bytes."""

import gzip
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import shapely

from beffroi.foundations.files import sha256
from beffroi.observatory.release.columns import TABLES, Column

CHECKSUMS = "SHA256SUMS"
KINDS = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "geometry": pa.binary()}
COMPRESSION_LEVEL = 12


def table(folder: Path, name: str, rows: pa.Table) -> None:
    """Writes `name`.parquet (GeoParquet where it has outlines) and the same as CSV, without the outlines."""
    columns = TABLES[name]
    rows = rows.select([column.name for column in columns]).cast(schema(columns))
    geometry = [column.name for column in columns if column.kind == "geometry"]
    kept = rows.replace_schema_metadata({b"geo": _geo(rows)}) if geometry else rows
    pq.write_table(
        kept,
        folder / f"{name}.parquet",
        compression="zstd",
        compression_level=COMPRESSION_LEVEL,
        row_group_size=1 << 20,
    )
    text = io.BytesIO()
    pa_csv.write_csv(rows.drop_columns(geometry), text, pa_csv.WriteOptions(quoting_style="needed"))
    if name == "values":  # the only large one
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text.getvalue(), compresslevel=6, mtime=0))
    else:
        (folder / f"{name}.csv").write_bytes(text.getvalue())


def document(path: Path, content: Mapping[str, Any]) -> None:
    """Writes a mapping as JSON, in its own order."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def listed(folder: Path, *, rows: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """Path, checksum, size and number of rows of each file that stands in the folder, by name."""
    return [
        {
            "path": path.name,
            "sha256": sha256(path),
            "bytes": path.stat().st_size,
            "rows": (rows or {}).get(path.name.partition(".")[0]),
        }
        for path in sorted(folder.iterdir())
    ]


def checksums(folder: Path) -> None:
    """Writes SHA256SUMS, which `sha256sum --check` reads: all files, the manifest among them."""
    (folder / CHECKSUMS).write_text(checksum_lines(folder), encoding="utf-8")


def checksum_lines(folder: Path) -> str:
    return "".join(f"{sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir()) if path.name != CHECKSUMS)


def schema(columns: tuple[Column, ...]) -> pa.Schema:
    """The types of a table of a release."""
    return pa.schema([pa.field(column.name, KINDS[column.kind], nullable=not column.required) for column in columns])


def _geo(rows: pa.Table) -> bytes:
    """The metadata of GeoParquet 1.1; without a `crs`, longitude and latitude in OGC:CRS84."""
    shapes = shapely.from_wkb(rows["geometry"].to_pylist())
    about = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "bbox": [round(float(edge), 5) for edge in shapely.total_bounds(shapes)],
    }
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}).encode()
