"""The yardstick itself: the indicators in plain pandas give what was worked by hand, and what the engine gives."""

import duckdb
import pandas as pd
import pytest

from beffroi.observatory.engine import examples
from beffroi.observatory.engine.declaration import load_all
from beffroi.observatory.engine.tables import TERRITORY, create_sql
from bench.agreement import FIGURES, agreement
from bench.plain_pandas.frames import KEY, Territory, specs
from bench.plain_pandas.levels import Levels, tidy
from bench.plain_pandas.run import function
from tests.observatory.engine.small import ALL, census, computed, vacancy

INDICATORS = load_all()
SPECS = specs()
WORKED = [
    pytest.param(one, example, id=f"{one.slug}-{number}")
    for one in INDICATORS.values()
    for number, example in enumerate(one.examples)
]


def frames(db: duckdb.DuckDBPyConnection, schema: str) -> dict[str, pd.DataFrame]:
    tables = db.execute("select table_name from information_schema.tables where table_schema = ?", [schema]).fetchall()
    return {name: db.execute(f"from {schema}.{name}").df() for (name,) in tables}


def given(db: duckdb.DuckDBPyConnection) -> Territory:
    tables = frames(db, "territory")
    return Territory(**{name: tables[name] for name in ("communes", "iris", "towns", "members")})


@pytest.mark.parametrize(("one", "example"), WORKED)
def test_what_was_worked_by_hand_comes_out_of_plain_pandas_too(one, example):
    with duckdb.connect() as db:
        db.execute("create schema territory")
        for table in TERRITORY:
            if f"territory.{table}" not in example["given"]:
                db.execute(create_sql(f"territory.{table}"))
        for table, rows in example["given"].items():
            examples._fill(db, table, rows)
        spec = SPECS[one.slug]
        rows = function(one.slug)(frames(db, "sources"), given(db), frames(db, "indicators"))
    base = tidy(rows, spec)
    found = base.astype(object).where(base.notna(), None).to_dict("records")
    named = list(dict.fromkeys(name for row in example["expect"] for name in row))
    examples._compare(one.slug, computed=examples._cut(found, named), expected=examples._cut(example["expect"], named))


def test_plain_levels_and_secrecy_agree_with_the_engine_on_a_small_country(tmp_path):
    one = vacancy(tmp_path, levels=ALL)
    cells = {"A1": (3, 8), "A2": (5, 60), "A3": (2, 40), "B1": (30, 200), "B2": (10, 300), "C1": (1, 5), "C2": (2, 90)}
    cells |= {"D1": (9, 120), "E1": (4, 50), "E2": (None, None), "X1": (12, 100), "Y1": (0, 0)}
    db = census(cells)

    computed(one, db)
    ours = db.execute(f"from indicators.{one.slug}").df()
    sources, territory = frames(db, "sources"), given(db)
    sources["census_iris"] = sources["census_iris"].merge(territory.iris[["iris", "commune"]], on="iris")
    spec = SPECS["census_vacancy"]
    plain = Levels(territory).figures(function("census_vacancy")(sources, territory, {}), spec)

    assert set(ours.conf_status) == {"F", "A", "D"}
    found = agreement(ours.assign(indicator="x"), plain.assign(indicator="x"))
    assert found.is_whole, found
    assert found.cells == len(ours) > 20


def test_a_figure_that_moved_and_a_cell_that_is_missing_are_seen():
    cell = dict(zip(KEY, ("commune", "01004", "", "2021"), strict=True))
    row = {"indicator": "HAB-03", **cell, **dict.fromkeys(FIGURES, 10.0), "obs_status": "A", "conf_status": "F"}
    ours = pd.DataFrame([row, {**row, "period": "2016"}])

    moved = agreement(ours, pd.DataFrame([{**row, "value": 10.0 + 1e-6}, {**row, "period": "2016"}]))
    missing = agreement(ours, pd.DataFrame([row]))

    assert (moved.is_whole, moved.at, moved.only_one) == (False, "HAB-03 commune 01004  2021", 0)
    assert (missing.is_whole, missing.only_one) == (False, 1)
    assert agreement(ours, ours).is_whole
