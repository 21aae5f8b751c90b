"""Every indicator computed once on the real extracts, for the tests that no worked example can hold."""

import csv
import fcntl
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from beffroi.observatory.engine import cells, ground
from beffroi.observatory.engine.declaration import INDICATORS, Indicator, load_all
from beffroi.observatory.engine.order import in_order
from beffroi.observatory.engine.run import compute
from beffroi.observatory.intake.build import build
from beffroi.observatory.intake.loading import load_sources
from beffroi.territory.towns import territories

SHARED = Path(__file__).parents[4] / "shared" / "data"
NOMENCLATURE = INDICATORS.parent / "sources" / "bpe_2013.facilities.csv"
CROSS_CHECKS = {"lovac_rates_2021"}


@pytest.fixture(scope="session")
def catalogue() -> dict[str, Indicator]:
    return load_all()


@pytest.fixture(scope="session")
def tables(catalogue, tmp_path_factory, worker_id) -> Path:
    """The source tables that indicators read, built once for all the workers of a run."""
    if not SHARED.is_dir():
        pytest.skip("the real extracts of ../shared/data are not here")
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "tables"
    folder.mkdir(exist_ok=True)
    names = set(ground.TABLES) | CROSS_CHECKS | {name for each in catalogue.values() for name in each.sources}
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for _ in build(load_sources(), sorted(names), archive=SHARED, tables=folder):
            pass
    return folder


@pytest.fixture(scope="session")
def figures(catalogue, tables) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with `sources`, `territory` and `indicators`, as the queries of the catalogue see them."""
    names = [path.stem for path in tables.glob("*.parquet")]
    with ground.open_tables(tables, names=names) as db:
        ground.lay(db, programme=territories())
        for done in compute(in_order(catalogue), db):
            cells.lay(done.figures, done.indicator, db)
        yield db


@pytest.fixture
def ask(figures):
    """The rows of a query on the real figures."""
    return lambda sql: figures.execute(sql).fetchall()


@pytest.fixture
def figure(figures):
    """One figure as a dict, columns as in values.parquet; `period` where the indicator has several."""

    def find(slug: str, place: str, *, kind: str = "commune", period: str | None = None) -> dict[str, Any]:
        found = figures.execute(
            f"""select * from indicators.{slug}
                where place_kind = ? and place = ? and period = coalesce(?, period)""",
            [kind, place, period],
        )
        names = [column[0] for column in found.description]
        rows = found.fetchall()
        assert len(rows) == 1, f"{slug} of {place}: {len(rows)} rows"
        return dict(zip(names, rows[0], strict=True))

    return find


@pytest.fixture
def told(figure):
    """What a figure tells: its value, or why there is none, as (value, obs_status, conf_status)."""

    def find(*which: str, **where: str) -> tuple[float | None, str, str]:
        row = figure(*which, **where)
        return row["value"], row["obs_status"], row["conf_status"]

    return find


@pytest.fixture(scope="session")
def labels() -> dict[str, str]:
    """The name of each facility of the nomenclature of 2013, by its code."""
    with NOMENCLATURE.open(encoding="utf-8") as file:
        return {row["facility"]: row["label"] for row in csv.DictReader(file)}


@pytest.fixture
def named_by(labels):
    """The names of the facilities whose codes stand in the query of an indicator, told as `axis/slug`."""

    def find(path: str) -> set[str]:
        sql = (INDICATORS / f"{path}.sql").read_text(encoding="utf-8")
        return {labels[code] for code in re.findall(r"'([A-G][0-9]{3})'", sql)}

    return find
