"""What the pages of committees share: the way back, where one comes from, the page around a form."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.days import day
from beffroi.programme.committees.models import AgendaItem, Committee, Decision, Session
from beffroi.web.convention import trail as way
from beffroi.web.desk.form_page import FormPage
from beffroi.web.gate import SignedRequest


def trail(committee: Committee | None = None, session: Session | None = None) -> way.Crumbs:
    crumbs = [*way.desk(), (_("Comités"), reverse("committee:list"))]
    if committee is not None:
        crumbs.append((committee.name, reverse("committee:committee", args=[committee.pk])))
    if session is not None:
        crumbs.append((day(session.date), reverse("committee:session", args=[session.pk])))
    return crumbs


def point_of(request: SignedRequest, session: Session) -> AgendaItem | None:
    """The point of the agenda from which one comes, where the address names one."""
    asked = request.GET.get("point", "")
    return session.agenda.filter(pk=asked).first() if asked.isascii() and asked.isdigit() else None


def page_about(decision: Decision, **said: Any) -> FormPage:
    back = reverse("committee:decision", args=[decision.pk])
    return FormPage(back=back, crumbs=[*trail(), (str(decision), back)], **said)


def page_of(session: Session, **said: Any) -> FormPage:
    back = reverse("committee:session", args=[session.pk])
    return FormPage(back=back, crumbs=trail(session.committee, session), **said)
