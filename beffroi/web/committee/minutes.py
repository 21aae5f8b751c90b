"""The minutes of a session, made from the register: who was there, what was said, what was decided."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.foundations.days import day as day_said
from beffroi.programme.committees.models import AgendaItem, Attendance, Decision, Session
from beffroi.web.components.journal.verbs import sentence
from beffroi.web.components.paper import printed

HERE = Path(__file__).parent / "print"


def pdf(session: Session, *, is_draft: bool) -> bytes:
    """In the active language. The same record gives the same bytes; a draft says so on its first page."""
    told = json.dumps(record(session, is_draft=is_draft), ensure_ascii=False).encode()
    return printed({"main.typ": (HERE / "minutes.typ").read_bytes(), "minutes.json": told})


def file_name(session: Session) -> str:
    return _("compte-rendu-%(day)s.pdf") % {"day": session.date.isoformat()}


def record(session: Session, *, is_draft: bool) -> dict[str, Any]:
    """All that the page says, in words."""
    day = day_said(session.date)
    return {
        "language": (get_language() or "fr")[:2],
        "title": _("Compte rendu, %(committee)s, %(day)s") % {"committee": session.committee.name, "day": day},
        "committee": session.committee.name,
        "when": ", ".join(filter(None, [_("Séance du %(day)s") % {"day": day}, session.place])),
        "status": " · ".join(_status(session, is_draft=is_draft)),
        "words": _words(),
        "attendance_heads": [_("Organisation"), _("Représentée par"), _("Présence")],
        "attendance": [
            list(_attendance(one)) for one in session.attendances.select_related("organisation", "represents")
        ],
        "agenda": [_item(item) for item in session.agenda.select_related("territory")],
        "decisions": [
            _decision(one) for one in session.decisions.select_related("territory").prefetch_related("effects")
        ],
    }


def _status(session: Session, *, is_draft: bool) -> Iterator[str]:
    if session.is_demonstration:
        yield _("Démonstration : séance inventée pour montrer le logiciel, à ne pas signer")
    if is_draft:
        yield _("Projet de compte rendu, à relire")


def _words() -> dict[str, str]:
    return {
        "kicker": _("Action Cœur de Ville · Compte rendu de séance"),
        "attendance": _("Présences"),
        "nobody": _("Aucune présence n’est notée."),
        "agenda": _("Ordre du jour"),
        "no_agenda": _("Aucun point n’est inscrit."),
        "decisions": _("Décisions"),
        "no_decision": _("Aucune décision n’est écrite."),
        "changes": _("Ce que cette décision a changé :"),
        "chair": _("La présidence du comité"),
        "secretary": _("Le secrétariat du comité"),
    }


def _attendance(one: Attendance) -> Iterator[str]:
    yield one.organisation.name
    also = _("représente aussi %(name)s") % {"name": one.represents.name} if one.represents else ""
    yield ", ".join(filter(None, [one.person, also]))
    yield _("Présente") if one.present else _("Excusée")


def _item(item: AgendaItem) -> dict[str, Any]:
    place = item.territory.name if item.territory else ""
    return {"number": item.order, "title": item.title, "place": place, "notes": _paragraphs(item.notes)}


def _decision(decision: Decision) -> dict[str, Any]:
    place = decision.territory.name if decision.territory else ""
    return {
        "heading": _("Décision n° %(number)s : %(outcome)s")
        % {"number": decision.number, "outcome": decision.get_outcome_display()},
        "about": ", ".join(filter(None, [str(decision.get_subject_kind_display()), place])),
        "text": _paragraphs(decision.text),
        "changes": [_change(effect) for effect in decision.effects.all()],
    }


def _change(effect: Any) -> str:
    said = [str(sentence(effect.verb)), str(effect.summary.get("name", ""))]
    return f"{day_said(effect.at)} – {', '.join(filter(None, said))}"


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
