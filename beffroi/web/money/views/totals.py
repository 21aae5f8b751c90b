"""Totals, the lines that each one opens, and envelopes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions.queries import readable
from beffroi.programme.money import envelopes
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.totals import totals, whole
from beffroi.programme.people.roles import STATE_ROLES, Role
from beffroi.programme.people.scope import Scope
from beffroi.web.action.exporting import exported
from beffroi.web.action.listing import page_of
from beffroi.web.components.pagination import paged
from beffroi.web.gate import SignedRequest
from beffroi.web.money import listing, telling

TOTALS_A_PAGE = 60
ENVELOPES_A_PAGE = 15


def totals_page(request: SignedRequest) -> HttpResponse:
    asked = listing.asked(request.GET, scope=request.scope, on=request.today)
    lines = listing.found(asked, scope=request.scope)
    page = paged(totals(lines, by=asked.by), size=TOTALS_A_PAGE, number=asked.page)
    told = {
        "asked": asked,
        "page": page,
        "rows": telling.rows(page.items, asked=asked),
        "whole": telling.whole_row(whole(lines), asked=asked),
        "heads": [one.label for one in asked.by],
        "levels": _levels(asked),
        "crumbs": _crumbs(),
    }
    return render(request, "money/totals.html", told)


def _levels(asked: listing.Asked) -> list[tuple[str, Any, str]]:
    """The three lists from which what totals are told by is chosen."""
    words = [listing.WORDS[one] for one in asked.by] + [listing.NONE] * len(listing.LEVELS)
    return [(name, listing.LABELS[name], word) for name, word in zip(listing.LEVELS, words, strict=False)]


def lines_page(request: SignedRequest) -> HttpResponseBase:
    asked = listing.asked(request.GET, scope=request.scope, on=request.today)
    lines = listing.found(asked, scope=request.scope)
    if request.GET.get("format"):
        named = readable(request.scope).filter(pk__in=lines.order_by().values("action"))
        query = request.GET.copy()
        query["feuille"] = "financements"
        if file := exported(query, actions=named, lines=listing.ordered(lines, asked), on=request.today):
            return file
    page, total = page_of(listing.ordered(lines, asked), number=asked.page)
    told = {
        "asked": asked,
        "page": page,
        "total": total,
        "whole": whole(lines),
        "chosen": [(listing.LABELS[name], asked.choices[name][value]) for name, value in asked.chosen.items()],
        "crumbs": (*_crumbs(), (_("Financements"), reverse("money:list"))),
    }
    return render(request, "money/lines.html", told)


@dataclass(frozen=True, slots=True)
class Filled:
    envelope: Envelope
    use: envelopes.Use


def envelopes_page(request: SignedRequest) -> HttpResponse:
    number = request.GET.get("page", "1")
    page, total = page_of(
        seen(request.scope),
        number=int(number) if number.isdecimal() and int(number[:6]) > 0 else 1,
        size=ENVELOPES_A_PAGE,
    )
    used = envelopes.uses(page.items)
    filled = [Filled(one, used[one.pk]) for one in page.items]
    told = {
        "page": page,
        "asked": _Pages(),
        "total": total,
        "filled": filled,
        "crumbs": (*_crumbs(), (_("Financements"), reverse("money:list"))),
    }
    return render(request, "money/envelopes.html", told)


def seen(scope: Scope) -> QuerySet[Envelope]:
    """The envelopes that a person reads, as `money.rules.can_see` says it of one."""
    found = Envelope.objects.select_related("partner", "delegated_from").prefetch_related("delegations")
    if scope.roles & (STATE_ROLES | {Role.NATIONAL_TEAM}):
        return found
    return found.filter(Q(partner__in=scope.organisations) | Q(delegated_from__partner__in=scope.organisations))


class _Pages:
    """The address of a page of a list without filters."""

    def address(self, **changes: str) -> str:
        return f"?page={changes['page']}"


def _crumbs() -> tuple[tuple[Any, str], ...]:
    return ((_("Mon bureau"), reverse("desk:home")),)
