"""A version's page, its moves, what two versions say side by side."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import operations
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.queries import versions_seen
from beffroi.programme.conventions.states import MOVES
from beffroi.web.convention import pages, side_by_side, trail
from beffroi.web.convention.forms.deciding import Opinion, Signed, Terminated, Voted
from beffroi.web.convention.keeping import deliberation_with_file
from beffroi.web.desk.form_page import Confirmation, FormPage, answer, sent
from beffroi.web.gate import SignedRequest

MADE: dict[str, Callable[..., Any]] = {
    "send": partial(operations.send, plan=plan),
    "start_deliberations": operations.start_deliberations,
    "make_ready": partial(operations.make_ready, plan=plan),
    "reopen": operations.reopen,
    "expire": operations.expire,
}
LEADS = {
    "send": _("Le comité régional d’engagement examinera ce texte ; il ne s’écrit plus pendant ce temps."),
    "start_deliberations": _("Les assemblées des collectivités bénéficiaires votent sur ce texte."),
    "make_ready": _("Toutes les collectivités bénéficiaires ont délibéré : les parties peuvent signer."),
    "reopen": _("Le texte redevient un brouillon."),
    "expire": _("La date de fin est passée."),
}
WARNINGS = {
    "reopen": _("L’avis du comité régional sera effacé : le texte devra être examiné de nouveau."),
    "expire": _("Une version expirée ne revient pas en vigueur."),
}


def version_page(request: SignedRequest, version: Version) -> HttpResponse:
    shown = pages.version_page(version, scope=request.scope, on=request.today)
    context = {
        "shown": shown,
        "version": version,
        "name": trail.title(version),
        "crumbs": trail.territory(version.territory),
        "today": request.today,
    }
    return render(request, "convention/version.html", context)


def compare(request: SignedRequest, version: Version) -> HttpResponse:
    """Beside another version of the territory: the one before it unless the address names one."""
    others = [one for one in versions_seen(version.territory, scope=request.scope) if one.pk != version.pk]
    asked = request.GET.get("avec", "")
    if asked and not any(str(one.pk) == asked for one in others):
        raise Http404
    other = next((one for one in others if str(one.pk) == asked), side_by_side.before(version, among=others))
    context = {
        "version": version,
        "other": other,
        "others": others,
        "name": trail.title(version),
        "other_name": trail.title(other) if other else "",
        "parts": side_by_side.parts(other, version, scope=request.scope, on=request.today) if other else (),
        "crumbs": trail.version(version),
    }
    return render(request, "convention/compare.html", context)


def move(request: SignedRequest, version: Version, *, name: str) -> HttpResponse:
    """A move without anything to fill: it asks, then is made or says every reason why not."""
    page = _page(
        version,
        title=MOVES[name].label,
        lead=LEADS[name],
        submit=MOVES[name].label,
        warning=WARNINGS.get(name, ""),
    )
    form = Confirmation(**sent(request))
    return answer(
        request,
        form,
        page=page,
        do=lambda: MADE[name](version, by=request.user, at=request.at),
        done=_("C’est fait : %(move)s.") % {"move": MOVES[name].label},
    )


def note_opinion(request: SignedRequest, version: Version) -> HttpResponse:
    found = pages.version_page(version, scope=request.scope, on=request.today)
    form = Opinion(**sent(request), decisions=found.opinions)
    page = _page(
        version,
        title=_("Enregistrer l’avis du comité régional"),
        lead=_("La décision se rédige sur la page de la séance ; elle devient ici la cause du nouvel état."),
        submit=_("Enregistrer l’avis"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.note_opinion(version, by=request.user, at=request.at, **form.cleaned_data),
        done=_("L’avis du comité régional est enregistré."),
    )


def add_deliberation(request: SignedRequest, version: Version) -> HttpResponse:
    form = Voted(**sent(request), version=version)
    page = _page(version, title=_("Enregistrer une délibération"), submit=_("Enregistrer la délibération"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: deliberation_with_file(version, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La délibération est enregistrée."),
    )


def sign(request: SignedRequest, version: Version) -> HttpResponse:
    form = Signed(**sent(request), version=version)
    page = _page(
        version,
        title=_("Enregistrer une signature"),
        lead=_("La version est signée quand la dernière partie a signé."),
        submit=_("Enregistrer la signature"),
        warning=_("Une signature enregistrée ne s’efface pas."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.sign(version, plan=plan, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La signature est enregistrée."),
    )


def terminate(request: SignedRequest, version: Version) -> HttpResponse:
    form = Terminated(**sent(request))
    page = _page(
        version,
        title=MOVES["terminate"].label,
        submit=MOVES["terminate"].label,
        warning=_("La convention prend fin ce jour-là, avec ses avenants. Ceci ne se défait pas."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.terminate(version, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La convention est résiliée."),
    )


def _page(version: Version, **said: Any) -> FormPage:
    return FormPage(back=reverse("convention:version", args=[version.pk]), crumbs=trail.version(version), **said)
