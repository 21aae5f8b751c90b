"""Do two tables of figures say the same?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

CELL = ["indicator", "place_kind", "place", "perimeter", "period"]
FIGURES = ["value", "numerator", "denominator", "n", "low", "high"]
STATUSES = ["obs_status", "conf_status"]
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two tables differ: `worst` is the largest relative difference of a figure, at the cell `at`."""

    cells: int
    compared: int
    worst: float
    at: str
    only_one: int
    statuses: int
    indicators: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return self.worst <= TOLERANCE and not self.only_one and not self.statuses


def agreement(ours: pd.DataFrame, theirs: pd.DataFrame) -> Agreement:
    """Compare every figure and status of two tables in the columns of values.parquet, cell by cell.

    A figure on one side only, and a cell on one side only, count in `only_one`; `indicators` names those that differ.
    """
    both = ours.merge(theirs, on=CELL, how="outer", suffixes=("", "_other"), indicator="side")
    alone = both.side != "both"
    different = pd.Series(0.0, index=both.index)
    compared = 0
    for figure in FIGURES:
        left, right = both[figure].astype(float), both[f"{figure}_other"].astype(float)
        alone |= left.isna() != right.isna()
        compared += int((left.notna() & right.notna()).sum())
        scale = np.maximum(left.abs(), right.abs())
        apart = ((left - right).abs() / scale.where(scale > 1e-12, 1)).fillna(0)
        different = np.maximum(different, apart)
    statuses = pd.concat([both[name] != both[f"{name}_other"] for name in STATUSES], axis=1).any(axis=1) & ~alone
    faulty = both[(different > TOLERANCE) | alone | statuses]
    worst = different.idxmax()
    return Agreement(
        cells=len(both),
        compared=compared,
        worst=float(different[worst]),
        at=" ".join(both.loc[worst, CELL]),
        only_one=int(alone.sum()),
        statuses=int(statuses.sum()),
        indicators=tuple(sorted(faulty.indicator.unique())),
    )
