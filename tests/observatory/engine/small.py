"""A small country, and indicators over it: what the tests of the engine start from.

A is a town of three IRIS; B and C make a pair; D is a town of one IRIS; E, overseas, has IRIS without outlines; X and Y
are outside the programme and resemble A. The first IRIS of a town holds its town hall.
"""

from copy import deepcopy
from pathlib import Path
from typing import Any

import duckdb
import yaml

from beffroi.observatory.engine import cells
from beffroi.observatory.engine.declaration import Indicator, load
from beffroi.observatory.engine.run import Computed, compute
from beffroi.observatory.engine.tables import TERRITORY, create_sql
from beffroi.observatory.engine.vocabulary import fields

ALL = ["centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france"]
CENSUS_SQL = """select iris, year::varchar as period,
    vacant_homes as numerator, dwellings as denominator, dwellings as n
from sources.census_iris"""
READY_SQL = "select * from sources.ready"

# commune: population, number of IRIS, whether an outline says where the town hall is, territory
COUNTRY = {
    "A": (10_000, 3, True, "acv-001"),
    "B": (8_000, 2, True, "acv-002"),
    "C": (7_000, 2, True, "acv-002"),
    "D": (5_000, 1, True, "acv-003"),
    "E": (9_000, 2, False, "acv-004"),
    "X": (6_000, 1, False, None),
    "Y": (4_000, 1, False, None),
}
GROUPS = {
    ("territory", "acv-001", ""): "A",
    ("territory", "acv-002", ""): "BC",
    ("territory", "acv-003", ""): "D",
    ("territory", "acv-004", ""): "E",
    ("epci", "e1", ""): "ABXY",
    ("aav", "a1", ""): "ABCDEXY",
    ("peers", "A", "hors-programme"): "XY",
    ("peers", "A", "programme"): "BC",
    ("programme", "programme", ""): "ABCDE",
    ("france", "france", ""): "ABCDEXY",
    ("france", "hors-programme", ""): "XY",
}
WHOLE = {
    "A1": (30, 100),
    "A2": (10, 100),
    "A3": (5, 100),
    "B1": (20, 80),
    "B2": (10, 100),
    "C1": (4, 20),
    "C2": (2, 30),
}
WHOLE |= {"D1": (5, 50), "E1": (1, 20), "E2": (3, 30), "X1": (3, 60), "Y1": (2, 40)}


def declared(**changes: Any) -> dict[str, Any]:
    """The examples of the writing guide, which make a whole declaration together, with changes."""
    written = {name: deepcopy(spec["example"]) for name, spec in fields().items()}
    return written | {"related": [], "changes": [], "gates": []} | changes


def write(folder: Path, slug: str = "census_vacancy", *, sql: str = CENSUS_SQL, **changes: Any) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slug}.yml"
    path.write_text(yaml.safe_dump(declared(**changes), allow_unicode=True, sort_keys=False), encoding="utf-8")
    path.with_suffix(".sql").write_text(sql, encoding="utf-8")
    return path


def vacancy(folder: Path, **changes: Any) -> Indicator:
    """The census vacancy of the guide: a ratio by IRIS, floor of 11 dwellings."""
    return load(write(folder / "housing", **changes))


def ready(folder: Path, kind: str, **changes: Any) -> Indicator:
    """An indicator of any kind whose base rows come ready in `sources.ready`, by commune."""
    words = {"fr": "x", "en": "x"}
    additive = kind in ("ratio", "count")
    made = {
        "kind": kind,
        "grain": "commune",
        "aggregate": "sum" if additive else "median",
        "levels": ALL if additive else [level for level in ALL if level not in ("epci", "aav")],
        "numerator": words if additive else None,
        "denominator": words if kind == "ratio" else None,
        "scale": 1,
        "bounds": [None, None],
        "disclosure": {"floor": 0, "unit": "none"},
        "examples": [{"name": "ready", "given": {"sources.ready": [{"commune": "A"}]}, "expect": []}],
    }
    return load(write(folder / "housing", "ready_made", sql=READY_SQL, **made | changes))


def country() -> duckdb.DuckDBPyConnection:
    """A database with the territory tables of the small country."""
    db = duckdb.connect()
    db.execute("set threads = 1; create schema territory; create schema sources")
    for table in TERRITORY:
        db.execute(create_sql(f"territory.{table}"))
    for code, (population, iris, has_outline, territory) in COUNTRY.items():
        _insert(db, "communes", commune=code, name=f"Commune {code}", population=population, n_iris=iris)
        for number in range(1, iris + 1):
            centre = bool(territory and has_outline and iris > 1 and number == 1)
            _insert(db, "iris", iris=f"{code}{number}", commune=code, is_centre=centre, population=population / iris)
        if territory:
            _insert(db, "towns", territory=territory, commune=code, name=f"Commune {code}", entry="2018")
    members = [(*group, commune) for group, communes in GROUPS.items() for commune in communes]
    db.executemany("insert into territory.members values (?, ?, ?, ?)", members)
    return db


def census(cells: dict[str, tuple[float, float]], *, year: int = 2021) -> duckdb.DuckDBPyConnection:
    """The small country with `sources.census_iris`, from vacant homes and dwellings by IRIS."""
    db = country()
    db.execute("create table sources.census_iris (iris varchar, year integer, vacant_homes double, dwellings double)")
    rows = [(iris, year, *cell) for iris, cell in cells.items()]
    if rows:
        db.executemany("insert into sources.census_iris values (?, ?, ?, ?)", rows)
    return db


def given(*rows: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """The small country with `sources.ready`: base rows by commune, figures left out are null."""
    db = country()
    kinds = dict.fromkeys(("commune", "place_kind", "period", "obs_status", "conf_status"), "varchar")
    kinds |= dict.fromkeys(("numerator", "denominator", "n", "value", "low", "high"), "double")
    db.execute(f"create table sources.ready ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
    default = {"place_kind": "commune", "period": "2021", "obs_status": "A", "conf_status": "F"}
    marks = ", ".join("?" * len(kinds))
    db.executemany(f"insert into sources.ready values ({marks})", [[(default | r).get(k) for k in kinds] for r in rows])
    return db


def computed(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> Computed:
    """Computed, and its table laid for the test to ask."""
    (done,) = compute([indicator], db)
    cells.lay(done.figures, indicator, db)
    return done


def figures(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], dict[str, Any]]:
    """What is published of an indicator, by place kind, place and perimeter (of one period)."""
    computed(indicator, db)
    found = db.execute(f"select * from indicators.{indicator.slug}")
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {(row["place_kind"], row["place"], row["perimeter"]): row for row in rows}


def _insert(db: duckdb.DuckDBPyConnection, table: str, **row: Any) -> None:
    marks = ", ".join("?" for _ in row)
    db.execute(f"insert into territory.{table} ({', '.join(row)}) values ({marks})", list(row.values()))
