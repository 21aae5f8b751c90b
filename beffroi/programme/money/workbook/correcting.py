"""The faults of a file as a workbook: a row a cell, so that whoever mends the file ticks them off."""

from collections.abc import Iterable, Mapping
from typing import IO, Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook

from beffroi.programme.money.workbook.faults import said
from beffroi.programme.money.workbook.writing import bold, text_cell

TITLES = (_("Feuille"), _("Cellule"), pgettext_lazy("d’un tableur", "Ligne"), _("Colonne"), _("Trouvé"), _("Attendu"))
WIDTHS = (16, 10, 8, 28, 36, 110)
# A workbook ends somewhere; the same fault in more cells than this is one mistake, mended once.
MOST = 100_000


def write_faults(faults: Iterable[Mapping[str, Any]], *, stream: IO[bytes]) -> None:
    """`faults` as the job of the import keeps them, said in the language of the page that asks for the file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("À corriger"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([bold(sheet, str(title)) for title in TITLES])
    rows = 0
    for fault in faults:
        right = said(fault["right"])
        for cell in fault["cells"][: MOST - rows]:
            rows += 1
            row = int("".join(sign for sign in cell if sign.isdecimal()) or 0)
            told = [fault["sheet"], cell, row or None, fault["column"], fault["found"], right]
            sheet.append([text_cell(sheet, value) for value in told])
    book.save(stream)
