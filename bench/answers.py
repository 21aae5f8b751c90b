"""The committed answers: every indicator for the programme, France, and twenty towns."""

from pathlib import Path

import pandas as pd

from beffroi.territory.towns import towns
from bench.agreement import CELL, Agreement, agreement
from bench.plain_pandas.frames import specs

FOLDER = Path(__file__).parent / "answers"
KINDS = ["centre", "rest", "commune"]
WHOLES = ["programme", "france"]
EVERY = 12  # of the 246 communes of the registry: towns of all sizes, pairs, later entrants, overseas


def chosen(values: pd.DataFrame) -> pd.DataFrame:
    """The cells of which the answer is kept."""
    some = [town.code for town in towns()[::EVERY]][:20]
    kept = values.place_kind.isin(WHOLES) | (values.place_kind.isin(KINDS) & values.place.isin(some))
    return values.loc[kept, [c for c in values if c != "version"]].sort_values(CELL, ignore_index=True)


def write(values: pd.DataFrame) -> None:
    rows = chosen(values)
    axes = rows.indicator.map({spec.code: spec.axis for spec in specs().values()})
    for axis, answers in rows.groupby(axes):
        answers.to_csv(FOLDER / f"{axis}.csv", index=False)


def read() -> pd.DataFrame:
    text = [*CELL, "obs_status", "conf_status"]
    answers = pd.concat([pd.read_csv(path, dtype=dict.fromkeys(text, str)) for path in sorted(FOLDER.glob("*.csv"))])
    return answers.assign(perimeter=answers.perimeter.fillna(""))


def kept(values: pd.DataFrame) -> Agreement:
    """How far the figures are from the committed answers."""
    return agreement(chosen(values), read())
