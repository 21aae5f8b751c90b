"""The indicators that an action may aim at: plain data, from a release's catalogue that the caller names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class AimedAt:
    """What a form needs to know of an indicator."""

    code: str
    name: Mapping[str, str]
    unit: str
    bounds: tuple[float | None, float | None]


Catalogue: TypeAlias = Mapping[str, AimedAt]


def catalogue(path: Path) -> dict[str, AimedAt]:
    """The indicators of a `catalogue.json` by their code, without those that are deprecated."""
    declared = json.loads(path.read_text(encoding="utf-8"))["indicators"]
    return {
        one["code"]: AimedAt(code=one["code"], name=one["name"], unit=one["unit"], bounds=tuple(one["bounds"]))
        for one in declared
        if one["status"] != "deprecated"
    }
