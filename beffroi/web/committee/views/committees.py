"""The list of committees, a committee, and what opens there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees import operations
from beffroi.programme.committees.models import Committee, Session
from beffroi.web.committee import forms, listing, pages
from beffroi.web.committee.around import trail
from beffroi.web.components.asking import PAGE_SIZE
from beffroi.web.components.pagination import paged
from beffroi.web.convention import trail as way
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest


def committee_list(request: SignedRequest) -> HttpResponse:
    """Filters, sorts, pages and exports the committees of the person's scope."""
    lines = listing.lines_of(request.scope, on=request.today)
    choices = listing.choices(lines)
    asked = listing.asked(request.GET, choices=choices)
    found = listing.chosen(lines, asked=asked)
    if asked.form:
        return listing.as_csv(found)
    context = {
        "asked": asked,
        "choices": choices,
        "page": paged(found, size=PAGE_SIZE, number=asked.page),
        "total": len(found),
        "may_add": bool(forms.places(request.scope)),
        "crumbs": way.desk(),
    }
    return render(request, "committee/list.html", context, status=400 if asked.refused else 200)


def committee_page(request: SignedRequest, committee: Committee) -> HttpResponse:
    shown = pages.committee_page(committee, scope=request.scope, on=request.today)
    return render(request, "committee/committee.html", {"shown": shown, "crumbs": trail()})


def add(request: SignedRequest) -> HttpResponse:
    form = forms.CommitteeAdded(**sent(request), scope=request.scope)
    page = FormPage(
        title=_("Installer un comité"), submit=_("Installer le comité"), back=reverse("committee:list"), crumbs=trail()
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.add_committee(form.committee(), by=request.user, at=request.at),
        done=_("Le comité est installé."),
    )


def plan(request: SignedRequest, committee: Committee) -> HttpResponse:
    form = forms.Planned(**sent(request))
    page = FormPage(
        title=_("Prévoir une séance"),
        lead=committee.name,
        submit=_("Prévoir la séance"),
        back=reverse("committee:committee", args=[committee.pk]),
        crumbs=trail(committee),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.plan(Session(committee=committee, **form.cleaned_data), by=request.user, at=request.at),
        done=_("La séance est prévue."),
    )
