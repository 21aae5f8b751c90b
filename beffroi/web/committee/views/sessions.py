"""A session: its agenda, who was there, its moves."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees import operations
from beffroi.programme.committees.models import AgendaItem, Attendance, Session
from beffroi.programme.committees.states import MOVES
from beffroi.web.committee import forms, pages, subjects
from beffroi.web.committee.around import page_of, point_of, trail
from beffroi.web.committee.naming import received
from beffroi.web.convention import history
from beffroi.web.desk.form_page import Confirmation, answer, sent, show_again
from beffroi.web.gate import SignedRequest

MADE: dict[str, Callable[..., Any]] = {
    "convene": operations.convene,
    "hold": operations.hold,
    "revise_minutes": operations.revise_minutes,
    "adopt_minutes": operations.adopt_minutes,
    "cancel": operations.cancel,
}
LEADS = {
    "convene": _("Les organisations attendues sont convoquées sur cet ordre du jour."),
    "hold": _("La séance a eu lieu : ses décisions peuvent être écrites."),
    "revise_minutes": _("Le compte rendu est repris ; la séance redevient « Tenue »."),
    "adopt_minutes": _("Le compte rendu est adopté par ceux qui étaient là."),
    "cancel": _("La séance n’aura pas lieu."),
}
WARNINGS = {
    "adopt_minutes": _("Ensuite, les décisions de la séance ne s’écrivent plus."),
    "cancel": _("Une séance annulée ne revient pas : il faut en prévoir une autre."),
}


def session_page(request: SignedRequest, session: Session) -> HttpResponse:
    shown = pages.session_page(session, scope=request.scope, on=request.today)
    return render(request, "committee/session.html", {"shown": shown, "crumbs": trail(session.committee)})


def move(request: SignedRequest, session: Session, *, name: str) -> HttpResponse:
    form = Confirmation(**sent(request))
    label = MOVES[name].label
    page = page_of(session, title=label, lead=LEADS[name], submit=label, warning=WARNINGS.get(name, ""))
    return answer(
        request,
        form,
        page=page,
        do=lambda: MADE[name](session, by=request.user, at=request.at),
        done=_("C’est fait : %(move)s.") % {"move": label},
    )


def move_date(request: SignedRequest, session: Session) -> HttpResponse:
    """Another day; the second of two people sees what the first chose, and keeps what they typed."""
    form = forms.DateMoved(**sent(request), initial={"seen": session.date, "to": session.date})
    meanwhile: dict[str, Any] = {}
    page = page_of(
        session,
        title=_("Changer la date"),
        submit=_("Changer la date"),
        template="committee/move_date.html",
        extra=meanwhile,
    )

    def do() -> None:
        try:
            operations.move_date(session, by=request.user, at=request.at, **form.cleaned_data)
        except operations.DateMovedMeanwhile as moved:
            meanwhile.update(meanwhile=history.told(moved.since), date=moved.date)
            # Sent again as it stands, the form is known to have seen the last date.
            show_again(form, seen=moved.date)
            raise

    return answer(request, form, page=page, do=do, done=_("La date de la séance est changée."))


def add_agenda_item(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.AgendaAdded(**received(request), committee=session.committee, scope=request.scope)
    page = page_of(session, title=_("Inscrire un point"), submit=_("Inscrire le point"))

    def do() -> None:
        item = AgendaItem(session=session, title=form.cleaned_data["title"], **form.about())
        operations.add_agenda_item(item, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Le point est inscrit."))


def remove_agenda_item(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.ItemRemoved(**sent(request), session=session, initial={"item": request.GET.get("point")})
    page = page_of(session, title=_("Retirer un point"), submit=_("Retirer le point"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.remove_agenda_item(form.cleaned_data["item"], by=request.user, at=request.at),
        done=_("Le point est retiré."),
    )


def note_discussion(request: SignedRequest, session: Session) -> HttpResponse:
    item = point_of(request, session)
    form = forms.ItemDiscussed(
        **sent(request), session=session, initial={"item": item, "notes": item.notes if item else ""}
    )
    page = page_of(
        session,
        title=_("Noter ce qui s’est dit"),
        lead=_("Le compte rendu le reprendra sous ce point."),
        submit=_("Enregistrer la note"),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.note_discussion(by=request.user, at=request.at, **form.cleaned_data),
        done=_("La note est enregistrée."),
    )


def note_attendance(request: SignedRequest, session: Session) -> HttpResponse:
    near = subjects.territories_of(session.committee, scope=request.scope)
    form = forms.AttendanceNoted(**sent(request), territories=near)
    page = page_of(session, title=_("Noter une présence"), submit=_("Noter la présence"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.note_attendance(
            Attendance(session=session, **form.cleaned_data), by=request.user, at=request.at
        ),
        done=_("La présence est notée."),
    )
