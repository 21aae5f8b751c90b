"""The sheet of an action: as a page, in print, as a document to edit."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from beffroi.programme.actions.models import Action
from beffroi.web.action.printing.content import Printed, printed
from beffroi.web.action.printing.docx import docx
from beffroi.web.action.printing.pdf import pdf
from beffroi.web.action.sheet import sheet
from beffroi.web.action.trail import list_crumbs
from beffroi.web.action.wording import badge
from beffroi.web.gate import SignedRequest

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sheet_page(request: SignedRequest, action: Action) -> HttpResponse:
    shown = sheet(action, scope=request.scope, on=request.today)
    told = {"sheet": shown, "action": action, "crumbs": list_crumbs(), "badge": badge(action)}
    return render(request, "action/sheet.html", told)


def sheet_pdf(request: SignedRequest, action: Action) -> HttpResponse:
    return _file(pdf(_printed(request, action)), action, kind="application/pdf", ending="pdf")


def sheet_docx(request: SignedRequest, action: Action) -> HttpResponse:
    return _file(docx(_printed(request, action)), action, kind=DOCX, ending="docx")


def _printed(request: SignedRequest, action: Action) -> Printed:
    """What this very person reads of the action."""
    address = request.build_absolute_uri(reverse("action:sheet", args=[action.pk]))
    return printed(sheet(action, scope=request.scope, on=request.today), at=request.at, address=address)


def _file(content: bytes, action: Action, *, kind: str, ending: str) -> HttpResponse:
    name = f"action-{action.territory_id}-{action.number}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
