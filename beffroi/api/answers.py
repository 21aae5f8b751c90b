"""How an answer is given: JSON or CSV, in pages with links, open to every site."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from beffroi.api.asked import Asked, AskedPage
from beffroi.api.refusals import Refusal

Row = Mapping[str, Any]
JSON, CSV = "application/json", "text/csv"


def given(request: HttpRequest, content: Row, *, asked: Asked, name: str) -> HttpResponse:
    """One object; as CSV, a table of one row."""
    if wants_csv(request, asked):
        return _csv([content], name=name)
    return as_json(content)


def listed(
    request: HttpRequest, rows: Sequence[Any], *, asked: AskedPage, name: str, shown: Any = None
) -> HttpResponse:
    """A page of `rows`, each shown by `shown` (itself when not given), with the total and links to its neighbours."""
    pages = max(1, ceil(len(rows) / asked.page_size))
    if asked.page > pages:
        raise Refusal(
            status=422,
            error="bad_parameter",
            parameter="page",
            fr=f"Il n’y a pas de page {asked.page} : la dernière est la page {pages}.",
            en=f"There is no page {asked.page}: the last one is page {pages}.",
        )
    start = (asked.page - 1) * asked.page_size
    items = [shown(row) if shown else row for row in rows[start : start + asked.page_size]]
    links = _links(request, page=asked.page, pages=pages)
    if wants_csv(request, asked):
        response = _csv(items, name=name)
    else:
        counts = {"count": len(rows), "page": asked.page, "page_size": asked.page_size, "pages": pages}
        neighbours = {"next": links.get("next"), "previous": links.get("prev")}
        response = as_json({**counts, **neighbours, "items": items})
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    response.headers["X-Total-Count"] = str(len(rows))
    return response


def as_json(content: Any, *, status: int = 200) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str)
    return opened(HttpResponse(text, content_type=JSON, status=status))


def opened(response: HttpResponse) -> HttpResponse:
    """The same answer, readable by the pages of any other site; it depends on the form that is asked for."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count"
    response.headers["Vary"] = "Accept"
    return response


def wants_csv(request: HttpRequest, asked: Asked) -> bool:
    return (asked.format or _preferred(request)) == "csv"


def _preferred(request: HttpRequest) -> str:
    return "csv" if request.get_preferred_type([JSON, CSV]) == CSV else "json"


def _links(request: HttpRequest, *, page: int, pages: int) -> dict[str, str]:
    numbers = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    rest = {name: value for name, value in request.GET.items() if name != "page"}
    return {
        rel: f"{request.path}?{urlencode({**rest, 'page': number})}"
        for rel, number in numbers.items()
        if 1 <= number <= pages
    }


def _csv(rows: Sequence[Row], *, name: str) -> HttpResponse:
    """A table: RFC 4180 in UTF-8, empty for null; a text of two languages takes two columns, a list is joined."""
    flat = [_flat(row) for row in rows]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(flat[0]) if flat else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(flat)
    response = HttpResponse(text.getvalue(), content_type=f"{CSV}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="beffroi-{name}.csv"'
    return opened(response)


def _flat(row: Row) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and set(value) == {"fr", "en"}:
            flat |= {f"{name}_{language}": _cell(text) for language, text in value.items()}
        else:
            flat[name] = _cell(value)
    return flat


def _cell(value: Any) -> Any:
    """A list of codes joined by spaces; another structure as JSON; true and false in small letters."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return " ".join(value)
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False)
    return value
