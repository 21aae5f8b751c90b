"""Perimeters: brought in a file, drawn, corrected, put into force, ended; their ground for the map."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.queries import citable
from beffroi.programme.conventions import perimeter_operations as operations
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.conventions.queries import perimeters_seen
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.convention import drawing, pages, trail
from beffroi.web.convention.forms.outlines import Drawn, End, Force, Imported, Redrawn
from beffroi.web.convention.keeping import with_act
from beffroi.web.desk.form_page import Confirmation, FormPage, answer, sent
from beffroi.web.gate import SignedRequest

GEOJSON = "application/geo+json"


def perimeter_page(request: SignedRequest, perimeter: Perimeter) -> HttpResponse:
    shown = pages.perimeter_page(perimeter, scope=request.scope, on=request.today)
    context = {"shown": shown, "perimeter": perimeter, "crumbs": trail.territory(perimeter.territory)}
    return render(request, "convention/perimeter.html", context)


def ground(request: SignedRequest, territory: Territory) -> JsonResponse:
    """The communes and the perimeters that this person sees, for the map where one draws."""
    seen = perimeters_seen(territory, scope=request.scope)
    return JsonResponse(drawing.features(territory, perimeters=seen, on=request.today), content_type=GEOJSON)


def contour(request: SignedRequest, perimeter: Perimeter) -> JsonResponse:
    """The perimeter as a file."""
    properties = {
        "name": perimeter.name,
        "kind": perimeter.kind,
        "area_ha": round(perimeter.area_ha, 4),
        "starts_date": perimeter.starts_date,
        "ends_date": perimeter.ends_date,
        "act_title": perimeter.act_title,
        "act_date": perimeter.act_date,
    }
    feature = {"type": "Feature", "properties": properties, "geometry": perimeter.geojson}
    headers = {"Content-Disposition": f'attachment; filename="perimetre-{perimeter.pk}.geojson"'}
    return JsonResponse(feature, content_type=GEOJSON, headers=headers)


def draw(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Drawn(**sent(request), territory=territory)
    page = _drawing_page(territory, title=_("Dessiner un périmètre"), submit=_("Proposer ce périmètre"))

    def do() -> None:
        given = dict(form.cleaned_data)
        geometry = given.pop("geometry")
        proposed = Perimeter(territory=territory, **given)
        operations.propose_drawn(proposed, geometry=geometry, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Le périmètre est proposé."))


def import_file(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Imported(**sent(request))
    page = FormPage(
        title=_("Importer des périmètres"),
        lead=_("Tout le fichier est pris, ou rien : chaque défaut est signalé avec l’objet qui le porte."),
        submit=_("Importer"),
        back=_territory(territory),
        crumbs=trail.territory(territory),
    )

    def do() -> None:
        file, kind = form.cleaned_data["file"], PerimeterKind(form.cleaned_data["kind"])
        content = file.read()
        taken = operations.import_file(
            content, name=file.name, territory=territory, kind=kind, by=request.user, at=request.at
        )
        read_in = ", ".join(sorted({one.origin.rpartition("(")[2].rstrip(")") for one in taken}))
        messages.info(
            request, _("Coordonnées lues en %(epsg)s : vérifiez les contours sur le dessin.") % {"epsg": read_in}
        )

    return answer(request, form, page=page, do=do, done=_("Les périmètres du fichier sont proposés."))


def redraw(request: SignedRequest, perimeter: Perimeter) -> HttpResponse:
    form = Redrawn(**sent(request), initial={"geometry": perimeter.geometry})
    page = _drawing_page(
        perimeter.territory,
        title=_("Corriger le contour"),
        lead=perimeter.name,
        submit=_("Enregistrer le contour"),
        back=_perimeter(perimeter),
        crumbs=trail.perimeter(perimeter),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.redraw(perimeter, by=request.user, at=request.at, **form.cleaned_data),
        done=_("Le contour est corrigé."),
    )


def bring_into_force(request: SignedRequest, perimeter: Perimeter) -> HttpResponse:
    form = Force(**sent(request), decisions=_decisions(perimeter, scope=request.scope, on=request.today))
    page = _page(
        perimeter,
        title=_("Mettre en vigueur"),
        lead=_("Le périmètre vaut à partir d’un jour, par une décision de comité, par un acte, ou par les deux."),
        submit=_("Mettre en vigueur"),
        warning=_("Un périmètre en vigueur ne se redessine plus : il se remplace."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: with_act(
            partial(operations.bring_into_force, perimeter),
            territory=perimeter.territory,
            given=form.cleaned_data,
            by=request.user,
            at=request.at,
        ),
        done=_("Le périmètre est en vigueur."),
    )


def withdraw(request: SignedRequest, perimeter: Perimeter) -> HttpResponse:
    form = Confirmation(**sent(request))
    territory = perimeter.territory
    page = _page(
        perimeter,
        title=_("Retirer cette proposition"),
        lead=perimeter.name,
        submit=_("Retirer cette proposition"),
        warning=_("Le périmètre proposé disparaît des listes ; le journal garde qu’il a été proposé et retiré."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.withdraw(perimeter, by=request.user, at=request.at),
        done=_("Le périmètre proposé est retiré."),
        to=lambda: _territory(territory),
    )


def end(request: SignedRequest, perimeter: Perimeter) -> HttpResponse:
    form = End(**sent(request), decisions=_decisions(perimeter, scope=request.scope, on=request.today))
    page = _page(
        perimeter,
        title=_("Mettre fin au périmètre"),
        submit=_("Mettre fin"),
        warning=_("Le périmètre vaut jusqu’à ce jour compris."),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.end_perimeter(perimeter, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La fin du périmètre est enregistrée."),
    )


def _decisions(perimeter: Perimeter, *, scope: Scope, on: date) -> list[Decision]:
    """Those that could be the cause: they say yes, on this perimeter or on one that did not exist yet."""
    return citable(Cause(subject=perimeter, territory=perimeter.territory), scope=scope, on=on)


def _drawing_page(territory: Territory, **said: Any) -> FormPage:
    said = {"back": _territory(territory), "crumbs": trail.territory(territory)} | said
    return FormPage(template="convention/draw.html", extra={"territory": territory}, **said)


def _page(perimeter: Perimeter, **said: Any) -> FormPage:
    return FormPage(back=_perimeter(perimeter), crumbs=trail.perimeter(perimeter), **said)


def _territory(territory: Territory) -> str:
    return reverse("convention:territory", args=[territory.pk])


def _perimeter(perimeter: Perimeter) -> str:
    return reverse("convention:perimeter", args=[perimeter.pk])
