"""What the pages of committees share: the way back, and the page around a form about a session or a decision."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.days import day
from beffroi.programme.committees.models import Committee, Decision, Session
from beffroi.web.convention import trail as way
from beffroi.web.convention.sheet import FormPage


def trail(committee: Committee | None = None, session: Session | None = None) -> way.Crumbs:
    crumbs = [*way.desk(), (_("Comités"), reverse("committee:list"))]
    if committee is not None:
        crumbs.append((committee.name, reverse("committee:committee", args=[committee.pk])))
    if session is not None:
        crumbs.append((day(session.date), reverse("committee:session", args=[session.pk])))
    return crumbs


def page_about(decision: Decision, **said: Any) -> FormPage:
    back = reverse("committee:decision", args=[decision.pk])
    return FormPage(back=back, crumbs=[*trail(), (str(decision), back)], **said)


def page_of(session: Session, **said: Any) -> FormPage:
    back = reverse("committee:session", args=[session.pk])
    return FormPage(back=back, crumbs=trail(session.committee, session), **said)
