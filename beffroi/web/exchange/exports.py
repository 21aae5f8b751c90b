"""A workbook too large to be waited for: asked by a button, made meanwhile, kept a day for whoever asked."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.foundations.jobs import queue, worker
from beffroi.foundations.jobs.models import GOING, Job, State
from beffroi.web.components.spreadsheet import Book, as_xlsx
from beffroi.web.exchange.making import BOOKS, MADE
from beffroi.web.exchange.own import asked, own
from beffroi.web.exchange.telling import told
from beffroi.web.gate import SignedRequest

KEPT_FOR = timedelta(days=1)


def exports(request: SignedRequest) -> HttpResponse:
    """With its number, the page of a workbook of this very person; with a list, the page that asks for one."""
    job = asked(request, MADE)
    if job is not None:
        if _is_over(job, at=request.at):
            raise Http404("This workbook is no longer kept.")
        return _file(job) if request.GET.get("format") == "xlsx" else _shown(request, job)
    book = _asked_for(request) if "liste" in request.GET else None
    if book and request.method == "POST":
        return _begun(request, book)
    mine = [(one, told(one), _address(one)) for one in own(request, MADE) if not _is_over(one, at=request.at)]
    return render(request, "exchange/exports.html", {"book": book, "mine": mine, "crumbs": _crumbs()})


def _is_over(job: Job, *, at: datetime) -> bool:
    """What a person could read yesterday is theirs a day, however late the file itself is removed."""
    return not job.is_going and job.asked_at < at - KEPT_FOR


def _asked_for(request: SignedRequest) -> Book:
    word = request.GET["liste"]
    if word not in BOOKS:
        raise Http404("There is no such list.")
    return BOOKS[word](request.GET, scope=request.scope, on=request.today)


def _begun(request: SignedRequest, book: Book) -> HttpResponse:
    """The same one asked for twice is made once, as long as it is not made yet."""
    Job.objects.filter(kind=MADE, asked_at__lt=request.at - KEPT_FOR).exclude(state__in=GOING).delete()
    told_it = {"list": book.of, "query": request.GET.urlencode(), "language": get_language()}
    job = own(request, MADE).filter(state=State.WAITING, title=book.name, arguments=told_it).first()
    if job is None:
        job = queue.add(MADE, by=str(request.user.public_id), at=request.at, title=book.name, arguments=told_it)
    worker.see_to_it()
    return HttpResponseRedirect(_address(job))


def _shown(request: SignedRequest, job: Job) -> HttpResponse:
    worker.see_to_it()
    crumbs = (*_crumbs(), (_("Classeurs"), reverse("exchange:exports")))
    return render(request, "exchange/export.html", {"job": job, "told": told(job), "crumbs": crumbs})


def _file(job: Job) -> HttpResponse:
    if job.state != State.DONE or job.content is None:
        raise Http404("This workbook is not made.")
    return as_xlsx(job.title, bytes(job.content))


def _address(job: Job) -> str:
    return f"{reverse('exchange:exports')}?n={job.pk}"


def _crumbs() -> tuple[tuple[Any, str], ...]:
    return ((_("Mon bureau"), reverse("desk:home")),)
