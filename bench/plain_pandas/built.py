"""The tables that `beffroi data build` made, as they are."""

from pathlib import Path

import pandas as pd

from bench.plain_pandas.frames import Frames

NAMES = [
    "acv_actions", "bpe_2013", "bpe_2018_education", "brownfields", "carpool", "census_iris", "communes",
    "dvf_commune", "filosofi_commune", "filosofi_iris", "france_services", "iris_outlines", "lovac", "offences",
    "population", "rents", "stations", "street_graph",
]  # fmt: skip


def read(tables: Path) -> Frames:
    return {name: pd.read_parquet(tables / f"{name}.parquet") for name in NAMES}
