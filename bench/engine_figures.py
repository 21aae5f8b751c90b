"""python -m bench.engine_figures --tables DIR --out FILE : our engine's figures in one file, without a release."""

# ruff: noqa: S608 — queries are composed from checked declarations

import argparse
from pathlib import Path

from beffroi.observatory.engine import ground, order, run
from beffroi.observatory.engine.declaration import load_all
from beffroi.observatory.intake.build import in_order
from beffroi.observatory.intake.loading import load_sources
from beffroi.territory.towns import territories


def needed() -> list[str]:
    """The tables that the indicators and the ground under them read, in the order in which they are built."""
    read = {name for indicator in load_all().values() for name in indicator.sources}
    return in_order(load_sources(), read | set(ground.TABLES))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    indicators = order.in_order(load_all())
    with ground.open_tables(asked.tables, names=needed()) as db:
        ground.lay(db, programme=territories())
        for _ in run.compute(indicators, db):
            pass
        parts = " union all by name ".join(
            f"select '{i.code}' as indicator, * from indicators.{i.slug}"
            for i in sorted(indicators, key=lambda i: i.code)
        )
        # Each table is in the order of its places already.
        db.execute(f"copy ({parts}) to '{asked.out}' (format parquet)")


if __name__ == "__main__":
    main()
