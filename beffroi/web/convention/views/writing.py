"""Writing a version: text, parties, axes, perimeters, annexes."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions import drafting
from beffroi.programme.conventions.guards import on_axis
from beffroi.programme.conventions.models import Party, Version
from beffroi.web.convention import history, plan, trail
from beffroi.web.convention.forms.writing import (
    AnnexAdded,
    AnnexRemoved,
    Axes,
    PartyAdded,
    PartyRemoved,
    PerimetersChosen,
    PlanChosen,
    Wording,
    axes_shown,
)
from beffroi.web.convention.keeping import (
    annex_with_file,
    choose_perimeters,
    choose_plan,
    perimeters_shown,
    plan_shown,
    write_axes,
)
from beffroi.web.desk.form_page import FormPage, answer, sent, show_again
from beffroi.web.gate import SignedRequest

CHANGES = ("summary", "effective_date", "ends_date")


def write(request: SignedRequest, version: Version) -> HttpResponse:
    """The text; the second of two writers sees what the first wrote, and keeps what they typed."""
    form = Wording(**sent(request), initial={name: getattr(version, name) for name in (*CHANGES, "revision")})
    meanwhile: list[history.Told] = []
    page = _page(
        version,
        title=_("Écrire le texte"),
        submit=_("Enregistrer le texte"),
        template="convention/write.html",
        keeps_draft=True,
        extra={"version": version, "meanwhile": meanwhile},
    )

    def do() -> None:
        revision = form.cleaned_data["revision"]
        changes = {name: form.cleaned_data[name] for name in CHANGES}
        try:
            drafting.write(version, changes=changes, revision=revision, by=request.user, at=request.at)
        except drafting.VersionChanged as changed:
            meanwhile.extend(history.told(changed.since))
            # Sent again as it stands, the form is known to have seen the last text.
            show_again(form, revision=version.revision)
            raise

    return answer(request, form, page=page, do=do, done=_("Le texte est enregistré."))


def add_party(request: SignedRequest, version: Version) -> HttpResponse:
    form = PartyAdded(**sent(request), territory=version.territory)
    page = _page(version, title=_("Ajouter une partie"), submit=_("Ajouter la partie"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: drafting.add_party(Party(version=version, **form.cleaned_data), by=request.user, at=request.at),
        done=_("La partie est ajoutée."),
    )


def remove_party(request: SignedRequest, version: Version) -> HttpResponse:
    form = PartyRemoved(**sent(request), version=version, initial={"party": request.GET.get("partie")})
    page = _page(
        version,
        title=_("Retirer une partie"),
        submit=_("Retirer la partie"),
        warning=_("Ses délibérations sur un texte antérieur sont retirées avec elle."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: drafting.remove_party(form.cleaned_data["party"], by=request.user, at=request.at),
        done=_("La partie est retirée."),
    )


def address_axes(request: SignedRequest, version: Version) -> HttpResponse:
    day = version.effective_date or request.today
    carried = plan.carried(version)
    axes = [(axis, axis.wording(day) or axis, on_axis(carried, axis.key)) for axis in _axes_of(version)]
    held = list(version.axes.select_related("axis"))
    form = Axes(**sent(request), axes=axes, initial=axes_shown(held))
    page = _page(
        version,
        title=_("Traiter les cinq axes"),
        lead=_("Chaque axe a des actions, ou dit pourquoi il n’en a pas."),
        submit=_("Enregistrer les axes"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: write_axes(version, form=form, by=request.user, at=request.at),
        done=_("Les axes sont enregistrés."),
    )


def set_perimeters(request: SignedRequest, version: Version) -> HttpResponse:
    shown = {"seen": perimeters_shown(version), "perimeters": list(version.perimeters.all())}
    form = PerimetersChosen(**sent(request), version=version, initial=shown)
    page = _page(version, title=_("Choisir les périmètres"), submit=_("Enregistrer les périmètres"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: choose_perimeters(
            version, perimeters=list(form.cleaned_data["perimeters"]), form=form, by=request.user, at=request.at
        ),
        done=_("Les périmètres sont enregistrés."),
    )


def set_plan(request: SignedRequest, version: Version) -> HttpResponse:
    among = plan.choosable(version, scope=request.scope)
    held = [action for action in among if str(action.number) in plan.rows(version, scope=request.scope)]
    form = PlanChosen(**sent(request), among=among, initial={"seen": plan_shown(version), "actions": held})
    page = _page(
        version,
        title=_("Choisir les actions"),
        lead=_("Le plan d’action de cette version ; sur sa fiche, chaque action dira quelle version l’a apportée."),
        submit=_("Enregistrer le plan d’action"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: choose_plan(
            version,
            actions=list(form.cleaned_data["actions"]),
            among=list(among),
            form=form,
            by=request.user,
            at=request.at,
        ),
        done=_("Le plan d’action est enregistré."),
    )


def add_annex(request: SignedRequest, version: Version) -> HttpResponse:
    form = AnnexAdded(**sent(request))
    page = _page(version, title=_("Joindre une annexe"), submit=_("Joindre l’annexe"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: annex_with_file(version, by=request.user, at=request.at, **form.cleaned_data),
        done=_("L’annexe est jointe."),
    )


def remove_annex(request: SignedRequest, version: Version) -> HttpResponse:
    form = AnnexRemoved(**sent(request), version=version, initial={"annex": request.GET.get("annexe")})
    page = _page(
        version,
        title=_("Retirer une annexe"),
        lead=_("Elle ne sera plus une annexe de cette version ; le document reste."),
        submit=_("Retirer l’annexe"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: drafting.remove_annex(form.cleaned_data["annex"], by=request.user, at=request.at),
        done=_("L’annexe est retirée."),
    )


def _axes_of(version: Version) -> Any:
    return version.convention.territory.programme.axes.prefetch_related("wordings")


def _page(version: Version, **said: Any) -> FormPage:
    return FormPage(back=reverse("convention:version", args=[version.pk]), crumbs=trail.version(version), **said)
