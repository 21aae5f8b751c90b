"""Decisions: their page, how one is written, corrected, carried out."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions import operations as actions
from beffroi.programme.actions.models import Action
from beffroi.programme.committees import operations
from beffroi.programme.committees.models import Decision, Session
from beffroi.web.committee import forms, pages
from beffroi.web.committee.around import page_about, page_of, point_of, trail
from beffroi.web.committee.naming import named_by, received
from beffroi.web.desk.form_page import answer, sent
from beffroi.web.gate import SignedRequest


def decision_page(request: SignedRequest, decision: Decision) -> HttpResponse:
    shown = pages.decision_page(decision, scope=request.scope, on=request.today)
    crumbs = trail(decision.session.committee, decision.session) if shown.reads_session else trail()
    return render(request, "committee/decision.html", {"shown": shown, "crumbs": crumbs})


def decide(request: SignedRequest, session: Session) -> HttpResponse:
    given = received(request, initial=named_by(point_of(request, session)))
    form = forms.DecisionMade(**given, committee=session.committee, scope=request.scope)
    page = page_of(
        session,
        title=_("Écrire une décision"),
        lead=_("Ce qui en découle dira, sur sa page, que cette décision en est la cause."),
        submit=_("Enregistrer la décision"),
    )

    def do() -> None:
        words = {name: form.cleaned_data[name] for name in ("outcome", "text")}
        operations.decide(Decision(session=session, **form.about(), **words), by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La décision est enregistrée."))


def correct(request: SignedRequest, decision: Decision) -> HttpResponse:
    form = forms.Corrected(**sent(request), initial={"outcome": decision.outcome, "text": decision.text})
    page = page_about(
        decision,
        title=_("Corriger la décision"),
        lead=_("Jusqu’à l’adoption du compte rendu, et tant qu’elle n’a rien changé."),
        submit=_("Enregistrer la correction"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.correct(decision, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La décision est corrigée."),
    )


def add_action(request: SignedRequest, decision: Decision) -> HttpResponse:
    """The action that a committee decided to add: its sheet will say that this decision is its cause."""
    territory = decision.territory
    if territory is None:
        raise Http404
    form = forms.ActionDecided(**sent(request), territory=territory, on=request.today)
    page = page_about(
        decision,
        title=_("Ajouter l’action décidée"),
        lead=_("Elle entre au plan d’action (%(name)s) comme une idée ; sa fiche se complète ensuite.")
        % {"name": territory.name},
        submit=_("Ajouter l’action"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: actions.add(
            Action(territory=territory, **form.cleaned_data), by=request.user, at=request.at, decision=decision
        ),
        done=_("L’action est ajoutée ; cette décision en est la cause."),
    )
