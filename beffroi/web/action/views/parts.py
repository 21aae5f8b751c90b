"""What an action holds: a page to add, correct or remove a milestone, a risk, a dependency, an aim."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions import parts
from beffroi.programme.actions.indicators import Catalogue, catalogue
from beffroi.programme.actions.meanwhile import ChangedMeanwhile
from beffroi.programme.actions.models import Action, ActionIndicator, Milestone, Risk
from beffroi.web.action import listing
from beffroi.web.action.forms.parts import AimForm, DependencyForm, MilestoneForm, Nothing, RiskForm
from beffroi.web.action.meanwhile import differences, reconciled, who
from beffroi.web.action.trail import action_crumbs
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.figures.indicator import Indicator
from beffroi.web.figures.reading import served
from beffroi.web.gate import SignedRequest

REMOVE = "retirer"


def milestone(request: SignedRequest, action: Action) -> HttpResponse:
    kept = _kept(request, action.milestones)
    said = {"by": request.user, "at": request.at}

    def write(values: dict[str, Any], seen: Any) -> None:
        if kept is None:
            parts.add_milestone(Milestone(action=action, **values), **said)
        else:
            parts.change_milestone(kept, values=values, seen=seen, **said)

    form = MilestoneForm(**sent(request), initial=_initial(kept, MilestoneForm))
    title = _("Modifier un jalon") if kept else _("Ajouter un jalon")
    return _answer(request, action, form, title=title, kept=kept, write=write, remove=parts.remove_milestone)


def risk(request: SignedRequest, action: Action) -> HttpResponse:
    kept = _kept(request, action.risks)
    said = {"by": request.user, "at": request.at}

    def write(values: dict[str, Any], seen: Any) -> None:
        if kept is None:
            parts.add_risk(Risk(action=action, **values), **said)
        else:
            parts.change_risk(kept, values=values, seen=seen, **said)

    form = RiskForm(**sent(request), initial=_initial(kept, RiskForm) or {"severity": "medium"})
    title = _("Modifier un risque") if kept else _("Ajouter un risque")
    return _answer(request, action, form, title=title, kept=kept, write=write, remove=parts.remove_risk)


def aim(request: SignedRequest, action: Action) -> HttpResponse:
    kept = _kept(request, action.indicators)
    known = _catalogue()

    def write(values: dict[str, Any], seen: Any) -> None:
        said = {"catalogue": known, "by": request.user, "at": request.at}
        if kept is None:
            parts.aim(ActionIndicator(action=action, **values), **said)
        else:
            values = {name: value for name, value in values.items() if name != "indicator_code"}
            parts.change_aim(kept, values=values, seen=seen, **said)

    reading = served()
    indicators = [(code, _worded(reading.indicator(code))) for code in reading.codes if code in known]
    initial = _initial(kept, AimForm)
    for name in ("baseline", "target"):
        if isinstance(initial.get(name), Decimal):
            initial[name] = initial[name].normalize()
    form = AimForm(**sent(request), indicators=indicators, initial=initial)
    if kept is not None:
        form.fields["indicator_code"].disabled = True
    title = _("Modifier une cible") if kept else _("Viser un indicateur")
    return _answer(request, action, form, title=title, kept=kept, write=write, remove=parts.remove_aim)


def _worded(indicator: Indicator) -> str:
    """An indicator to choose, with the unit in which its values are then typed."""
    return f"{indicator.code} – {indicator.name} ({indicator.unit_label})"


def dependency(request: SignedRequest, action: Action) -> HttpResponse:
    """Add one, or remove one: a dependency is not corrected."""
    kept = _kept(request, action.dependencies.select_related("on_action"))
    said = {"by": request.user, "at": request.at}
    if kept is not None:
        return _answer(
            request,
            action,
            Nothing(**sent(request)),
            title=_("Retirer une dépendance"),
            lead=str(kept.on_action),
            submit=_("Retirer"),
            write=lambda values, seen: parts.remove_dependency(kept, **said),
        )
    among = listing.among(request.scope).filter(territory=action.territory_id).exclude(pk=action.pk)
    form = DependencyForm(**sent(request), among=among.order_by("number"))

    def write(values: dict[str, Any], seen: Any) -> None:
        parts.add_dependency(action, on_action=values["on_action"], **said)

    return _answer(request, action, form, title=_("Ajouter une dépendance"), write=write)


def _answer(
    request: SignedRequest,
    action: Action,
    form: Any,
    *,
    title: str,
    write: Callable[[dict[str, Any], Any], None],
    kept: Any = None,
    remove: Callable[..., None] | None = None,
    **page: Any,
) -> HttpResponse:
    told: dict[str, Any] = {"is_kept": kept is not None}
    removes = request.method == "POST" and REMOVE in request.POST and kept is not None and remove is not None
    sheet = FormPage(
        **({"lead": str(action), "submit": _("Enregistrer")} | page),
        title=title,
        back=reverse("action:sheet", args=[action.pk]),
        crumbs=action_crumbs(action),
        template="action/part.html",
        extra=told,
    )
    if removes:
        form = Nothing(data=request.POST)

    def do() -> None:
        values = dict(form.cleaned_data)
        seen = values.pop("seen", None)
        try:
            if removes and remove is not None:
                remove(kept, by=request.user, at=request.at, seen=seen)
            else:
                write(values, seen)
        except ChangedMeanwhile as meanwhile:
            form.data = reconciled(request.POST, meanwhile)
            form.data["seen"] = json.dumps(parts.shown(type(kept).objects.get(pk=kept.pk)))
            told.update(differences=differences(meanwhile), changed_by=who(meanwhile.by))
            raise

    return answer(request, form, page=sheet, do=do, done=_("C’est enregistré."))


def _kept(request: SignedRequest, among: Any) -> Any:
    """The part that the address names, among those of this very action; nothing when it names none."""
    number = request.GET.get("n")
    if number is None:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404("Not a number.")
    return get_object_or_404(among, pk=int(number))


def _initial(kept: Any, form: Any) -> dict[str, Any]:
    if kept is None:
        return {}
    held = {name: getattr(kept, name) for name in form.base_fields if name != "seen"}
    return held | {"seen": parts.shown(kept)}


def _catalogue() -> Catalogue:
    return catalogue(served().release.path / "catalogue.json")
