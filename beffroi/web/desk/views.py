"""The desks, and what they open."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.programme.towns.models import Territory
from beffroi.web import things
from beffroi.web.access import ACTING
from beffroi.web.components.asking import PAGE_SIZE
from beffroi.web.components.pagination import paged
from beffroi.web.desk import changed as changed_page
from beffroi.web.desk import changes, listing, places, reading, tasks_page, waiting, wording
from beffroi.web.desk.addresses import PAGES, page_of
from beffroi.web.figures.reading import served
from beffroi.web.gate import SignedRequest


def home(request: SignedRequest) -> HttpResponse:
    """The desk of what a person's roles reach; a word of welcome to whoever has no role at present."""
    if not request.scope.territories:
        return render(request, "desk/welcome.html")
    title = _("Vos territoires, par phase de leur convention")
    found = reading.desk(request.scope, at=request.at, release=served().release, title=title)
    return render(request, "desk/home.html", {"desk": found})


def territory(request: SignedRequest, territory: Territory) -> HttpResponse:
    """The desk of one territory, for whoever reaches it."""
    found = reading.desk(
        request.scope, at=request.at, release=served().release, title=territory.name, territory=territory.pk
    )
    context = {"desk": found, "place": territory, "standing": found.standings[0]}
    return render(request, "desk/territory.html", context)


def territories(request: SignedRequest) -> HttpResponse:
    """The territories that a person's roles reach: filters, sorts, pages, exports."""
    asked = listing.asked(request.GET)
    rows = listing.rows(asked, places.standings(request.scope, on=request.today))
    if asked.form:
        return listing.as_csv(rows)
    context = {
        "asked": asked,
        "choices": listing.choices(),
        "page": paged(rows, size=PAGE_SIZE, number=asked.page),
        "total": len(rows),
    }
    return render(request, "desk/territories.html", context, status=400 if asked.refused else 200)


def changed(request: SignedRequest) -> HttpResponse:
    """What changed on the territories that a person's roles reach: filters, both orders, pages, exports."""
    choices = changed_page.choices(request.scope)
    asked = changed_page.asked(request.GET, choices=choices)
    if asked is None:
        raise Http404
    size = changed_page.MOST_EXPORTED if asked.is_export else changed_page.SIZE
    found = changes.latest(request.scope, size=size, wanted=asked.wanted)
    if asked.is_export:
        return changed_page.as_csv(found)
    more = asked.address(avant=str(found[-1].sequence)) if len(found) == size else ""
    context = {"asked": asked, "choices": choices, "changes": found, "more": more}
    return render(request, "desk/changes.html", context, status=400 if asked.refused else 200)


def tasks(request: SignedRequest) -> HttpResponse:
    """All that waits for a person: filters, sorts, pages, exports."""
    asked = tasks_page.asked(request.GET)
    found = tasks_page.rows(asked, waiting.tasks(request.scope, on=request.today))
    if asked.form:
        return tasks_page.as_csv(found)
    page = paged(found, size=PAGE_SIZE, number=asked.page)
    context = {"asked": asked, "choices": tasks_page.choices(), "page": page, "total": len(found)}
    return render(request, "desk/tasks_page.html", context, status=400 if asked.refused else 200)


def history(request: SignedRequest, kind: str, identifier: str) -> HttpResponse:
    """Everything that happened to one thing, for whoever reads the thing."""
    if kind not in PAGES:
        raise Http404
    if kind != "territory" and not identifier.isdigit():
        raise Http404
    word, _route = PAGES[kind]
    thing = things.found(word, identifier, scope=request.scope, roles=ACTING.roles)
    if thing is None:
        raise Http404
    context = {
        "changes": changes.history(kind, identifier),
        "thing": thing,
        "kind": wording.KINDS[kind],
        "page": page_of(kind, identifier),
    }
    return render(request, "desk/history.html", context)
