"""What becomes of a decision: who carries it out, by when, and whether it is done."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees import follow_up
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.states import FOLLOWING
from beffroi.web.committee import forms, subjects
from beffroi.web.committee.around import page_about
from beffroi.web.desk.form_page import answer, sent
from beffroi.web.gate import SignedRequest

LEADS = {
    "finish": _(
        "La décision quitte la liste de ce qui reste à faire ; la note est lue de ceux qui lisent la décision."
    ),
    "lapse": _("La décision n’a plus à être suivie : dites pourquoi. Son texte ne change pas."),
    "resume": _("La décision revient parmi ce qui reste à faire."),
}


def entrust(request: SignedRequest, decision: Decision) -> HttpResponse:
    near = subjects.territories_of(decision.session.committee, scope=request.scope)
    form = forms.Entrusted(
        **sent(request), initial={"owner": decision.owner_id, "due_date": decision.due_date}, territories=near
    )
    page = page_about(
        decision,
        title=_("Confier la suite"),
        lead=_("Qui fait suite à cette décision, et pour quel jour : elle sera suivie jusqu’à ce que ce soit fait."),
        submit=_("Enregistrer"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: follow_up.entrust(decision, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La suite de la décision est confiée."),
    )


def follow(request: SignedRequest, decision: Decision, *, name: str) -> HttpResponse:
    form = forms.Followed(**sent(request), name=name)
    label = FOLLOWING[name].label
    page = page_about(decision, title=label, lead=LEADS[name], submit=label)
    return answer(
        request,
        form,
        page=page,
        do=lambda: follow_up.follow(decision, name, by=request.user, at=request.at, **form.cleaned_data),
        done=_("C’est fait : %(move)s.") % {"move": label},
    )
