"""python -m bench.engine_figures --tables DIR --out FILE : our engine's figures in one file, without a release."""

import argparse
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from beffroi.foundations.handover import words
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
        ground.lay_communes(db, programme=territories())
        around = partial(ground.lay_around, programme=territories())
        write(run.compute(order.in_order(indicators), db, around=around), out=asked.out)


def write(computing: Iterable[run.Computed], *, out: Path) -> None:
    """One row group for each indicator, written while the next ones are computed; each in the order of its places."""
    writer = None
    for done in computing:
        rows = done.figures.add_column(
            0, "indicator", words(np.zeros(done.figures.num_rows, int), [done.indicator.code])
        )
        # Words are written as texts, as anyone would read them, and not as the categories of a library.
        writer = writer or pq.ParquetWriter(out, rows.schema, use_dictionary=WORDS, store_schema=False)
        writer.write_table(rows)
    if writer:
        writer.close()


if __name__ == "__main__":
    main()
