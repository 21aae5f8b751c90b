"""A funding line: its page, and every write about it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action
from beffroi.programme.committees.queries import citable
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document
from beffroi.programme.documents.queries import readable
from beffroi.programme.money import operations
from beffroi.programme.money.exceeding import cause_of
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.queries import history
from beffroi.programme.money.rules import can_write, speaks_for_funder
from beffroi.programme.money.states import MOVES
from beffroi.programme.moves import possible
from beffroi.programme.people.roles import Circle
from beffroi.programme.people.scope import Scope
from beffroi.web.action.meanwhile import shown_again
from beffroi.web.action.trail import action_crumbs
from beffroi.web.components.history import told
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest
from beffroi.web.money import wording
from beffroi.web.money.forms.lines import MAY_EXCEED, LineForm, LineMove
from beffroi.web.money.sheet import SUGGESTED, sheet, weighed_on

DESCRIBED = ("funder", "instrument", "origin", "programme_name", "planned")


def line_page(request: SignedRequest, line: FundingLine) -> HttpResponse:
    shown = sheet(line, scope=request.scope)
    context = {"line": line, "sheet": shown, "history": told(history(line)), "crumbs": action_crumbs(line.action)}
    return render(request, "money/line.html", context)


def create(request: SignedRequest, action: Action) -> HttpResponse:
    form = LineForm(**sent(request), territory=action.territory)
    page = FormPage(
        title=_("Ajouter une ligne de financement"),
        lead=str(action),
        submit=_("Ajouter la ligne"),
        back=reverse("action:sheet", args=[action.pk]) + "#money",
        crumbs=action_crumbs(action),
        keeps_draft=True,
    )

    def do() -> None:
        operations.add(FundingLine(action=action, **form.values), by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La ligne est ajoutée au plan de financement."))


def change(request: SignedRequest, line: FundingLine) -> HttpResponse:
    """Correct a line; the second of two writers sees what the first changed."""
    shown: dict[str, Any] = {}
    initial = {name: getattr(line, name) for name in (*DESCRIBED, "revision")} | {"funder": line.funder_id}
    form = LineForm(**sent(request), territory=line.action.territory, initial=initial)
    page = FormPage(
        title=_("Corriger la ligne"),
        lead=str(line),
        submit=_("Enregistrer"),
        back=reverse("money:line", args=[line.pk]),
        crumbs=action_crumbs(line.action),
        template="action/change.html",
        keeps_draft=True,
        extra=shown,
    )

    def do() -> None:
        revision = form.cleaned_data["revision"]
        if revision is None:
            raise operations.MoneyRefused(_("Rouvrez la ligne : sa version n’a pas été envoyée."))
        with shown_again(form, shown, fields=wording.FIELDS, kind="fundingline"):
            operations.change(line, revision=revision, values=form.values, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La ligne est corrigée."))


def move(request: SignedRequest, line: FundingLine) -> HttpResponse:
    """Tell what became of a line: its amount, its day, its source."""
    name = request.GET.get("passage", "")
    roles = request.scope.roles_in(line.action.territory_id)
    if name not in possible(MOVES, subject=line, roles=roles) or not can_write(request.scope, line):
        messages.error(request, _("Ce passage n’est pas possible d’ici : voyez ceux que la ligne propose."))
        return HttpResponseRedirect(reverse("money:line", args=[line.pk]))
    form = LineMove(
        **sent(request),
        move=name,
        speaks_for_funder=speaks_for_funder(request.scope, line),
        documents=papers_of(line, scope=request.scope),
        decisions=citable(cause_of(line, exceeds=name in MAY_EXCEED), scope=request.scope, on=request.today),
        initial={"amount": getattr(line, SUGGESTED[name]) if name in SUGGESTED else None},
    )
    page = FormPage(
        title=MOVES[name].label,
        lead=f"{line} – {line.action}",
        submit=MOVES[name].label,
        back=reverse("money:line", args=[line.pk]),
        crumbs=action_crumbs(line.action),
        template="money/move.html",
        extra={"envelopes": weighed_on(line, name, scope=request.scope, on=request.today)},
    )

    def do() -> None:
        moved = _moved(line, name, form=form, request=request)
        for warning in moved.warnings:
            messages.warning(request, warning)

    return answer(request, form, page=page, do=do, done=_("C’est enregistré."))


def papers_of(line: FundingLine, *, scope: Scope) -> list[Document]:
    """What may be cited as the paper of a stage: what was filed for its action or for itself, and is open to read."""
    return [*readable(line.action, scope=scope), *readable(line, scope=scope)]


@transaction.atomic
def _moved(line: FundingLine, name: str, *, form: LineMove, request: SignedRequest) -> operations.Moved:
    """The move with its paper, kept together or not at all."""
    said = dict(form.cleaned_data)
    file = said.pop("file", None)
    if file is not None:
        paper = Document(
            owner_kind="action",
            owner_id=str(line.action_id),
            territory=line.action.territory,
            title=(said.get("reference") or file.name or "")[:200],
            circle=Circle.AGENTS,
        )
        said["document"] = add_document(paper, stream=file, name=file.name or "", by=request.user, at=request.at)
    return operations.move(line, name, by=request.user, at=request.at, said=operations.Told(**said))
