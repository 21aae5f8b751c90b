"""Small files in the producers' own schemas, quirks included, and a small country to place their rows in."""

import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
from pyarrow import parquet

from beffroi.observatory.intake.build import build_table, in_order
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.loading import load_sources

REFERENCE_HEADER = (
    "insee_com,nom,dep,reg,arrondissement,siren_epci,epci,type_epci,siren,codes_postaux,pop_municipale_etalab6,"
    "pop_municipale_datafrance,superficie_km2_poly,mairie_lon,mairie_lat,uu2020,tuu2017,aav2020,taav2017,cateaav2020,"
    "ze2020,bv2022,centralite,densite,ruralite,montagne,acv,pvd,n_iris_2020"
)
COMMUNES = {
    "01001": ("L'Abergement-Clémenciat", "01", 4.92007, 46.15168),
    "01004": ("Ambérieu-en-Bugey", "01", 5.35967, 45.96105),
    "2A004": ("Ajaccio", "2A", 8.73861, 41.91924),
    "50129": ("Cherbourg-en-Cotentin", "50", -1.62242, 49.63984),
    "57306": ("Hayange", "57", 6.06267, 49.32974),
    "75056": ("Paris", "75", None, None),
    "91223": ("Étampes", "91", 2.16284, 48.55267),
    "91228": ("Évry-Courcouronnes", "91", 2.42914, 48.62396),
    "93066": ("Saint-Denis", "93", 2.35776, 48.93638),
    "97105": ("Basse-Terre", "971", -61.73136, 15.99759),
}
OUTLINES = {code: (lon, lat) for code, (_, _, lon, lat) in COMMUNES.items() if lon is not None} | {
    "91223": (2.1372, 48.422),
    "75056": (2.3482, 48.8566),
}


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of files as received, that a test fills."""

    root: Path

    def put(self, path: str, content: bytes | str, *, encoding: str = "utf-8") -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode(encoding)
        target.write_bytes(gzip.compress(raw, mtime=0) if path.endswith(".gz") else raw)
        return target

    def lines(self, path: str, *lines: str, encoding: str = "utf-8") -> Path:
        return self.put(path, "\n".join(lines) + "\n", encoding=encoding)

    def workbook(self, path: str, rows: Iterable[Sequence[object]], *, sheet: str) -> Path:
        book = openpyxl.Workbook()
        book.active.title = sheet
        for row in rows:
            book.active.append(list(row))
        content = io.BytesIO()
        book.save(content)
        return self.put(path, content.getvalue())

    def parquet(self, path: str, rows: list[dict[str, Any]]) -> Path:
        content = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(rows), content)
        return self.put(path, content.getvalue())

    def geojson(self, path: str, features: Iterable[tuple[Mapping[str, Any], Any]]) -> Path:
        collection = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": dict(properties), "geometry": geometry}
                for properties, geometry in features
            ],
        }
        return self.put(path, json.dumps(collection))


def square(lon: float, lat: float, *, side: float = 0.02) -> dict[str, Any]:
    """A square outline around a point, in degrees."""
    half = side / 2
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return {"type": "Polygon", "coordinates": [[[lon + x, lat + y] for x, y in corners]]}


def line(*points: tuple[float, float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def put_country(archive: Archive, *, communes: Mapping[str, tuple] = COMMUNES) -> None:
    """The files that say which communes there are and what became of the others."""
    archive.lines("territory/communes_reference.csv.gz", REFERENCE_HEADER, *map(_reference, communes.items()))
    archive.lines(
        "territory/communes_passage_2012_2024.csv",
        "de,a,code_de,code_a,annee,typemodif,ratio",
        "2015,2016,50129,50129,2016-01-01,f,1.0",
        "2015,2016,50602,50129,2016-01-01,f,1.0",
        "2018,2019,91228,91228,01/01/2019,f,1.0",
        "2018,2019,91182,91228,01/01/2019,f,1.0",
    )
    archive.lines(
        "sources/cog/v_mvt_commune_2026.csv.gz",
        '"MOD","DATE_EFF","TYPECOM_AV","COM_AV","TNCC_AV","NCC_AV","NCCENR_AV","LIBELLE_AV",'
        '"TYPECOM_AP","COM_AP","TNCC_AP","NCC_AP","NCCENR_AP","LIBELLE_AP"',
        _move("32", "2025-01-01", "93059", "Pierrefitte-sur-Seine", "93066", "Saint-Denis"),
        _move("32", "2025-01-01", "93066", "Saint-Denis", "93066", "Saint-Denis"),
        _move("32", "2019-01-01", "91182", "Courcouronnes", "91228", "Évry-Courcouronnes"),
        _move("32", "2019-01-01", "91228", "Évry", "91228", "Évry-Courcouronnes"),
        _move("32", "2016-01-01", "50602", "Tourlaville", "50129", "Cherbourg-en-Cotentin"),
    )
    archive.lines(
        "sources/cog/v_commune_2026.csv.gz",
        '"TYPECOM","COM","REG","DEP","CTCD","ARR","TNCC","NCC","NCCENR","LIBELLE","CAN","COMPARENT"',
        *(
            f'"COM","{code}","11","{dep}","","","0","X","{name}","{name}","",""'
            for code, (name, dep, *_) in communes.items()
        ),
        '"ARM","75105","11","75","","","0","PARIS 5","Paris 5e","Paris 5e Arrondissement","","75056"',
        '"COMD","50602","","50","","","0","TOURLAVILLE","Tourlaville","Tourlaville","","50129"',
    )
    archive.geojson(
        "territory/communes_polygones.geojson.gz",
        [
            ({"insee_com": code, "nom": communes[code][0]}, square(*OUTLINES[code]))
            for code in communes
            if code in OUTLINES
        ]
        + [({"insee_com": "01001", "nom": "sans contour"}, None)],
    )


def _reference(commune: tuple[str, tuple]) -> str:
    code, (name, department, lon, lat) = commune
    hall = f"{'' if lon is None else lon},{'' if lat is None else lat}"
    return (
        f"{code},{name},{department},84,012,200069193,CC de la Dombes,CC,210100012,01400,860,776,15.703,{hall},"
        "01000,0,524,1,20,8405,01093,Communes non centre,Rural à habitat dispersé,Les ruralités,,0,0,1"
    )


def _move(kind: str, date: str, before: str, name_before: str, after: str, name_after: str) -> str:
    sides = (
        f'"COM","{code}","0","{name}","{name}","{name}"' for code, name in ((before, name_before), (after, name_after))
    )
    return f'"{kind}","{date}",' + ",".join(sides)


def declared(name: str, **changes: Any) -> Source:
    """The project's own declaration of a source, ready for a sample of a few rows."""
    return replace(load_sources()[name], **{"at_least": 1, **changes})


def build_country(archive: Archive, tables: Path) -> None:
    sources = load_sources()
    for name in in_order(sources, ["communes", "commune_passage", "commune_moves", "commune_codes"]):
        build_table(declared(name), archive=archive.root, tables=tables)


def rows(tables: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a built table, in its own order."""
    return duckdb.sql(f"from '{tables / name}.parquet'").to_arrow_table().to_pylist()
