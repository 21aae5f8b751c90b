"""python -m bench.engine_figures --tables DIR --out FILE : our engine's figures in one file, without a release."""

# ruff: noqa: S608 — queries are composed from checked declarations

import argparse
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from beffroi.observatory.engine import ground, order, run
from beffroi.observatory.engine.declaration import Indicator, load_all
from beffroi.observatory.intake.build import in_order
from beffroi.observatory.intake.loading import load_sources
from beffroi.territory.towns import territories

WORDS = ["indicator", "place_kind", "perimeter", "period", "obs_status", "conf_status"]


def needed(indicators: Iterable[Indicator]) -> list[str]:
    """The tables that the indicators and the ground under them read, in the order in which they are built."""
    read = {name for indicator in indicators for name in indicator.sources}
    return in_order(load_sources(), read | set(ground.TABLES))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    indicators = load_all()
    with ground.open_tables(asked.tables, names=needed(indicators.values())) as db:
        ground.lay(db, programme=territories())
        write(run.compute(order.in_order(indicators), db), db, out=asked.out)


def write(computing: Iterable[run.Computed], db: duckdb.DuckDBPyConnection, *, out: Path) -> None:
    """One row group for each indicator, written while the next ones are computed; each in the order of its places."""
    writer = None
    for done in computing:
        figures = db.execute(f"select '{done.indicator.code}' as indicator, * from indicators.{done.indicator.slug}")
        rows = figures.to_arrow_table()
        writer = writer or pq.ParquetWriter(out, rows.schema, use_dictionary=WORDS)
        writer.write_table(rows)
    if writer:
        writer.close()


if __name__ == "__main__":
    main()
