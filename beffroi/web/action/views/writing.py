"""Writing actions: add, change, several together, duplicate, move on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.foundations.days import day as day_said
from beffroi.programme.actions import operations
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.rules import can_add
from beffroi.programme.actions.states import WRITERS, moves_of
from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.queries import citable
from beffroi.programme.money.operations import move_action
from beffroi.programme.towns.models import Territory
from beffroi.web.action import life, listing
from beffroi.web.action.forms.describing import Copied, Described, Passage, Together, initial_of
from beffroi.web.action.meanwhile import shown_again
from beffroi.web.action.sheet import context
from beffroi.web.action.trail import action_crumbs, list_crumbs
from beffroi.web.action.wording import FIELDS
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest

MOST_TOGETHER = 200


def choose_territory(request: SignedRequest) -> HttpResponse:
    """Where to add an action; a person of one territory is not asked."""
    codes = [code for code in request.scope.territories if request.scope.roles_in(code) & WRITERS]
    if len(codes) == 1:
        return HttpResponseRedirect(reverse("action:create", args=codes))
    territories = Territory.objects.filter(pk__in=codes).order_by("name")
    return render(request, "action/choose.html", {"territories": territories, "crumbs": list_crumbs()})


def create(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Described(**sent(request), territory=territory, on=request.today)
    made: list[Action] = []
    page = FormPage(
        title=_("Ajouter une action"),
        lead=str(territory),
        submit=_("Ajouter l’action"),
        back=reverse("action:list"),
        crumbs=list_crumbs(),
        template="action/describe.html",
        keeps_draft=True,
        extra={"territory": territory},
    )

    def do() -> None:
        values = form.values
        partners = values.pop("partners")
        new = Action(territory=territory, **values)
        made.append(operations.add(new, by=request.user, at=request.at, partners=partners))

    done = _("L’action est ajoutée : voici sa fiche.")
    return answer(request, form, page=page, do=do, done=done, to=lambda: reverse("action:sheet", args=[made[-1].pk]))


def change(request: SignedRequest, action: Action) -> HttpResponse:
    """The sheet; the second of two writers sees what the first changed, keeps what they typed, and undoes nothing."""
    shown: dict[str, Any] = {"territory": action.territory}
    form = Described(**sent(request), territory=action.territory, on=request.today, initial=initial_of(action))
    page = FormPage(
        title=_("Modifier la fiche"),
        lead=str(action),
        submit=_("Enregistrer"),
        back=reverse("action:sheet", args=[action.pk]),
        crumbs=action_crumbs(action),
        template="action/describe.html",
        keeps_draft=True,
        extra=shown,
    )

    def do() -> None:
        revision = form.cleaned_data["revision"]
        if revision is None:
            raise operations.ActionRefused(_("Rouvrez la fiche : sa version n’a pas été envoyée."))
        with shown_again(form, shown):
            operations.change(action, revision=revision, values=form.values, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La fiche est enregistrée."))


def duplicate(request: SignedRequest, action: Action) -> HttpResponse:
    form = Copied(**sent(request), initial={"title": _("Copie de %(title)s") % {"title": action.title}})
    made: list[Action] = []
    gone = _left_out(action, on=request.today)
    taken = _("Les textes, les jalons, les risques et les cibles sont repris ; l’état et l’argent ne le sont pas.")
    page = FormPage(
        title=_("Dupliquer l’action"),
        lead=f"{taken} {gone}".strip(),
        submit=_("Dupliquer"),
        back=reverse("action:sheet", args=[action.pk]),
        crumbs=action_crumbs(action),
    )

    def do() -> None:
        title = form.cleaned_data["title"]
        made.append(operations.duplicate(action, by=request.user, at=request.at, title=title))

    copied = _("L’action est dupliquée, comme une idée : voici sa fiche.")
    done = f"{copied} {gone}".strip()
    return answer(request, form, page=page, do=do, done=done, to=lambda: reverse("action:sheet", args=[made[-1].pk]))


def _left_out(action: Action, *, on: date) -> str:
    """The dates that a copy does not take because they are past, each by its name; nothing when there is none."""
    dates, milestones = operations.past(action, on=on)
    past = [(str(FIELDS[name]), getattr(action, name)) for name in dates]
    past += [(_("jalon « %(name)s »") % {"name": one.label}, one.planned_date) for one in milestones]
    names = [f"{name} ({day_said(day)})" for name, day in past]
    return _("Dates passées, à fixer de nouveau : %(dates)s.") % {"dates": ", ".join(names)} if names else ""


def change_many(request: SignedRequest) -> HttpResponse:
    """The same values in the actions whose boxes were ticked: all of them, or none."""
    actions = _chosen(request)
    territories = list({action.territory_id: action.territory for action in actions}.values())
    form = Together(**sent(request), territories=territories)
    page = FormPage(
        title=_("Modifier plusieurs actions"),
        submit=_("Écrire dans toutes ces actions"),
        back=reverse("action:list"),
        crumbs=list_crumbs(),
        template="action/together.html",
        extra={"actions": actions},
    )

    def do() -> None:
        operations.change_many(actions, values=form.values, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Les actions sont modifiées."))


def _chosen(request: SignedRequest) -> Sequence[Action]:
    asked = [value for value in request.GET.getlist("action") if value.isdecimal()][:MOST_TOGETHER]
    mine = [code for code in request.scope.territories if can_add(request.scope, territory=code)]
    found = listing.among(request.scope).filter(pk__in=asked, territory__in=mine)
    return list(found.select_related("territory", "axis").order_by("territory", "number"))


def move(request: SignedRequest, action: Action) -> HttpResponse:
    """Pass to another state: the form asks what the guards of this move want; every refusal is said at once."""
    name = request.GET.get("passage", "")
    known = moves_of(action, roles=request.scope.roles_in(action.territory_id))
    if name not in known:
        messages.error(request, _("Ce passage n’est pas possible d’ici : voyez ceux que la fiche propose."))
        return HttpResponseRedirect(reverse("action:sheet", args=[action.pk]))
    facts = context(action, late=action.is_late(request.today), on=request.today)
    asked = life.asked_by(known[name], action, context=facts)
    decisions = citable(Cause(subject=action, territory=action.territory), scope=request.scope, on=request.today)
    form = Passage(**sent(request), asked=asked, decisions=decisions, initial=initial_of(action))
    page = FormPage(
        title=known[name].label,
        lead=str(action),
        submit=known[name].label,
        back=reverse("action:sheet", args=[action.pk]),
        crumbs=action_crumbs(action),
    )

    def do() -> None:
        decision = form.cleaned_data.get("decision")
        move_action(action, name, by=request.user, at=request.at, values=form.values, decision=decision)

    return answer(request, form, page=page, do=do, done=_("C’est fait : l’action a changé d’état."))
