"""python -m bench.plain_pandas.run --from built|received --folder DIR --peers FILE --out FILE"""

import argparse
from collections.abc import Callable
from graphlib import TopologicalSorter
from pathlib import Path

import pandas as pd

import beffroi.territory
from bench.plain_pandas import (
    built,
    commerce,
    cross_cutting,
    facilities,
    ground,
    housing,
    mobility,
    received,
    urban_form,
)
from bench.plain_pandas.frames import FIGURES, KEY, Frames, Territory, specs
from bench.plain_pandas.levels import Levels

AXES = (housing, commerce, mobility, urban_form, facilities, cross_cutting)
PARTS = {
    "centre_vacancy_gap": {"census_vacancy"},
    "mean_sale_price": {"sales_turnover"},
    "gross_yield": {"mean_sale_price"},
}
REGISTRY = Path(beffroi.territory.__file__).parent / "registry" / "towns.csv"
Indicator = Callable[[Frames, Territory, Frames], pd.DataFrame]


def function(slug: str) -> Indicator:
    """The plain calculation of an indicator."""
    for axis in AXES:
        if hasattr(axis, slug):
            return getattr(axis, slug)
    raise LookupError(f"{slug} is not written plainly yet: add a function of that name to bench/plain_pandas.")


def registry() -> pd.DataFrame:
    return pd.read_csv(REGISTRY, dtype=str).astype({"hall_lon": float, "hall_lat": float, "programme_order": int})


def compute(sources: Frames, territory: Territory) -> pd.DataFrame:
    """Every figure of every indicator, in the columns of values.parquet (but the version)."""
    levels, declared, done = Levels(territory), specs(), {}
    for slug in TopologicalSorter({slug: PARTS.get(slug, set()) for slug in declared}).static_order():
        done[slug] = levels.figures(function(slug)(sources, territory, done), declared[slug])
    frames = [frame.assign(indicator=declared[slug].code) for slug, frame in done.items()]
    values = pd.concat(frames, ignore_index=True)[["indicator", *KEY, *FIGURES, "obs_status", "conf_status"]]
    return values.sort_values(["indicator", *KEY], ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="origin", choices=("built", "received"), required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    read = built.read if asked.origin == "built" else received.read
    sources = read(asked.folder)
    values = compute(sources, ground.lay(sources, registry(), pd.read_parquet(asked.peers)))
    values.to_parquet(asked.out)


if __name__ == "__main__":
    main()
