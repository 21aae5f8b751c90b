"""Money as files: each total with the lines that it is the sum of, so that nobody has to believe it.

In a workbook the totals are sums of the cells of the sheet of lines; in a CSV each total comes after its lines.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from itertools import groupby
from operator import attrgetter
from typing import IO, Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from beffroi.programme.actions.queries import readable
from beffroi.programme.money.models import FundingLine, FundingLineQuerySet
from beffroi.programme.money.states import NEEDS_NO_REQUEST, Stage
from beffroi.programme.money.totals import PATHS, By
from beffroi.programme.money.workbook.writing import FORMULA_SIGNS, text_cell
from beffroi.programme.people.scope import Scope
from beffroi.web.action.exporting import Files
from beffroi.web.components.spreadsheet import Book, Tell, as_xlsx, book_or_way
from beffroi.web.money import listing, telling
from beffroi.web.money.envelope_listing import Filled

BOLD = Font(bold=True)
Column = tuple[Any, Callable[[Any], Any]]
DESCRIBED: tuple[Column, ...] = (
    (gettext_lazy("Ligne"), lambda line: line.pk),
    (gettext_lazy("Territoire"), lambda line: line.action.territory.name),
    (gettext_lazy("Code du territoire"), lambda line: line.action.territory_id),
    (gettext_lazy("N° de l’action"), lambda line: line.action.number),
    (gettext_lazy("Action"), lambda line: line.action.title),
    (gettext_lazy("Axe"), lambda line: line.action.axis.order),
    (gettext_lazy("Type de financeur"), lambda line: line.funder.get_kind_display()),
    (gettext_lazy("Financeur"), lambda line: line.funder.name),
    (gettext_lazy("Instrument"), lambda line: line.get_instrument_display()),
    (gettext_lazy("Origine"), lambda line: line.get_origin_display()),
    (gettext_lazy("Dispositif"), lambda line: line.programme_name),
    (gettext_lazy("État"), lambda line: line.get_state_display()),
)
DAYS: tuple[Column, ...] = (
    (gettext_lazy("Date de la demande"), lambda line: line.requested_date),
    (gettext_lazy("Date de la réponse"), lambda line: line.accepted_date),
    (gettext_lazy("Date de l’engagement"), lambda line: line.committed_date),
    (gettext_lazy("Date du dernier paiement"), lambda line: line.paid_date),
    (gettext_lazy("Pièce de la demande"), lambda line: line.requested_reference),
    (gettext_lazy("Pièce de la réponse"), lambda line: line.accepted_reference),
    (gettext_lazy("Pièce de l’engagement"), lambda line: line.committed_reference),
    (gettext_lazy("Pièce du paiement"), lambda line: line.paid_reference),
    (gettext_lazy("Démonstration"), lambda line: line.is_demonstration),
)
STAGES: tuple[Column, ...] = tuple((stage.label, attrgetter(stage)) for stage in Stage)
LINES = (*DESCRIBED, *STAGES, *DAYS)
FIRST_STAGE = len(DESCRIBED)
ENVELOPES: tuple[Column, ...] = (
    (gettext_lazy("Enveloppe"), lambda one: one.envelope.pk),
    (gettext_lazy("Partenaire"), lambda one: one.envelope.partner.name),
    (gettext_lazy("Instrument"), lambda one: one.envelope.get_instrument_display()),
    (gettext_lazy("Année"), lambda one: one.envelope.year),
    (gettext_lazy("Niveau"), lambda one: one.envelope.get_scope_kind_display()),
    (gettext_lazy("Code du lieu"), lambda one: one.envelope.scope_code),
    (gettext_lazy("Lieu"), lambda one: one.envelope.place_name),
    (gettext_lazy("Déléguée par (enveloppe)"), lambda one: one.envelope.delegated_from_id),
    (gettext_lazy("Montant"), lambda one: one.use.amount),
    (gettext_lazy("Délégué"), lambda one: one.use.delegated),
    (gettext_lazy("Accordé ou engagé"), lambda one: one.use.engaged),
    (gettext_lazy("Dépassement"), lambda one: one.use.overrun),
    (gettext_lazy("Démonstration"), lambda one: one.envelope.is_demonstration),
)


RELATED = ("action__territory", "action__axis", "funder")
# Its key, its lines as cells, and whether one asks for any of them: own funds are never requested.
Group = tuple[tuple[Any, ...], list[list[Any]], bool]
REQUESTED = list(Stage).index(Stage.REQUESTED)


def lines_files(query: QueryDict, *, scope: Scope, on: date) -> Files:
    """The lines that an address asks for, with their actions that the person reads."""
    asked = listing.asked(query, scope=scope, on=on).checked()
    lines = listing.found(asked, scope=scope)
    actions = readable(scope).filter(pk__in=lines.order_by().values("action"))
    return Files("financements", actions, lines, on, line_keys=listing.keys_of(asked, lines, scope=scope))


def totals(query: QueryDict, *, scope: Scope, on: date) -> HttpResponse:
    """Each total with its lines."""
    if query.get("format") == "xlsx":
        return book_or_way(totals_book(query, scope=scope, on=on), query=query)
    told = _told(query, scope=scope, on=on)
    return _csv(_totals_and_lines(told.groups(), by=told.by, word=told.word), name=f"totaux-{on}")


def totals_book(query: QueryDict, *, scope: Scope, on: date) -> Book:
    told = _told(query, scope=scope, on=on)
    return Book("totaux", f"totaux-{on}", told.lines.order_by().count(), told.write)


def _told(query: QueryDict, *, scope: Scope, on: date) -> "_Totals":
    asked = listing.asked(query, scope=scope, on=on).checked()
    word = telling.word_of(listing.totals_of(asked, scope=scope, by=asked.by), asked=asked)
    return _Totals(listing.found(asked, scope=scope), by=asked.by, word=word)


@dataclass(frozen=True, slots=True)
class _Totals:
    """The lines to be added up, by what; `word` says what a key is called."""

    lines: FundingLineQuerySet
    by: Sequence[By]
    word: Callable[[By, Any], Any]

    def groups(self) -> list[Group]:
        return _grouped(self.lines, self.by)

    def write(self, stream: IO[bytes], tell: Tell) -> None:
        book = Workbook(write_only=True)
        summary, detail = book.create_sheet(_("Totaux")), book.create_sheet(_("Lignes"))
        titles = (*(one.label for one in self.by), _("Lignes"), *_stage_titles())
        summary.append([_bold(summary, title) for title in titles])
        groups, first = self.groups(), 2
        for key, members, is_asked in groups:
            last = first + len(members) - 1
            words = [_safe(self.word(one, part)) for one, part in zip(self.by, key, strict=True)]
            sums = _where_it_applies(_sums(first, last, sheet=_("Lignes")), is_asked=is_asked)
            summary.append([*words, len(members), *sums])
            first = last + 1
        if groups:
            columns = [_letter(len(self.by) + place) for place in range(len(Stage) + 1)]
            below = [f"=SUM({column}2:{column}{len(groups) + 1})" for column in columns]
            summary.append([_bold(summary, _("Total")), *[None] * (len(self.by) - 1), *below])
        _write_lines(detail, (cells for _key, members, _asked in groups for cells in members), tell=tell)
        book.save(stream)


def envelopes(found: Iterable[Filled], *, form: str, on: date) -> HttpResponse:
    rows = [_cells(ENVELOPES, one) for one in found]
    name = f"enveloppes-{on.isoformat()}"
    if form == "csv":
        return _csv([_titles(ENVELOPES), *rows], name=name)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Enveloppes"))
    sheet.append([_bold(sheet, title) for title in _titles(ENVELOPES)])
    for row in rows:
        sheet.append(row)
    return _xlsx(book, name=name)


def _grouped(found: FundingLineQuerySet, by: Sequence[By]) -> list[Group]:
    """The lines of each key, as cells, in the order in which the screen tells the keys."""
    paths = [PATHS[one] for one in by]
    ordered = found.select_related(*RELATED).order_by(*paths, "action_id", "pk").iterator(chunk_size=2000)
    return [_group(key, list(members)) for key, members in groupby(ordered, key=_key(paths))]


def _group(key: tuple[Any, ...], members: list[FundingLine]) -> Group:
    is_asked = any(one.instrument not in NEEDS_NO_REQUEST or one.requested is not None for one in members)
    return key, [_cells(LINES, line) for line in members], is_asked


def _where_it_applies(sums: list[Any], *, is_asked: bool) -> list[Any]:
    """The totals of a group, in words where a stage does not apply: neither zero nor missing."""
    return [_("sans objet") if place == REQUESTED and not is_asked else amount for place, amount in enumerate(sums)]


def _key(paths: Sequence[str]) -> Callable[[FundingLine], tuple[Any, ...]]:
    def read(line: FundingLine) -> tuple[Any, ...]:
        return tuple(_reached(line, path) for path in paths)

    return read


def _reached(line: FundingLine, path: str) -> Any:
    found: Any = line
    for step in path.split("__"):
        found = getattr(found, step)
    return getattr(found, "pk", found)


def _totals_and_lines(
    groups: Iterable[Group], *, by: Sequence[By], word: Callable[[By, Any], Any]
) -> Iterator[list[Any]]:
    yield [_("Rang"), *(_("Total par : %(what)s") % {"what": one.label} for one in by), *_titles(LINES)]
    for key, members, is_asked in groups:
        words = [_safe(word(one, part)) for one, part in zip(by, key, strict=True)]
        yield from ([_("ligne"), *words, *cells] for cells in members)
        sums = [sum(cells[FIRST_STAGE + n] or 0 for cells in members) for n in range(len(Stage))]
        yield [_("total"), *words, *[None] * FIRST_STAGE, *_where_it_applies(sums, is_asked=is_asked)]


def _write_lines(sheet: Any, rows: Iterable[list[Any]], *, tell: Tell) -> None:
    sheet.append([_bold(sheet, title) for title in _titles(LINES)])
    for number, row in enumerate(rows, start=1):
        tell(number)
        sheet.append([text_cell(sheet, value) for value in row])


def _sums(first: int, last: int, *, sheet: str = "") -> list[str]:
    """A sum a stage, of the rows of the sheet of lines between two."""
    where = f"'{sheet}'!" if sheet else ""
    letters = [_letter(FIRST_STAGE + place) for place in range(len(Stage))]
    return [f"=SUM({where}{letter}{first}:{letter}{last})" for letter in letters]


def _letter(place: int) -> str:
    return get_column_letter(place + 1)


def _titles(columns: Iterable[Column]) -> list[str]:
    return [str(title) for title, _read in columns]


def _stage_titles() -> list[str]:
    return [str(stage.label) for stage in Stage]


def _cells(columns: Iterable[Column], row: Any) -> list[Any]:
    return [_safe(read(row)) for _title, read in columns]


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int | date) or value is None or hasattr(value, "quantize"):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=str(text))
    cell.font = BOLD
    return cell


def _csv(rows: Iterable[Iterable[Any]], *, name: str) -> HttpResponse:
    """As Excel in French opens it: semicolons, decimal commas, the mark of UTF-8."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_in_csv(value) for value in row] for row in rows)
    return HttpResponse(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _in_csv(value: Any) -> Any:
    """As the import reads it: 31/12/2025, 12500,50."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if hasattr(value, "quantize") else value


def _xlsx(book: Workbook, *, name: str) -> HttpResponse:
    out = BytesIO()
    book.save(out)
    return as_xlsx(name, out.getvalue())
