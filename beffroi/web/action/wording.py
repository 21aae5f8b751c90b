"""The words of the room: states with the colour of their badge, what the fields of its forms are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State

BADGES: Mapping[str, str] = {
    State.COMMITTED: "info",
    State.WORKS: "info",
    State.DELIVERED: "success",
    State.ASSESSED: "success",
    State.SUSPENDED: "warning",
    State.ABANDONED: "error",
}
FIELDS: Mapping[str, Any] = {
    "title": _("Intitulé"),
    "axis": _("Axe"),
    "secondary_axes": _("Axes secondaires"),
    "themes": _("Thèmes transversaux"),
    "owner": _("Maître d’ouvrage"),
    "partners": _("Partenaires"),
    "description": _("Description"),
    "objectives": _("Objectifs"),
    "mature": _("Action mature"),
    "circle": _("Qui peut lire"),
    "site": _("Site"),
    "start_date": _("Début des travaux"),
    "end_date": _("Livraison prévue"),
    "delivered_date": _("Livraison"),
    "late_cause": _("Cause du retard"),
    "late_note": _("Précision sur le retard"),
    "blocked": _("Action bloquée"),
    "blocked_cause": _("Cause du blocage"),
    "unblock_condition": _("Ce qui lèvera le blocage"),
    "cost": _("Coût (€)"),
    "state": _("État"),
    "state_reason": _("Motif"),
    "decided_by": _("Décidé par"),
    "decision": _("Décision de comité"),
    "assessment": _("Évaluation"),
    "label": _("Jalon"),
    "planned_date": _("Jour prévu"),
    "done_date": _("Jour réalisé"),
    "text": _("Risque"),
    "severity": _("Gravité"),
    "indicator_code": _("Indicateur"),
    "baseline": _("Valeur de départ"),
    "baseline_period": _("Période de départ"),
    "target": _("Cible"),
    "target_period": _("Période de la cible"),
    "on_action": _("Dépend de"),
}


def badge(action: Action) -> str:
    return BADGES.get(action.state, "")
