"""What a list shows, as a file that a spreadsheet opens and that a program reads: codes rather than labels."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

Columns = Mapping[str, Callable[[Any], Any]]
Tell: TypeAlias = Callable[[int], None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook is made whole in memory, at some two thousand rows a second: nobody waits for a larger one.
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook not made yet: of which list, its name, how many rows it will have, what writes it and tells each."""

    of: str
    name: str
    rows: int
    write: Callable[[IO[bytes], Tell], object]

    def made(self, tell: Tell = lambda _rows: None) -> bytes:
        stream = io.BytesIO()
        self.write(stream, tell)
        return stream.getvalue()


def book_or_way(book: Book, *, query: QueryDict) -> HttpResponse:
    """The workbook; where it is too large to be waited for, the way to the page that has it made meanwhile."""
    if book.rows <= MOST_ROWS:
        return as_xlsx(book.name, book.made())
    asked = query.copy()
    asked["liste"] = book.of
    asked.pop("format", None)
    return redirect(f"{reverse('exchange:exports')}?{asked.urlencode()}")


def as_xlsx(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    )


def as_csv(name: str, *, header: Iterable[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """RFC 4180, UTF-8. A text that a spreadsheet would run as a formula is kept a text by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def columns_as_csv(name: str, *, columns: Columns, found: Iterable[Any]) -> HttpResponse:
    """The same, each column read from the thing that a row is about."""
    return as_csv(name, header=columns, rows=([read(one) for read in columns.values()] for one in found))


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
