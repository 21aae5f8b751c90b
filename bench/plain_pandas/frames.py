"""What every indicator is given, and what each declares."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml

from beffroi.observatory import indicators

Frames = dict[str, pd.DataFrame]
FIGURES = ["numerator", "denominator", "n", "value", "low", "high"]
KEY = ["place_kind", "place", "perimeter", "period"]


@dataclass(frozen=True, slots=True)
class Territory:
    """Communes, IRIS and towns of the programme, and the members of each place."""

    communes: pd.DataFrame
    iris: pd.DataFrame
    towns: pd.DataFrame
    members: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Spec:
    slug: str
    code: str
    kind: str
    grain: str
    aggregate: str
    scale: float
    levels: tuple[str, ...]
    floor: int
    axis: str

    @property
    def is_additive(self) -> bool:
        return self.kind in ("ratio", "count")


def specs() -> dict[str, Spec]:
    """What the declarations say of each indicator: its meaning is common ground, its calculation is not."""
    found = {}
    for path in sorted(Path(indicators.__file__).parent.glob("*/*.yml")):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found[path.stem] = Spec(
            slug=path.stem,
            code=told["code"],
            kind=told["kind"],
            grain=told["grain"],
            aggregate=told["aggregate"],
            scale=float(told.get("scale", 1)),
            levels=tuple(told["levels"]),
            floor=told["disclosure"]["floor"],
            axis=path.parent.name,
        )
    return found
