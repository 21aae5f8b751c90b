"""What is wrong in a file: where, what was found, what would be right; equal faults are said once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from beffroi.foundations.sayings import Saying
from beffroi.programme.moves import Refused

# Further places are counted, not listed: nobody reads five thousand of them.
LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault in one cell or in several; `cells` as the spreadsheet names them: « F12 »."""

    sheet: str
    cells: tuple[str, ...]
    column: str
    found: str
    right: Saying

    def __str__(self) -> str:
        places = f"{self.sheet}!{', '.join(self.cells[:LISTED])}"
        if (others := len(self.cells) - LISTED) > 0:
            places += f" et {others} autre{'s' if others > 1 else ''}"
        found = f"« {self.found} » trouvé" if self.found else "cellule vide"
        return f"{places}, colonne « {self.column} » : {found} ; attendu : {self.right.in_french.removesuffix('.')}."


def said(kept: list[Any] | str) -> str:
    """What a job kept, for its reader; what was kept before both languages could be said is a text in French."""
    return kept if isinstance(kept, str) else str(Saying.read(kept))


class ImportRefused(Refused):
    """Nothing was written. `faults` are all those of the file, equal ones together, in the order of the sheets."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(grouped(faults))
        super().__init__(*map(str, self.faults))


def grouped(faults: Iterable[Fault]) -> list[Fault]:
    """Equal faults as one, at the place of the first."""
    places: dict[tuple[str, str, str, Saying], list[str]] = {}
    for fault in faults:
        places.setdefault((fault.sheet, fault.column, fault.found, fault.right), []).extend(fault.cells)
    return [
        Fault(sheet=sheet, column=column, found=found, right=right, cells=tuple(dict.fromkeys(cells)))
        for (sheet, column, found, right), cells in places.items()
    ]
