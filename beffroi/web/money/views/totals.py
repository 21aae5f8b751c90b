"""Totals, and the lines that each one opens."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.totals import added
from beffroi.web.components.asking import PAGE_SIZE
from beffroi.web.components.pagination import paged
from beffroi.web.components.rows import Row, rows_drawn, with_keys
from beffroi.web.gate import SignedRequest
from beffroi.web.money import exports, listing, telling

TOTALS_A_PAGE = 60


def totals_page(request: SignedRequest) -> HttpResponse:
    asked = listing.asked(request.GET, scope=request.scope, on=request.today)
    if asked.form:
        return exports.totals(request.GET, scope=request.scope, on=request.today)
    all_totals = listing.totals_of(asked, scope=request.scope, by=asked.by)
    page = paged(all_totals, size=TOTALS_A_PAGE, number=asked.page)
    told = {
        "asked": asked,
        "page": page,
        "rows": telling.rows(page.items, asked=asked),
        "whole": telling.whole_row(added(all_totals), asked=asked),
        "heads": [one.label for one in asked.by],
        "levels": _levels(asked),
        "crumbs": _crumbs(),
    }
    return render(request, "money/totals.html", told, status=400 if asked.refused else 200)


def _levels(asked: listing.Asked) -> list[tuple[str, Any, str]]:
    """The three lists from which what totals are told by is chosen."""
    words = [listing.WORDS[one] for one in asked.by] + [listing.NONE] * len(listing.LEVELS)
    return [(name, listing.LABELS[name], word) for name, word in zip(listing.LEVELS, words, strict=False)]


def lines_page(request: SignedRequest) -> HttpResponseBase:
    asked = listing.asked(request.GET, scope=request.scope, on=request.today)
    lines = listing.found(asked, scope=request.scope)
    if asked.form:
        files = exports.lines_files(request.GET, scope=request.scope, on=request.today)
        return files.answer(request.GET, lines_alone=True)
    keys = listing.keys_of(asked, lines, scope=request.scope)
    (all_of_them,) = listing.totals_of(asked, scope=request.scope, by=())
    page = paged(keys, size=PAGE_SIZE, number=asked.page)
    told = {
        "asked": asked,
        "page": page,
        "rows": rows_drawn("money/line_row.html", page.items, key=(), read=lambda some: _rows(lines, some)),
        "total": len(keys),
        "whole": all_of_them,
        "chosen": [(listing.LABELS[name], asked.choices[name][value]) for name, value in asked.chosen.items()],
        "crumbs": (*_crumbs(), (_("Financements"), reverse("money:list"))),
    }
    return render(request, "money/lines.html", told, status=400 if asked.refused else 200)


def _rows(lines: QuerySet[FundingLine], keys: Sequence[int]) -> list[Row]:
    found = with_keys(lines.select_related("action__territory", "funder"), keys)
    return [Row(line.pk, line.action.territory_id, {"line": line}) for line in found]


def _crumbs() -> tuple[tuple[Any, str], ...]:
    return ((_("Mon bureau"), reverse("desk:home")),)
