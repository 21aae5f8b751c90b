"""Built tables of a small country, with real codes, from which the engine can make a whole release.

Cahors has two IRIS with outlines; Aurillac and Arpajon-sur-Cère are a pair, of one IRIS each; Basse-Terre, overseas,
has two IRIS and no outline; Figeac, Gramat and Le Moule are outside the programme;
Albas is too small to resemble a town.
"""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from beffroi.observatory.engine.edition import make_release
from beffroi.territory.towns import Territory, read_territories
from tests.observatory.engine.small import write

# commune: name, department, region, EPCI, attraction area, longitude, latitude of the town hall, population, IRIS
COMMUNES = {
    "15012": ("Arpajon-sur-Cère", "15", "84", "241500230", "126", 2.4588, 44.9, 6_000, 1),
    "15014": ("Aurillac", "15", "84", "241500230", "126", 2.4449, 44.9303, 25_000, 1),
    "46001": ("Albas", "46", "76", "200067361", "000", 1.2333, 44.4667, 500, 1),
    "46042": ("Cahors", "46", "76", "200023737", "137", 1.4406, 44.4468, 20_000, 2),
    "46102": ("Figeac", "46", "76", "200067361", "222", 2.0333, 44.6083, 10_000, 1),
    "46128": ("Gramat", "46", "76", "200066371", "000", 1.7256, 44.7792, 7_000, 1),
    "97105": ("Basse-Terre", "971", "01", "249710070", "9A1", -61.7323, 15.9972, 9_400, 2),
    "97117": ("Le Moule", "971", "01", "249710062", "9A2", -61.3444, 16.3328, 22_000, 1),
}
TERRITORIES = {
    "15012": ("acv-002", "2"),
    "15014": ("acv-002", "1"),
    "46042": ("acv-001", "1"),
    "97105": ("acv-223", "1"),
}
NAMES = {"acv-001": "Cahors", "acv-002": "Aurillac – Arpajon-sur-Cère", "acv-223": "Basse-Terre"}
ORIGIN = {"name": "", "rows": 0, "declaration": "0" * 64, "recipe": ""}


def programme() -> tuple[Territory, ...]:
    """The registry of the small country; Basse-Terre entered later."""
    empty = dict.fromkeys(("entry_date", "signed", "phase2_signed", "ort_signed", "ort_renewed"), "")
    rows = [_town(code) | empty for code in ("46042", "15014", "15012", "97105")]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return read_territories(text.getvalue())


def _town(code: str) -> dict[str, str]:
    name, department, region, epci, _, lon, lat, *_ = COMMUNES[code]
    territory, order = TERRITORIES[code]
    return {
        "territory": territory,
        "name": NAMES[territory],
        "commune": code,
        "commune_name": name,
        "programme_order": order,
        "entry": "later" if territory == "acv-223" else "2018",
        "listed_2025": "1",
        "gateway_2023": "0",
        "department": department,
        "department_name": department,
        "region": region,
        "region_name": region,
        "epci": epci,
        "epci_name": f"CA de {name}",
        "hall_lon": str(lon),
        "hall_lat": str(lat),
        "overseas": "1" if department == "971" else "0",
    }


def build_tables(folder: Path, *, vacant: int = 30) -> Path:
    """The source tables of the small country; `vacant` homes in the centre of Cahors."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables(vacant).items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
        files = [{"path": f"{name}.csv", "sha256": hashlib.sha256(repr(rows).encode()).hexdigest(), "bytes": 1}]
        told = ORIGIN | {"name": name, "rows": len(rows), "files": files}
        (folder / f"{name}.origin.json").write_text(json.dumps(told))
    return folder


def _tables(vacant: int) -> dict[str, list[dict[str, Any]]]:
    codes = list(COMMUNES)
    outlines = [{"commune": code, "geometry": _box(code)} for code in codes]
    departments = {row[1]: row[2] for row in COMMUNES.values()}
    return {
        "communes": [_commune(code) for code in codes],
        "census_iris": [row for code in codes for row in _census(code, vacant)],
        "iris_outlines": [
            {"iris": "460420101", "commune": "46042", "name": "Centre", "geometry": _box("46042")},
            {"iris": "460420102", "commune": "46042", "name": "Terre-Rouge", "geometry": _box("46042", east=0.02)},
            {"iris": "150140000", "commune": "15014", "name": "Aurillac", "geometry": _box("15014")},
        ],
        "acv_outlines": [row for row in outlines if row["commune"] in TERRITORIES],
        "commune_outlines": outlines,
        "departments": [{"department": d, "name": d, "geometry": _box(_first(1, d))} for d in departments],
        "regions": [
            {"region": r, "name": f"Région {r}", "geometry": _box(_first(2, r))}
            for r in sorted(set(departments.values()))
        ],
        "zone_names": [
            {"kind": "AAV", "zone": zone, "name": f"Aire {zone}"} for zone in sorted({r[4] for r in COMMUNES.values()})
        ],
        "zones_2018": [{"commune": code, "urban_unit_2010": code, "aav_2010": code} for code in codes],
        "population": [
            {"commune": code, "edition": year + 3, "census_year": year, "population": COMMUNES[code][7] + year - number}
            for number, code in enumerate(codes)
            for year in (2007, 2012, 2017)
        ],
        "bpe_2013": [{"commune": code, "year": 2013, "label": "Boulangerie", "n": 3.0} for code in codes],
        "commune_moves": [{"move": "32"}],
        "commune_passage": [{"code_from": "46042"}],
    }


def _commune(code: str) -> dict[str, Any]:
    name, department, region, epci, aav, lon, lat, population, iris = COMMUNES[code]
    return {
        "commune": code,
        "name": name,
        "department": department,
        "region": region,
        "arrondissement": "1",
        "epci": epci,
        "epci_name": f"CA de {name}",
        "epci_kind": "CA",
        "aav": aav,
        "aav_category": "11",
        "urban_unit": code,
        "employment_zone": "1",
        "area_km2": 50.0,
        "hall_lon": lon,
        "hall_lat": lat,
        "hall_known": True,
        "centrality": "Centre majeur d'équipements et de services",
        "density": "2",
        "n_iris": iris,
        "population": population,
    }


def _census(code: str, vacant: int) -> list[dict[str, Any]]:
    iris = COMMUNES[code][8]
    codes = [f"{code}0000"] if iris == 1 else [f"{code}01{number:02}" for number in range(1, iris + 1)]
    row = {"commune": code, "year": 2021, "pop": COMMUNES[code][7] // iris, "dwellings": 100, "vacant_homes": 9}
    return [row | {"iris": one} | ({"vacant_homes": vacant} if one == "460420101" else {}) for one in codes]


def _box(code: str, *, east: float = 0.0) -> bytes:
    lon, lat = COMMUNES[code][5] + east, COMMUNES[code][6]
    return bytes(shapely.to_wkb(shapely.box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)))


def _first(cell: int, value: str) -> str:
    return next(code for code, row in COMMUNES.items() if row[cell] == value)


def declare(folder: Path) -> Path:
    """Two indicators: the census vacancy of the guide, and the gap between centre and rest that reads it."""
    write(folder / "housing")
    gap = """select c.place as commune, c.period, c.value - r.value as value
from indicators.census_vacancy c join indicators.census_vacancy r using (place, period)
where c.place_kind = 'centre' and r.place_kind = 'rest'"""
    row = {"place": "46042", "period": "2021"}
    given = [row | {"place_kind": "centre", "value": 30}, row | {"place_kind": "rest", "value": 9}]
    example = {
        "name": "e",
        "given": {"indicators.census_vacancy": given},
        "expect": [{"commune": "46042", "value": 21}],
    }
    levels = ["commune", "peers", "programme"]
    kind = {"kind": "derived", "grain": "commune", "aggregate": "median", "levels": levels, "code": "HAB-04"}
    kind |= {"disclosure": {"floor": 0, "unit": "none"}, "bounds": [-100, 100], "unit": "percentage_point"}
    write(folder / "housing", "gap", sql=gap, examples=[example], **kind)
    return folder


def release(folder: Path, *, name: str = "release", vacant: int = 30, **asked: Any) -> Path:
    """A release of the small country, in `folder`."""
    tables = build_tables(folder / f"tables-{vacant}", vacant=vacant)
    declarations = asked.pop("declarations", None) or declare(folder / "indicators")
    make_release(folder / name, tables=tables, declarations=declarations, programme=programme(), **asked)
    return folder / name
