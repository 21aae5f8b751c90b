"""The template and the exports: the same columns, the same words, ready to be read back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import count
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.themes import themes
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook.cells import french
from beffroi.programme.money.workbook.columns import ACTIONS, LINES, SHEETS, Column, Sheet
from beffroi.programme.money.workbook.kept import action_values, line_values
from beffroi.programme.money.workbook.known import axis_wordings, reference
from beffroi.programme.people.models import Organisation
from beffroi.programme.towns.models import Territory

FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
REQUIRED = PatternFill("solid", fgColor="FFE8EDFF")
BOLD = Font(bold=True)
# As far as the lists of a template reach down.
LISTED_ROWS = 10_000


def template(stream: IO[bytes], *, on: date) -> None:
    """An empty workbook: instructions, both sheets with their lists of choices, the codes that may be written."""
    book = Workbook(write_only=True)
    _write_instructions(book)
    for sheet in SHEETS:
        _write_sheet(book, sheet, rows=())
    _write_lists(book, on=on)
    book.save(stream)


def export_xlsx(
    actions: QuerySet[Action],
    lines: QuerySet[FundingLine],
    *,
    stream: IO[bytes],
    on: date,
    keys: Sequence[int] | None = None,
    line_keys: Sequence[int] | None = None,
    progress: Callable[[int], None] = lambda _row: None,
) -> None:
    """These actions and lines, in the order of their keys, in a workbook that the import reads.

    Without `line_keys`, the lines of these actions among `lines`.
    """
    book = Workbook(write_only=True)
    _write_instructions(book)
    own = lines if line_keys is not None else lines.filter(action__in=actions.order_by())
    numbers = count(1)
    for sheet, rows in ((ACTIONS, action_rows(actions, keys=keys)), (LINES, line_rows(own, keys=line_keys))):
        _write_sheet(book, sheet, rows=_told(rows, numbers, progress))
    _write_lists(book, on=on)
    book.save(stream)


def _told(rows: Iterable[list[Any]], numbers: Iterator[int], progress: Callable[[int], None]) -> Iterator[list[Any]]:
    for row in rows:
        progress(next(numbers))
        yield row


def csv_rows(sheet: Sheet, rows: Iterable[list[Any]]) -> Iterator[list[str]]:
    """The heading and the rows, each cell as Excel in French opens it: 31/12/2025, 12500,50."""
    yield [column.title for column in sheet.columns]
    for row in rows:
        yield [_csv_cell(value) for value in row]


def action_rows(actions: QuerySet[Action], *, keys: Sequence[int] | None = None) -> Iterator[list[Any]]:
    """The cells of each action, in the order of the columns; the actions in that of `keys` where some are given."""
    found = actions.select_related("territory", "axis", "owner", "decision__session__committee").prefetch_related(
        "partners"
    )
    for action in _each(found, keys, size=500):
        values = action_values(action)
        yield [_written(column, values[column.key]) for column in ACTIONS.columns]


def line_rows(lines: QuerySet[FundingLine], *, keys: Sequence[int] | None = None) -> Iterator[list[Any]]:
    """The cells of each line, in the order of the columns; the lines in that of `keys` where some are given."""
    for line in _each(lines.select_related("action", "funder"), keys, size=2000):
        values = line_values(line)
        yield [_written(column, values[column.key]) for column in LINES.columns]


def _each(rows: QuerySet, keys: Sequence[int] | None, *, size: int) -> Iterator[Any]:
    if keys is None:
        yield from rows.iterator(chunk_size=size)
        return
    for start in range(0, len(keys), size):
        some = keys[start : start + size]
        found = rows.order_by().in_bulk(some)
        yield from (found[key] for key in some if key in found)


def _written(column: Column, value: Any) -> Any:
    return None if value is None else column.writes(value)


def _write_instructions(book: Workbook) -> None:
    sheet = book.create_sheet("Mode d’emploi")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 28
    sheet.column_dimensions["C"].width, sheet.column_dimensions["D"].width = 14, 110
    for line in (
        ["Une ligne par action dans « Actions », une ligne par financement dans « Financements »."],
        ["Rien n’est enregistré tant qu’une cellule est à corriger ; chaque correction est dite avec sa cellule."],
        [],
    ):
        sheet.append(line)
    sheet.append([bold(sheet, title) for title in ("Feuille", "Colonne", "Obligatoire", "Ce qui est attendu")])
    for described in SHEETS:
        for column in described.columns:
            sheet.append([described.name, column.title, "oui" if column.required else "", column.says.in_french])


def _write_sheet(book: Workbook, described: Sheet, *, rows: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(described.name)
    sheet.freeze_panes = "B2"
    for place, column in enumerate(described.columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.title) + 2)
        if column.choices is not None:
            labels = ",".join(map(french, column.choices))
            rule = DataValidation(type="list", formula1=f'"{labels}"', allow_blank=True, showErrorMessage=True)
            rule.add(f"{letter}2:{letter}{LISTED_ROWS}")
            sheet.data_validations.append(rule)
    sheet.append([bold(sheet, column.title, required=column.required) for column in described.columns])
    for row in rows:
        sheet.append([text_cell(sheet, value) for value in row])


def _write_lists(book: Workbook, *, on: date) -> None:
    """The codes that the cells may name."""
    sheet = book.create_sheet("Listes")
    sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 28, 70
    sheet.append([bold(sheet, title) for title in ("Liste", "À écrire", "Ce que c’est")])
    programmes = sorted({territory.programme_id for territory in Territory.objects.all()})
    for programme in programmes:
        for order, text in enumerate(axis_wordings(programme, on=on).values(), start=1):
            sheet.append(["Axes", order, text])
        for key, text in themes(programme).items():
            sheet.append(["Thèmes", key, text])
    for territory in Territory.objects.all():
        sheet.append(["Territoires", territory.code, territory.name])
    for organisation in Organisation.objects.all():
        sheet.append(["Organisations", reference(organisation), organisation.name])


def bold(sheet: Any, title: str, *, required: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=title)
    cell.font = BOLD
    if required:
        cell.fill = REQUIRED
    return cell


def text_cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str) and value.startswith("="):
        # A text, not a formula that a reader's machine would run.
        cell = WriteOnlyCell(sheet, value=value)
        cell.data_type = "s"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    return value


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
    return str(value).replace(".", ",")
