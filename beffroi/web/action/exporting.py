"""What a list shows, as files that the import reads back: the same filters, the same order, every page."""

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook import writing
from beffroi.programme.money.workbook.columns import ACTIONS, LINES, Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# A workbook is made whole in memory, at some two thousand rows a second; a CSV goes out as it is read.
MOST_ROWS = 20_000


def rows_of(actions: QuerySet[Action], lines: QuerySet[FundingLine]) -> int:
    return actions.order_by().count() + lines.order_by().count()


def _too_long() -> str:
    return _("Un classeur contient %(most)s lignes au plus : filtrez la liste, ou exportez en CSV.") % {
        "most": MOST_ROWS
    }


def exported(
    query: QueryDict,
    *,
    actions: QuerySet[Action],
    lines: QuerySet[FundingLine],
    on: date,
    action_keys: Sequence[int] | None = None,
    line_keys: Sequence[int] | None = None,
    holds: str = "actions",
) -> HttpResponse | StreamingHttpResponse | None:
    """The file that an address asks for (`format`, `feuille`); nothing when it asks for a page.

    The keys tell the order of the list that is exported; `holds` names the workbook after that list.
    """
    if query.get("format") == "xlsx":
        if rows_of(actions, lines) > MOST_ROWS:
            return HttpResponse(_too_long(), status=413, content_type="text/plain; charset=utf-8")
        stream = io.BytesIO()
        writing.export_xlsx(actions, lines, stream=stream, on=on, keys=action_keys)
        return HttpResponse(stream.getvalue(), content_type=XLSX, headers=_attached(f"{holds}-{on}.xlsx"))
    if query.get("format") != "csv":
        return None
    if query.get("feuille") == "financements":
        return _csv(LINES, writing.line_rows(lines, keys=line_keys), name=f"financements-{on}.csv")
    return _csv(ACTIONS, writing.action_rows(actions, keys=action_keys), name=f"actions-{on}.csv")


def _csv(sheet: Sheet, rows: Iterable[list[Any]], *, name: str) -> StreamingHttpResponse:
    """The rows as they are read; the mark at the start tells spreadsheets that this is UTF-8."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    written = (writer.writerow(row) for row in writing.csv_rows(sheet, rows))
    return StreamingHttpResponse(
        chain([BOM_UTF8], written), content_type="text/csv; charset=utf-8", headers=_attached(name)
    )


class _Line:
    """What a writer of CSV calls a file: each row that it writes is given back."""

    def write(self, text: str) -> bytes:
        return text.encode()


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
