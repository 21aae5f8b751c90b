"""Committees and their sessions: each view loads, reads its form, makes one call into the domain, and answers."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees import operations
from beffroi.programme.committees.models import AgendaItem, Attendance, Committee, Decision, Session
from beffroi.programme.committees.states import MOVES
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document
from beffroi.programme.towns.models import Territory
from beffroi.web.committee import forms, pages, subjects
from beffroi.web.convention import trail
from beffroi.web.convention.sheet import Confirmation, FormPage, answer, sent
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


def committee_list(request: SignedRequest) -> HttpResponse:
    shown = pages.list_page(request.scope, on=request.today)
    return render(request, "committee/list.html", {"shown": shown, "crumbs": trail.desk()})


def committee_page(request: SignedRequest, committee: Committee) -> HttpResponse:
    shown = pages.committee_page(committee, scope=request.scope)
    return render(request, "committee/committee.html", {"shown": shown, "crumbs": _trail()})


def session_page(request: SignedRequest, session: Session) -> HttpResponse:
    shown = pages.session_page(session, scope=request.scope, on=request.today)
    return render(request, "committee/session.html", {"shown": shown, "crumbs": _trail(session.committee)})


def decision_page(request: SignedRequest, decision: Decision) -> HttpResponse:
    shown = pages.decision_page(decision, scope=request.scope)
    crumbs = _trail(decision.session.committee, decision.session) if shown.reads_session else _trail()
    return render(request, "committee/decision.html", {"shown": shown, "crumbs": crumbs})


def add(request: SignedRequest) -> HttpResponse:
    form = forms.CommitteeAdded(**sent(request), scope=request.scope)
    page = FormPage(
        title=_("Installer un comité"), submit=_("Installer le comité"), back=reverse("committee:list"), crumbs=_trail()
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.add_committee(form.committee(), by=request.user, at=request.at),
        done=_("Le comité est installé."),
    )


def plan(request: SignedRequest, committee: Committee) -> HttpResponse:
    form = forms.Planned(**sent(request))
    page = FormPage(
        title=_("Prévoir une séance"),
        lead=committee.name,
        submit=_("Prévoir la séance"),
        back=reverse("committee:committee", args=[committee.pk]),
        crumbs=_trail(committee),
    )
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.plan(Session(committee=committee, **form.cleaned_data), by=request.user, at=request.at),
        done=_("La séance est prévue."),
    )


def move(request: SignedRequest, session: Session, *, name: str) -> HttpResponse:
    form = Confirmation(**sent(request))
    label = MOVES[name].label
    page = _page(session, title=label, lead=LEADS[name], submit=label, warning=WARNINGS.get(name, ""))
    return answer(
        request,
        form,
        page=page,
        do=lambda: MADE[name](session, by=request.user, at=request.at),
        done=_("C’est fait : %(move)s.") % {"move": label},
    )


def move_date(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.DateMoved(**sent(request), initial={"to": session.date})
    page = _page(session, title=_("Changer la date"), submit=_("Changer la date"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.move_date(session, by=request.user, at=request.at, **form.cleaned_data),
        done=_("La date de la séance est changée."),
    )


def add_agenda_item(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.AgendaAdded(**sent(request), choices=subjects.choices(session.committee, scope=request.scope))
    page = _page(session, title=_("Inscrire un point"), submit=_("Inscrire le point"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.add_agenda_item(
            AgendaItem(session=session, title=form.cleaned_data["title"], **_about(form.cleaned_data["subject"])),
            by=request.user,
            at=request.at,
        ),
        done=_("Le point est inscrit."),
    )


def note_attendance(request: SignedRequest, session: Session) -> HttpResponse:
    near = subjects.territories_of(session.committee, scope=request.scope)
    form = forms.AttendanceNoted(**sent(request), territories=near)
    page = _page(session, title=_("Noter une présence"), submit=_("Noter la présence"))
    return answer(
        request,
        form,
        page=page,
        do=lambda: operations.note_attendance(
            Attendance(session=session, **form.cleaned_data), by=request.user, at=request.at
        ),
        done=_("La présence est notée."),
    )


def decide(request: SignedRequest, session: Session) -> HttpResponse:
    near = subjects.territories_of(session.committee, scope=request.scope)
    choices = subjects.choices(session.committee, scope=request.scope)
    form = forms.DecisionMade(**sent(request), choices=choices, territories=near)
    page = _page(
        session,
        title=_("Écrire une décision"),
        lead=_("Ce qui en découle dira, sur sa page, que cette décision en est la cause."),
        submit=_("Enregistrer la décision"),
    )

    def do() -> None:
        given = dict(form.cleaned_data)
        about = _about(given.pop("subject"))
        chosen: Territory | None = given.pop("territory")
        territory = about.pop("territory") or chosen
        operations.decide(
            Decision(session=session, territory=territory, **about, **given), by=request.user, at=request.at
        )

    return answer(request, form, page=page, do=do, done=_("La décision est enregistrée."))


def propose_minutes(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.MinutesFiled(**sent(request))
    page = _page(
        session,
        title=MOVES["propose_minutes"].label,
        lead=_("Le compte rendu est joint à la séance, et relu par ceux qui étaient là."),
        submit=MOVES["propose_minutes"].label,
    )

    def do() -> None:
        file, place = form.cleaned_data["file"], session.committee
        filed = Document(
            owner_kind="session",
            owner_id=str(session.pk),
            territory=place.territory,
            region=place.region,
            department=place.department,
            title=f"{_('Compte rendu')}, {session}"[:200],
        )
        with transaction.atomic():
            minutes = add_document(filed, stream=file, name=file.name, by=request.user, at=request.at)
            operations.propose_minutes(session, minutes=minutes, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Le compte rendu est proposé."))


def _about(code: str) -> dict[str, Any]:
    """The fields of a point or a decision about a subject."""
    if not code:
        return {}
    subject = subjects.parsed(code)
    territory = Territory.objects.filter(pk=subject.territory).first() if subject.territory else None
    return {"subject_kind": subject.kind, "subject_id": subject.identifier, "territory": territory}


def _trail(committee: Committee | None = None, session: Session | None = None) -> trail.Crumbs:
    crumbs = [*trail.desk(), (_("Comités"), reverse("committee:list"))]
    if committee is not None:
        crumbs.append((committee.name, reverse("committee:committee", args=[committee.pk])))
    if session is not None:
        crumbs.append((f"{session.date:%d/%m/%Y}", reverse("committee:session", args=[session.pk])))
    return crumbs


def _page(session: Session, **said: Any) -> FormPage:
    back = reverse("committee:session", args=[session.pk])
    return FormPage(back=back, crumbs=_trail(session.committee, session), **said)
