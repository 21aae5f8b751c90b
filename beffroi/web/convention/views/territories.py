"""The list of conventions, a territory's page, and what opens there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions import operations
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Version
from beffroi.programme.towns.models import Territory
from beffroi.web.components.asking import PAGE_SIZE
from beffroi.web.components.pagination import paged
from beffroi.web.convention import listing, pages, trail
from beffroi.web.convention.forms.opening import Amending, Opening
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest


def convention_list(request: SignedRequest) -> HttpResponse:
    """Filters, sorts, pages and exports the territories of the person's scope."""
    rows = listing.rows_of(request.scope, on=request.today)
    choices = listing.choices(rows)
    asked = listing.asked(request.GET, choices=choices)
    found = listing.chosen(rows, asked=asked)
    if asked.form:
        return listing.as_csv(found)
    context = {
        "asked": asked,
        "choices": choices,
        "page": paged(found, size=PAGE_SIZE, number=asked.page),
        "total": len(found),
        "crumbs": trail.desk(),
    }
    return render(request, "convention/list.html", context, status=400 if asked.refused else 200)


def territory_page(request: SignedRequest, territory: Territory) -> HttpResponse:
    shown = pages.territory_page(territory, scope=request.scope, on=request.today)
    return render(
        request, "convention/territory.html", {"shown": shown, "crumbs": trail.conventions(), "today": request.today}
    )


def open_convention(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Opening(**sent(request), territory=territory)
    page = FormPage(
        title=_("Ouvrir une convention"),
        lead=_("Le brouillon de la convention-cadre sera lu par ceux qui agissent sur le territoire, et eux seuls."),
        submit=_("Ouvrir la convention"),
        back=_here(territory),
        crumbs=trail.territory(territory),
    )
    drafted = []

    def do() -> None:
        drafted.append(operations.add_convention(territory, by=request.user, at=request.at, **form.cleaned_data))

    return answer(request, form, page=page, do=do, to=lambda: _version(drafted[-1]))


def amend(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Amending(**sent(request), territory=territory)
    page = FormPage(
        title=_("Préparer un avenant"),
        lead=_("L’avenant commence comme la dernière version signée : mêmes parties, axes et périmètres."),
        submit=_("Créer le brouillon"),
        back=_here(territory),
        crumbs=trail.territory(territory),
    )
    drafted = []

    def do() -> None:
        given = form.cleaned_data | {"kind": VersionKind(form.cleaned_data["kind"])}
        convention = given.pop("convention")
        drafted.append(operations.add_amendment(convention, by=request.user, at=request.at, **given))

    return answer(request, form, page=page, do=do, to=lambda: _version(drafted[-1]))


def _here(territory: Territory) -> str:
    return reverse("convention:territory", args=[territory.pk])


def _version(version: Version) -> str:
    return reverse("convention:version", args=[version.pk])
