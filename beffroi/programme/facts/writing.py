"""Writes a table as (Geo)Parquet and as CSV so that the same facts have the same bytes."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import shapely

from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "amount": pa.decimal128(14, 2),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "geometry": pa.binary(),
}


def write(folder: Path, table: Table, *, circle: Circle) -> int:
    """`name`.parquet with the outlines, `name`.csv without them; returns how many rows there are."""
    cells = list(zip(*table.rows(circle), strict=True)) or [()] * len(table.columns)
    schema = pa.schema([_field(column) for column in table.columns])
    kept = pa.table([pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)], schema=schema)
    drawn = [column.name for column in table.columns if column.kind == "geometry"]
    described = kept.replace_schema_metadata({b"geo": _geo(kept)}) if drawn else kept
    pq.write_table(described, folder / f"{table.name}.parquet", compression="zstd", row_group_size=1 << 20)
    options = pa_csv.WriteOptions(quoting_style="needed")
    pa_csv.write_csv(kept.drop_columns(drawn), folder / f"{table.name}.csv", options)
    return kept.num_rows


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, TYPES[column.kind], nullable=not column.required, metadata={"meaning": column.meaning})


def _geo(rows: pa.Table) -> bytes:
    """The metadata of GeoParquet 1.1; without a `crs`, longitude and latitude in OGC:CRS84."""
    shapes = [shapely.from_wkb(cell) for cell in rows["geometry"].to_pylist() if cell is not None]
    about: dict[str, object] = {"encoding": "WKB", "geometry_types": sorted({shape.geom_type for shape in shapes})}
    if shapes:
        about["bbox"] = [round(float(edge), 5) for edge in shapely.total_bounds(shapes)]
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}).encode()
