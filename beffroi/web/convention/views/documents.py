"""ORT and documents of a territory; a file leaves by right, never from the web root."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions import perimeter_operations
from beffroi.programme.conventions.models import Ort
from beffroi.programme.documents import operations
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document, add_file
from beffroi.programme.documents.queries import file_of
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Territory
from beffroi.web.convention import trail
from beffroi.web.convention.forms.filing import CircleChanged, FileAdded, Filed
from beffroi.web.convention.forms.outlines import Homologated, OrtAgreed
from beffroi.web.convention.keeping import with_act
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest


def download(request: SignedRequest, document: Document) -> FileResponse:
    """A version of a document, the last unless the address names one; always as a file, never shown in the site."""
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else None
    file = file_of(document.pk, number=number, scope=request.scope)
    if file is None or not file.path.is_file():
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(
        file.path.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type, headers=headers
    )


def add(request: SignedRequest, territory: Territory) -> HttpResponse:
    form = Filed(**sent(request), scope=request.scope)
    page = FormPage(
        title=_("Déposer un document"),
        submit=_("Déposer le document"),
        back=_here(territory),
        crumbs=trail.territory(territory),
    )

    def do() -> None:
        given = dict(form.cleaned_data)
        file = given.pop("file")
        filed = Document(owner_kind="territory", owner_id=territory.pk, territory=territory, **given)
        add_document(filed, stream=file, name=file.name, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Le document est déposé."))


def add_version(request: SignedRequest, document: Document) -> HttpResponse:
    form = FileAdded(**sent(request))
    back = _here(document.territory) if document.territory else reverse("desk:home")
    page = FormPage(
        title=_("Déposer une nouvelle version"),
        lead=_("« %(title)s » : les versions précédentes restent.") % {"title": document.title},
        submit=_("Déposer la version"),
        back=back,
        crumbs=trail.territory(document.territory) if document.territory else trail.desk(),
    )

    def do() -> None:
        file = form.cleaned_data["file"]
        add_file(document, stream=file, name=file.name, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La nouvelle version est déposée."))


def change_circle(request: SignedRequest, document: Document) -> HttpResponse:
    shown = {"circle": document.circle, "organisation": document.organisation}
    form = CircleChanged(**sent(request), scope=request.scope, initial=shown)
    page = FormPage(
        title=_("Changer les lecteurs"),
        lead=document.title,
        submit=_("Changer les lecteurs"),
        back=_here(document.territory) if document.territory else reverse("desk:home"),
        crumbs=trail.territory(document.territory) if document.territory else trail.desk(),
    )

    def do() -> None:
        circle, organisation = Circle(form.cleaned_data["circle"]), form.cleaned_data["organisation"]
        operations.change_circle(document, circle=circle, organisation=organisation, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Les lecteurs du document sont changés."))


def add_ort(request: SignedRequest, territory: Territory) -> HttpResponse:
    form, by, at = OrtAgreed(**sent(request), territory=territory), request.user, request.at
    page = FormPage(
        title=_("Enregistrer une ORT"),
        lead=_("La convention d’ORT, et l’arrêté préfectoral qui l’homologue s’il est déjà pris."),
        submit=_("Enregistrer l’ORT"),
        back=_here(territory),
        crumbs=trail.territory(territory),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: with_act(_ort_of(territory), territory=territory, given=form.cleaned_data, by=by, at=at),
        done=_("L’ORT est enregistrée."),
    )


def homologate(request: SignedRequest, territory: Territory) -> HttpResponse:
    form, by, at = Homologated(**sent(request), territory=territory), request.user, request.at
    page = FormPage(
        title=_("Homologuer une ORT"),
        lead=_("Enregistrez l’arrêté préfectoral : l’ORT vaut à partir de sa date."),
        submit=_("Enregistrer l’arrêté"),
        back=_here(territory),
        crumbs=trail.territory(territory),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: with_act(
            perimeter_operations.homologate, territory=territory, given=form.cleaned_data, by=by, at=at
        ),
        done=_("L’arrêté est enregistré."),
    )


def _ort_of(territory: Territory) -> Callable[..., Ort]:
    def add(*, by: User, at: datetime, **said: Any) -> Ort:
        return perimeter_operations.add_ort(Ort(territory=territory, **said), by=by, at=at)

    return add


def _here(territory: Territory) -> str:
    return reverse("convention:territory", args=[territory.pk])
