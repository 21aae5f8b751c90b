"""An XLSX file or a pair of CSV files as rows of raw cells, each row knowing its number."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _
from python_calamine import CalamineError, CalamineWorkbook

from beffroi.foundations.archives import FAULTS
from beffroi.foundations.sayings import say
from beffroi.programme.money.workbook.cells import Cell, shown
from beffroi.programme.money.workbook.columns import SHEETS, Sheet
from beffroi.programme.moves import Refused
from beffroi.territory.names import folded

NO_WORKBOOK = say(_("Ce fichier n’est pas un classeur XLSX lisible : enregistrez-le au format .xlsx."))
# A workbook of 5,000 actions and 30,000 lines unfolds into some 60 million bytes.
LARGEST_UNFOLDED = 400_000_000


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
        raise NotReadable(NO_WORKBOOK) from fault
    if missing := [sheet.name for sheet in SHEETS if sheet.name not in book.sheet_names]:
        told = _("Il manque la feuille « %(missing)s » ; le fichier contient : %(held)s.")
        raise NotReadable(say(told, missing=" », « ".join(missing), held=", ".join(book.sheet_names)))
    tables = (Table(sheet, book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)) for sheet in SHEETS)
    return Tables(tuple(tables), hashlib.sha256(content).hexdigest())


def read_csv(files: Mapping[str, bytes]) -> Tables:
    """`files` by their names: `actions.csv` and `financements.csv`, semicolons or commas, UTF-8 or Windows."""
    if missing := [sheet.file for sheet in SHEETS if sheet.file not in files]:
        raise NotReadable(say(_("Il manque le fichier « %(missing)s »."), missing=" », « ".join(missing)))
    checksum = hashlib.sha256(b"".join(files[sheet.file] for sheet in SHEETS)).hexdigest()
    return Tables(tuple(Table(sheet, _rows(files[sheet.file])) for sheet in SHEETS), checksum)


def read_sent(files: Mapping[str, bytes]) -> Tables:
    """What a person sent, by the names of the files: a workbook, or the CSV of one sheet or of both.

    A CSV is known by its headings, whatever its name; a sheet that was not sent is empty.
    """
    books = [content for content in files.values() if content.startswith(b"PK")]
    if books and len(files) == 1:
        check_size(books[0])
        return read_xlsx(books[0])
    if books or not files:
        raise NotReadable(say(_("Envoyez un seul classeur XLSX, ou les fichiers CSV des actions et des financements.")))
    found: dict[str, bytes] = {}
    for name, content in files.items():
        sheet = _sheet_of(content, name=name)
        if sheet.file in found:
            told = _("Deux fichiers sont celui de la feuille « %(sheet)s » : envoyez chacun une fois.")
            raise NotReadable(say(told, sheet=sheet.name))
        found[sheet.file] = content
    empty = {sheet.file: ";".join(column.title for column in sheet.columns).encode() for sheet in SHEETS}
    return read_csv(empty | found)


def check_size(content: bytes) -> None:
    """A small file may unfold into one that fills the memory: it says itself how large it becomes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            unfolded = sum(part.file_size for part in parts.infolist())
    except FAULTS as fault:
        raise NotReadable(NO_WORKBOOK) from fault
    if unfolded > LARGEST_UNFOLDED:
        raise NotReadable(say(_("Ce classeur est trop grand une fois ouvert : partagez-le en plusieurs.")))


def _sheet_of(content: bytes, *, name: str) -> Sheet:
    heading = {folded(shown(cell)) for cell in next(iter(_rows(content)), [])}

    def shared(sheet: Sheet) -> int:
        return len(heading & {folded(column.title) for column in sheet.columns})

    best = max(SHEETS, key=shared)
    if not shared(best):
        told = _(
            "« %(name)s » n’a aucun intitulé du modèle en première ligne : "
            "envoyez un classeur XLSX, ou un CSV fait d’une feuille du modèle."
        )
        raise NotReadable(say(told, name=name))
    return best


def _rows(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel in French writes as « CSV (séparateur : point-virgule) ».
        text = content.decode("cp1252", errors="replace")
    heading = text.partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
