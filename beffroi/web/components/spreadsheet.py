"""What a list shows, as a file that a spreadsheet opens and that a program reads: codes rather than labels."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse

Columns = Mapping[str, Callable[[Any], Any]]


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
