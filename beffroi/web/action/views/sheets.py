"""The sheet of an action."""

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.programme.actions.models import Action
from beffroi.web.action.answering import list_crumbs
from beffroi.web.action.sheet import sheet
from beffroi.web.action.wording import badge
from beffroi.web.gate import SignedRequest


def sheet_page(request: SignedRequest, action: Action) -> HttpResponse:
    shown = sheet(action, scope=request.scope, on=request.today)
    told = {"sheet": shown, "action": action, "crumbs": list_crumbs(), "badge": badge(action)}
    return render(request, "action/sheet.html", told)
