"""What a list shows, as files that the import reads back: the same filters, the same order, every page."""

import csv
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import IO, Any

from django.db.models import QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase

from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.queries import readable
from beffroi.programme.money.workbook import writing
from beffroi.programme.money.workbook.columns import ACTIONS, LINES, Sheet
from beffroi.programme.people.scope import Scope
from beffroi.web.action import listing
from beffroi.web.components.spreadsheet import Book, Tell, book_or_way


@dataclass(frozen=True, slots=True)
class Files:
    """What the files of a list hold; the keys tell the order of that list, `of` which one it is."""

    of: str
    actions: QuerySet[Action]
    lines: QuerySet[FundingLine]
    on: date
    action_keys: Sequence[int] | None = None
    line_keys: Sequence[int] | None = None

    @property
    def book(self) -> Book:
        rows = self.actions.order_by().count() + self.lines.order_by().count()
        return Book(self.of, f"{self.of}-{self.on}", rows, self._write)

    def answer(self, query: QueryDict, *, lines_alone: bool) -> HttpResponseBase:
        """The file of the form that the address asks for; of the two sheets, a CSV holds one."""
        if query.get("format") == "xlsx":
            return book_or_way(self.book, query=query)
        if lines_alone:
            return _csv(LINES, writing.line_rows(self.lines, keys=self.line_keys), name=f"financements-{self.on}.csv")
        return _csv(ACTIONS, writing.action_rows(self.actions, keys=self.action_keys), name=f"actions-{self.on}.csv")

    def _write(self, stream: IO[bytes], tell: Tell) -> None:
        keys, line_keys = self.action_keys, self.line_keys
        writing.export_xlsx(
            self.actions, self.lines, stream=stream, on=self.on, keys=keys, line_keys=line_keys, progress=tell
        )


def actions_files(query: QueryDict, *, scope: Scope, on: date) -> Files:
    """The actions that an address asks for, with those of their lines that the person reads."""
    asked = listing.asked(query, choices=listing.choices_of(scope, on=on)).checked()
    actions = listing.found(asked, scope=scope, on=on)
    keys = listing.keys_of(asked, actions, scope=scope, on=on)
    lines = readable(scope).filter(action__in=actions.order_by().values("pk")).order_by("action", "pk")
    return Files("actions", actions, lines, on, action_keys=keys)


def _csv(sheet: Sheet, rows: Iterable[list[Any]], *, name: str) -> StreamingHttpResponse:
    """The rows as they are read; the mark at the start tells spreadsheets that this is UTF-8."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    written = (writer.writerow(row) for row in writing.csv_rows(sheet, rows))
    return StreamingHttpResponse(
        chain([BOM_UTF8], written),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Line:
    """What a writer of CSV calls a file: each row that it writes is given back."""

    def write(self, text: str) -> bytes:
        return text.encode()
