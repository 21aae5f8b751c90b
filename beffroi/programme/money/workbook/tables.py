"""An XLSX file or a pair of CSV files as rows of raw cells, each row knowing its number."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook

from beffroi.programme.money.workbook.cells import Cell
from beffroi.programme.money.workbook.columns import SHEETS, Sheet
from beffroi.programme.moves import Refused


class NotReadable(Refused):
    """The file is not what its name says, or lacks a sheet."""


@dataclass(frozen=True, slots=True)
class Table:
    """`rows[0]` is the heading; the first row of a sheet is number 1."""

    sheet: Sheet
    rows: list[list[Cell]]

    def numbered(self) -> Iterator[tuple[int, list[Cell]]]:
        """The rows under the heading that hold something."""
        for number, row in enumerate(self.rows[1:], start=2):
            if any(cell not in {"", None} for cell in row):
                yield number, row


@dataclass(frozen=True, slots=True)
class Tables:
    """What was sent, with its checksum for the journal."""

    tables: tuple[Table, ...]
    sha256: str


def read_xlsx(content: bytes) -> Tables:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as fault:
        raise NotReadable("Ce fichier n’est pas un classeur XLSX lisible : enregistrez-le au format .xlsx.") from fault
    if missing := [sheet.name for sheet in SHEETS if sheet.name not in book.sheet_names]:
        raise NotReadable(
            f"Il manque la feuille « {' », « '.join(missing)} » ; le fichier contient : {', '.join(book.sheet_names)}."
        )
    tables = (Table(sheet, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)) for sheet in SHEETS)
    return Tables(tuple(tables), hashlib.sha256(content).hexdigest())


def read_csv(files: Mapping[str, bytes]) -> Tables:
    """`files` by their names: `actions.csv` and `financements.csv`, semicolons or commas, UTF-8 or Windows."""
    if missing := [sheet.file for sheet in SHEETS if sheet.file not in files]:
        raise NotReadable(f"Il manque le fichier « {' », « '.join(missing)} ».")
    checksum = hashlib.sha256(b"".join(files[sheet.file] for sheet in SHEETS)).hexdigest()
    return Tables(tuple(Table(sheet, _rows(files[sheet.file])) for sheet in SHEETS), checksum)


def _rows(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in French writes as « CSV (séparateur : point-virgule) ».
        text = content.decode("cp1252", errors="replace")
    heading = text.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
