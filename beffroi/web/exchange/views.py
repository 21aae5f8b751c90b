"""A file is sent, checked while its page follows, told before it is written, then written whole."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.foundations.jobs import queue, worker
from beffroi.foundations.jobs.models import Job, State
from beffroi.programme.money.workbook import writing
from beffroi.programme.money.workbook.correcting import write_faults
from beffroi.programme.money.workbook.jobs import CHECKED, WRITTEN, packed
from beffroi.web.components.spreadsheet import as_xlsx
from beffroi.web.desk.form_page import UNPROCESSABLE
from beffroi.web.exchange.forms import Confirmed, Sent
from beffroi.web.exchange.own import asked, own
from beffroi.web.exchange.telling import told
from beffroi.web.gate import SignedRequest

MINE = 10
CONFIRM, REMOVE = "enregistrer", "abandonner"


def imports(request: SignedRequest) -> HttpResponse:
    """A page to send a file; with its number, the page of an import of this very person."""
    job = asked(request, CHECKED, WRITTEN)
    if job is None:
        return _send(request)
    if request.method == "POST":
        return _answer(request, job)
    if request.GET.get("format") == "xlsx":
        return _faults(job)
    worker.see_to_it()
    return _shown(request, job, form=Confirmed(rewritten=_rewritten(job)))


def template(request: SignedRequest) -> HttpResponse:
    stream = io.BytesIO()
    writing.template(stream, on=request.today)
    return as_xlsx("beffroi-modele", stream.getvalue())


def _send(request: SignedRequest) -> HttpResponse:
    form = Sent(request.POST or None, request.FILES or None) if request.method == "POST" else Sent()
    if request.method == "POST" and form.is_valid():
        files = form.contents
        by = str(request.user.public_id)
        job = queue.add(CHECKED, by=by, at=request.at, title=", ".join(files), content=packed(files), arguments={})
        worker.see_to_it()
        return HttpResponseRedirect(_address(job))
    mine = [(job, told(job), _address(job)) for job in own(request, CHECKED, WRITTEN)[:MINE]]
    context = {"form": form, "mine": mine, "crumbs": _crumbs()}
    return render(request, "exchange/send.html", context, status=UNPROCESSABLE if form.errors else 200)


def _shown(request: SignedRequest, job: Job, *, form: Confirmed, status: int = 200) -> HttpResponse:
    context = {"job": job, "told": told(job), "form": form, "crumbs": _crumbs(job)}
    return render(request, "exchange/import.html", context, status=status)


def _rewritten(job: Job) -> int:
    """How many lines of the money are told otherwise by a file that was checked."""
    return int(job.result.get("rewritten", 0)) if job.kind == CHECKED else 0


def _answer(request: SignedRequest, job: Job) -> HttpResponse:
    if CONFIRM in request.POST and job.kind == CHECKED:
        form = Confirmed(request.POST, rewritten=_rewritten(job))
        if not form.is_valid():
            return _shown(request, job, form=form, status=UNPROCESSABLE)
        queue.go_on(job, kind=WRITTEN, at=request.at, arguments=form.cleaned_data)
        worker.see_to_it()
        return HttpResponseRedirect(_address(job))
    if REMOVE in request.POST and queue.remove(job):
        messages.info(request, _("L’import est abandonné : rien n’a été enregistré."))
        return HttpResponseRedirect(reverse("exchange:imports"))
    return HttpResponseRedirect(_address(job))


def _faults(job: Job) -> HttpResponse:
    if job.state != State.REFUSED:
        raise Http404("This import has no faults.")
    stream = io.BytesIO()
    write_faults(job.result.get("faults", ()), stream=stream)
    return as_xlsx(f"import-{job.pk}-a-corriger", stream.getvalue())


def _address(job: Job) -> str:
    return f"{reverse('exchange:imports')}?n={job.pk}"


def _crumbs(job: Job | None = None) -> tuple[tuple[Any, str], ...]:
    above = ((_("Mon bureau"), reverse("desk:home")), (_("Actions"), reverse("action:list")))
    return (*above, (_("Imports"), reverse("exchange:imports"))) if job is not None else above
