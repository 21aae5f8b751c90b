"""What was told of a line, corrected: an amount, a day, a paper, with what was before in its history."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from beffroi.programme.committees.queries import citable
from beffroi.programme.money import operations
from beffroi.programme.money.exceeding import cause_of
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.uses import overruns
from beffroi.web.action.meanwhile import shown_again
from beffroi.web.action.trail import action_crumbs
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest
from beffroi.web.money import wording
from beffroi.web.money.forms.stages import StagesForm, told_of
from beffroi.web.money.views.lines import papers_of


def correct(request: SignedRequest, line: FundingLine) -> HttpResponse:
    """Every stage told so far on one form: one amount is often corrected because of another."""
    here = resolve_url("money:line", line.pk)
    if not told_of(line):
        messages.info(request, _("Rien n’a encore été dit de cette ligne : il n’y a rien à corriger."))
        return HttpResponseRedirect(here)
    shown: dict[str, Any] = {}
    form = StagesForm(
        **sent(request),
        line=line,
        documents=papers_of(line, scope=request.scope),
        decisions=citable(cause_of(line, exceeds=True), scope=request.scope, on=request.today),
    )
    page = FormPage(
        title=_("Corriger ce qui a été dit"),
        lead=f"{line} – {line.action}",
        submit=_("Enregistrer"),
        back=here,
        crumbs=(*action_crumbs(line.action), (str(line), here)),
        template="money/correct.html",
        keeps_draft=True,
        extra=shown,
    )

    def do() -> None:
        with shown_again(form, shown, fields=wording.FIELDS, kind="fundingline"):
            _correct(request, line, form=form)

    return answer(request, form, page=page, do=do, done=_("La ligne est corrigée."))


def _correct(request: SignedRequest, line: FundingLine, *, form: StagesForm) -> None:
    revision = form.cleaned_data["revision"]
    if revision is None:
        raise operations.MoneyRefused(_("Rouvrez la ligne : sa version n’a pas été envoyée."))
    kept = operations.change(
        line,
        revision=revision,
        values=form.values,
        by=request.user,
        at=request.at,
        decision=form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"],
    )
    for warning in overruns(kept):
        messages.warning(request, warning)
