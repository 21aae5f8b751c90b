"""The outlines of a release: communes of the programme, their IRIS, their centres, and the country around them."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from beffroi.observatory.engine import ground
from beffroi.observatory.release.columns import names
from beffroi.territory.communes import department_of, departments
from beffroi.territory.projections import LAMBERT_93, area_ha, epsg_of
from beffroi.territory.towns import Territory, Town

# Departments and regions are a background: simplified together at about 500 m, so that neighbours still share an edge.
BACKGROUND_DEGREES = 0.005
GRID_DEGREES = 1e-5  # about one metre: finer digits weigh and say nothing
REGIONS_OVERSEAS = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}


def perimeter_rows(db: duckdb.DuckDBPyConnection, *, programme: Sequence[Territory]) -> pa.Table:
    """The rows of perimeters.parquet, `geometry` as WKB in degrees, sorted by id; areas in hectares."""
    towns = [town for territory in programme for town in territory.communes]
    rows = [*_communes(db, towns), *_iris_and_centres(db, towns), *_background(db)]
    rows.sort(key=lambda row: row["id"])
    return pa.table({name: [row[name] for row in rows] for name in names("perimeters")})


def _row(kind: str, place: str, geometry: Any, *, epsg: int, **told: str) -> dict[str, Any]:
    return {
        "id": f"{kind}/{told.pop('of', place)}",
        "kind": kind,
        "place": place,
        "epsg": epsg,
        "area_ha": round(area_ha(geometry, epsg=epsg), 2),
        "status": "frozen",
        "geometry": _published(geometry),
        **told,
    }


def _published(geometry: Any) -> bytes:
    """On the published grid and turned one way, so that the same outline has the same bytes."""
    return bytes(shapely.to_wkb(shapely.normalize(shapely.set_precision(geometry, GRID_DEGREES)), byte_order=1))


def _communes(db: duckdb.DuckDBPyConnection, towns: Sequence[Town]) -> list[dict[str, Any]]:
    drawn = _shapes(db, "select commune, geometry from sources.acv_outlines order by commune")
    told = {"algorithm": "commune: outline of the producer", "date": "2018-01-01"}
    return [
        _row("commune", t.code, drawn[t.code], epsg=epsg_of(department_of(t.code)), name=t.name, **told)
        for t in towns
        if t.code in drawn
    ]


def _iris_and_centres(db: duckdb.DuckDBPyConnection, towns: Sequence[Town]) -> list[dict[str, Any]]:
    drawn = ground.outlines(db)
    told = {"algorithm": "iris: outline of the producer", "date": ground.OUTLINES_DATE.isoformat()}
    rows = [
        _row("iris", i.commune, i.geometry, epsg=epsg_of(department_of(i.commune)), of=i.code, name=i.name, **told)
        for i in drawn
    ]
    for commune, centre in ground.centres_of(towns, drawn).items():
        if found := centre.perimeter:
            told = {"algorithm": found.algorithm, "date": found.date.isoformat()}
            rows.append(_row(found.kind, commune, found.geometry, epsg=found.epsg, name=found.name, **told))
    return rows


def _background(db: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    told = {"algorithm": "outline of the producer, simplified at 0.005 degrees", "date": "2025-01-01"}
    found = _shapes(db, "select department, geometry from sources.departments order by department", simplified=True)
    rows = [
        _row("department", code, shape, epsg=epsg_of(code), name=departments()[code].name, **told)
        for code, shape in found.items()
    ]
    named = dict(db.execute("select region, name from sources.regions").fetchall())
    found = _shapes(db, "select region, geometry from sources.regions order by region", simplified=True)
    return rows + [
        _row("region", code, shape, epsg=_epsg_of_region(code), name=named[code], **told)
        for code, shape in found.items()
    ]


def _epsg_of_region(region: str) -> int:
    return epsg_of(REGIONS_OVERSEAS[region]) if region in REGIONS_OVERSEAS else LAMBERT_93


def _shapes(db: duckdb.DuckDBPyConnection, query: str, *, simplified: bool = False) -> dict[str, Any]:
    found = db.execute(query).fetchall()
    shapes: NDArray[Any] = shapely.from_wkb([row[1] for row in found])
    if simplified:
        shapes = shapely.coverage_simplify(shapes, BACKGROUND_DEGREES)
    return dict(zip((row[0] for row in found), shapes, strict=True))
