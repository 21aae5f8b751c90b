"""A small country, and indicators over it, for the tests of the engine."""

from copy import deepcopy

import duckdb
import yaml

from beffroi.observatory.engine import levels
from beffroi.observatory.engine.declaration import Indicator, load
from beffroi.observatory.engine.tables import TERRITORY, create_sql
from beffroi.observatory.engine.vocabulary import fields

ALL = ["centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france"]
QUERIES = {
    "iris": """select iris, year::varchar as period, vacant_homes as numerator, dwellings as denominator, dwellings as n
               from sources.census_iris""",
    "commune": "select * from sources.rows",
}


def declared(**changes):
    """The fields of the guide's own examples, which make a whole declaration, with changes."""
    written = {name: deepcopy(spec["example"]) for name, spec in fields().items()}
    return written | {"related": [], "changes": [], "gates": []} | changes


def write(folder, slug="census_vacancy", *, sql=QUERIES["iris"], **changes):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{slug}.yml"
    path.write_text(yaml.safe_dump(declared(**changes), allow_unicode=True, sort_keys=False))
    path.with_suffix(".sql").write_text(sql)
    return path


def indicator(tmp_path, **changes) -> Indicator:
    return load(write(tmp_path / "housing", **changes))


def by_commune(**changes):
    """An indicator whose rows come ready in `sources.rows`, with `place_kind`."""
    example = {"name": "as given", "given": {"sources.rows": [{"commune": "01001"}]}, "expect": []}
    names = tuple(changes["kind"] in ("ratio", "count") and [{"fr": "haut", "en": "top"}] or [None])
    below = {"fr": "bas", "en": "bottom"} if changes["kind"] == "ratio" else None
    base = {
        "grain": "commune",
        "examples": [example],
        "sql": QUERIES["commune"],
        "numerator": names[0],
        "denominator": below,
        "aggregate": "sum" if changes["kind"] in ("ratio", "count") else "median",
        "bounds": [None, None],
        "disclosure": {"floor": 0, "unit": "none"},
    }
    if changes["kind"] not in ("ratio", "count"):
        base["levels"] = [level for level in ALL if level not in ("epci", "aav")]
    return base | changes


# commune: (population, number of IRIS, does an outline say where the town hall is, territory)
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
    ("epci", "e1", ""): "ABXY",
    ("epci", "e2", ""): "CX",
    ("aav", "a1", ""): "ABCDEXY",
    ("peers", "A", "hors-programme"): "XY",
    ("peers", "A", "programme"): "BC",
    ("programme", "programme", ""): "ABCDE",
    ("france", "france", ""): "ABCDEXY",
    ("france", "hors-programme", ""): "XY",
}


def country(town_population=None):
    """A database with the territory tables of the small country, IRIS A1, A2, …; the first IRIS is the centre."""
    db = duckdb.connect()
    db.execute("create schema territory; create schema sources; set threads = 1")
    for table in TERRITORY:
        db.execute(create_sql(f"territory.{table}"))
    groups = {(k, p, q): list(m) for (k, p, q), m in GROUPS.items()}
    for code, (population, iris, has_outline, territory) in COUNTRY.items():
        db.execute("insert into territory.communes by name select ? as commune, ? as population, ? as n_iris", [code, population, iris])
        for number in range(1, iris + 1):
            db.execute(
                "insert into territory.iris by name select ? as iris, ? as commune, ? as is_centre, ? as population",
                [f"{code}{number}", code, bool(territory and has_outline and number == 1), population / iris],
            )
        if territory:
            db.execute("insert into territory.towns by name select ? as territory, ? as commune, '2018' as entry", [territory, code])
            groups.setdefault(("territory", territory, ""), []).append(code)
    members = [(*group, commune) for group, communes in groups.items() for commune in communes]
    db.executemany("insert into territory.members values (?, ?, ?, ?)", members)
    levels.prepare(db)
    return db


def census(db, cells, *, year=2021):
    """`sources.census_iris` from `{iris: (vacant, dwellings)}`."""
    db.execute("create table sources.census_iris (iris varchar, year integer, vacant_homes double, dwellings double)")
    db.executemany("insert into sources.census_iris values (?, ?, ?, ?)", [(i, year, *c) for i, c in cells.items()])


def rows(db, given):
    """`sources.rows` from dictionaries; absent cells are null."""
    kinds = dict.fromkeys(("commune", "place_kind", "period", "obs_status", "conf_status"), "varchar")
    kinds |= dict.fromkeys(("numerator", "denominator", "n", "value", "low", "high"), "double")
    db.execute(f"create table sources.rows ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
    default = {"place_kind": "commune", "period": "2021", "obs_status": "A", "conf_status": "F"}
    db.executemany(
        f"insert into sources.rows values ({', '.join('?' * len(kinds))})",
        [[(default | row).get(name) for name in kinds] for row in given],
    )


def cell(db, slug, place_kind, place, *, perimeter=None, period="2021"):
    """One figure as a dictionary."""
    found = db.execute(
        f"select * from indicators.{slug} where place_kind = ? and place = ? and period = ? and perimeter = coalesce(?, perimeter)",
        [place_kind, place, period, perimeter],
    )
    names = [column[0] for column in found.description]
    (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


