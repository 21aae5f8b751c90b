"""From rows of cells to drafts: each cell read by its column, each fault kept with its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl.utils import get_column_letter

from beffroi.foundations.sayings import Saying, say, saying_of, verbatim
from beffroi.programme.money.workbook.cells import Cell, Unreadable, is_empty, shown
from beffroi.programme.money.workbook.columns import Column, Sheet
from beffroi.programme.money.workbook.faults import Fault
from beffroi.programme.money.workbook.known import Known
from beffroi.programme.money.workbook.tables import Table
from beffroi.programme.moves import Sentence
from beffroi.territory.names import folded


@dataclass(slots=True)
class Draft:
    """A row: its values, and the columns about which nothing more is said because their cell is already at fault."""

    number: int
    values: dict[str, Any]
    cells: dict[str, Cell]
    silenced: set[str] = field(default_factory=set)


class Reader:
    """Reads one sheet and gathers its faults."""

    def __init__(self, table: Table, *, known: Known) -> None:
        self.sheet: Sheet = table.sheet
        self.table, self.known = table, known
        self.faults: list[Fault] = []
        self.places: dict[str, int] = {}
        # The same word is in thousands of cells: it is read once.
        self._read: dict[tuple[Any, ...], Any] = {}

    def drafts(self, told: Callable[[int], None] | None = None) -> list[Draft]:
        """Every row; `told` hears the number of each hundredth."""
        self._read_heading()
        found: list[Draft] = []
        for number, row in [] if self.faults else self.table.numbered():
            found.append(self._draft(number, row))
            if told is not None and number % 100 == 0:
                told(number)
        return found

    def blame(self, draft: Draft, key: str, *, right: Sentence) -> None:
        """Say that this cell is at fault, and say nothing more of it."""
        draft.silenced.add(key)
        column = self.sheet.column(key)
        self._fault(f"{self._letter(key)}{draft.number}", column, cell=draft.cells[key], right=saying_of(right))

    def _read_heading(self) -> None:
        heading = [shown(cell) for cell in self.table.rows[0]] if self.table.rows else []
        titles = {folded(column.title): column for column in self.sheet.columns}
        for place, title in enumerate(heading):
            column = titles.get(folded(title))
            if column is not None and column.key not in self.places:
                self.places[column.key] = place
            elif title:
                near = get_close_matches(folded(title), titles, n=1, cutoff=0.5)
                right = verbatim(titles[near[0]].title) if near else say(_("un intitulé du modèle, une seule fois"))
                self._at_heading(get_column_letter(place + 1), title, found=title, right=right)
        for column in self.sheet.columns:
            if column.required and column.key not in self.places:
                self._at_heading("A", column.title, found="", right=say(_("une colonne de ce nom")))

    def _draft(self, number: int, row: list[Cell]) -> Draft:
        cells = {column.key: self._cell(row, column) for column in self.sheet.columns}
        draft = Draft(number, values={}, cells=cells)
        for column in self.sheet.columns:
            self._read_cell(draft, column)
        return draft

    def _read_cell(self, draft: Draft, column: Column) -> None:
        cell = draft.cells[column.key]
        draft.values[column.key] = column.empty
        if column.needs in draft.silenced:
            draft.silenced.add(column.key)
        elif is_empty(cell):
            if column.required:
                self.blame(draft, column.key, right=column.says)
        else:
            try:
                draft.values[column.key] = self._value(draft, column, cell)
            except Unreadable as fault:
                told = say("%(what)s (%(hint)s)", what=column.says, hint=fault.hint) if fault.hint else column.says
                self.blame(draft, column.key, right=told)

    def _value(self, draft: Draft, column: Column, cell: Cell) -> Any:
        within = draft.values[column.needs].pk if column.needs else None
        key = (column.key, within, type(cell), cell)
        if key not in self._read:
            try:
                self._read[key] = column.reads(cell, self.known, draft.values)
            except Unreadable as fault:
                self._read[key] = fault
        found = self._read[key]
        if isinstance(found, Unreadable):
            raise found
        return found

    def _cell(self, row: list[Cell], column: Column) -> Cell:
        place = self.places.get(column.key)
        return row[place] if place is not None and place < len(row) else None

    def _letter(self, key: str) -> str:
        return get_column_letter(self.places[key] + 1) if key in self.places else "?"

    def _at_heading(self, letter: str, title: str, *, found: str, right: Saying) -> None:
        self.faults.append(Fault(sheet=self.sheet.name, cells=(f"{letter}1",), column=title, found=found, right=right))

    def _fault(self, place: str, column: Column, *, cell: Cell, right: Saying) -> None:
        found = "" if is_empty(cell) else shown(cell)
        self.faults.append(Fault(sheet=self.sheet.name, cells=(place,), column=column.title, found=found, right=right))


def doubles(drafts: Iterable[Draft], *, key: Any) -> list[Draft]:
    """The drafts whose key was already borne by a former one; those without a key are none."""
    seen, found = set(), []
    for draft in drafts:
        said = key(draft)
        if said is not None and said in seen:
            found.append(draft)
        seen.add(said)
    return found
