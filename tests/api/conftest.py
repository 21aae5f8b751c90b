"""The API on a small made-up release: each absence once, and figures on two pages."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client

from beffroi.api import shelves
from beffroi.observatory.release.read import kept_open

WORDS = {"fr": "texte", "en": "text"}
INDICATOR = {
    "code": "HAB-03",
    "slug": "census_vacancy",
    "version": 1,
    "status": "validated",
    "axis": "housing",
    "name": {"fr": "Vacance au recensement", "en": "Census vacancy"},
    "question": WORDS,
    "definition": WORDS,
    "not_said": WORDS,
    "formula": WORDS,
    "unit": "percent",
    "kind": "ratio",
    "scale": 100,
    "decimals": 1,
    "levels": ["centre", "rest", "commune", "territory"],
    "sources": ["census_iris"],
    "sql": "select 1",
}
AXIS = {"prefix": "HAB", "name": {"fr": "Habitat", "en": "Housing"}}
UNIT = {"symbol": {"fr": " %", "en": "%"}, "label": {"fr": "pourcentage", "en": "percentage"}}
CATALOGUE = {
    "axes": {"housing": AXIS},
    "units": {"percent": UNIT},
    "indicators": [
        INDICATOR,
        {**INDICATOR, "code": "HAB-18", "name": {"fr": "Résidences secondaires", "en": "Second"}},
    ],
    "sources": [],
}


def value(place_kind: str, place: str, figure: float | None, obs: str = "A", conf: str = "F", **more: object) -> dict:
    row = {
        "indicator": "HAB-03",
        "version": 1,
        "place_kind": place_kind,
        "place": place,
        "perimeter": "",
        "period": "2021",
    }
    free = figure is not None
    counts = {"numerator": figure, "denominator": 100.0 if free else None, "n": 100 if free else None}
    return {**row, "value": figure, **counts, "low": None, "high": None, "obs_status": obs, "conf_status": conf, **more}


VALUES = [
    value("centre", "80001", 16.2, perimeter="iris-mairie"),
    value("centre", "01004", None, "Q", "C", perimeter="iris-mairie"),
    value("rest", "80001", None, "Q", "D", perimeter="iris-mairie"),
    value("commune", "01004", None, "O"),
    value("commune", "80001", 0.0, period="2016"),
    value("commune", "80001", 9.0),
    value("territory", "acv-001", None, "M"),
    value("commune", "80001", 3.0, indicator="HAB-18"),
]


def place(place_kind: str, code: str, name: str, territory: str | None) -> dict:
    where = {"department": "80", "region": "32", "lon": 1.8, "lat": 50.1, "population": 22_000}
    unsaid = dict.fromkeys(("note", "epci", "aav"))
    return {"place_kind": place_kind, "place": code, "name": name, **where, "territory": territory, **unsaid}


PLACES = [
    *(place(kind, "80001", "Abbeville", "acv-001") for kind in ("centre", "rest", "commune")),
    *(place(kind, "01004", "Ambérieu-en-Bugey", "acv-008") for kind in ("centre", "rest", "commune")),
    place("commune", "62041", "Arras", None),
    place("territory", "acv-001", "Abbeville", "acv-001"),
]
PEERS = [
    {"commune": "80001", "peer": "62041", "peer_group": "hors-programme", "rank": 1, "distance": 0.3},
    {"commune": "80001", "peer": "01004", "peer_group": "programme", "rank": 1, "distance": 0.4},
]


@pytest.fixture(scope="session")
def made_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    for name, rows in (("values", VALUES), ("places", PLACES), ("peers", PEERS)):
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    (folder / "catalogue.json").write_text(json.dumps(CATALOGUE))
    files = [
        {"path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
    ]
    manifest = {
        "release": "essai",
        "code": {"version": "0.1.0", "sha256": "0" * 64},
        "geography": {"communes": "COG 2026", "date": "2026-01-01"},
        "scope": "programme",
        "origins": [{"name": "census_iris", "producer": "Insee"}],
        "gates": [],
        "files": files,
        "counts": {"values": len(VALUES)},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(autouse=True)
def served(made_release: Path, settings) -> Iterator[Path]:
    settings.BEFFROI_RELEASE = made_release
    settings.ROOT_URLCONF = "beffroi.api.urls"
    yield made_release
    for kept in (kept_open, shelves.place_names, shelves.places_of, shelves.all_values):
        kept.cache_clear()


@pytest.fixture
def api() -> Client:
    return Client(headers={"host": "localhost"})
