"""What the address of a list asks: words looked for, filters, order, page, export. A wrong value is refused by name."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

PAGE_SIZE = 25
ORDER, PAGE = _("Tri"), _("Page")


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be right: what was given, what would be right."""

    label: Any
    given: str
    accepted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    q: str
    chosen: Mapping[str, str]
    refused: tuple[Refused, ...]
    sort: str
    is_descending: bool
    page: int
    is_export: bool
    usual: str

    def address(self, **changes: str) -> str:
        """The same list with something else asked; the first page unless a page is asked."""
        order = f"-{self.sort}" if self.is_descending else self.sort
        kept = {"q": self.q, **self.chosen, "tri": order} | changes
        defaults = {"tri": self.usual, "page": "1"}
        return "?" + urlencode({name: value for name, value in kept.items() if value and defaults.get(name) != value})

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.chosen)


def read(
    query: QueryDict,
    *,
    choices: Mapping[str, Mapping[str, Any]],
    labels: Mapping[str, Any],
    sorts: Iterable[str],
    usual: str,
) -> Asked:
    """Read an address; a wrong value is set apart and the list goes on without it. `usual` is the order by default."""
    refused: list[Refused] = []

    def checked(name: str, label: Any, accepted: Mapping[str, Any], default: str) -> str:
        given = query.get(name, "").strip()
        if not given or given in accepted:
            return given or default
        refused.append(Refused(label, given[:60], accepted))
        return default

    chosen = {name: value for name, accepted in choices.items() if (value := checked(name, labels[name], accepted, ""))}
    order = checked("tri", ORDER, {sign + key: key for key in sorts for sign in ("", "-")}, usual)
    page = query.get("page", "1").strip() or "1"
    if not (page.isascii() and page.isdigit() and 0 < int(page[:6]) < 10_000):
        refused.append(Refused(PAGE, page[:60], {"1": "1"}))
        page = "1"
    return Asked(
        q=query.get("q", "").strip()[:100],
        chosen=chosen,
        refused=tuple(refused),
        sort=order.lstrip("-"),
        is_descending=order.startswith("-"),
        page=int(page),
        is_export=query.get("format") == "csv" and not refused,
        usual=usual,
    )


def in_order(rows: Iterable[Any], *, key: Any, is_descending: bool) -> list[Any]:
    """Rows in the order of a fact; those without the fact come last, whichever way."""
    rows = list(rows)
    known = sorted((row for row in rows if key(row) is not None), key=key, reverse=is_descending)
    return [*known, *(row for row in rows if key(row) is None)]


def as_csv(name: str, *, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
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


def _inert(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
