"""The words of the room: states with the colour of their badge, fields, and what the journal tells."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import Cause, Severity, State
from beffroi.programme.people.roles import Circle
from beffroi.web.figures.days import day as day_said

BADGES: Mapping[str, str] = {
    State.COMMITTED: "info",
    State.WORKS: "info",
    State.DELIVERED: "success",
    State.ASSESSED: "success",
    State.SUSPENDED: "warning",
    State.ABANDONED: "error",
}
VERBS: Mapping[str, Any] = {
    "action.added": _("Action ajoutée"),
    "action.changed": _("Fiche modifiée"),
    "action.moved": _("État changé"),
    "action.brought": _("Entrée dans une version de la convention"),
    "action.taken_away": _("Sortie par une version de la convention"),
    "action.left_out": _("Retirée du projet de version qui l’apportait"),
    "action.kept": _("Maintenue par la version qui la retirait"),
    "actions.imported": _("Importée d’un fichier"),
    "milestone.added": _("Jalon ajouté"),
    "milestone.changed": _("Jalon modifié"),
    "milestone.removed": _("Jalon retiré"),
    "risk.added": _("Risque ajouté"),
    "risk.changed": _("Risque modifié"),
    "risk.removed": _("Risque retiré"),
    "dependency.added": _("Dépendance ajoutée"),
    "dependency.removed": _("Dépendance retirée"),
    "indicator.aimed": _("Indicateur visé"),
    "indicator.aim_changed": _("Cible modifiée"),
    "indicator.aim_removed": _("Indicateur retiré"),
    "funding_line.added": _("Ligne ajoutée"),
    "funding_line.changed": _("Ligne corrigée"),
    "funding_line.moved": _("État de la ligne changé"),
    "envelope.opened": _("Enveloppe ouverte"),
    "envelope.delegated": _("Enveloppe déléguée"),
    "envelope.changed": _("Enveloppe modifiée"),
    "envelope.withdrawn": _("Enveloppe retirée"),
    "envelope.restored": _("Enveloppe rétablie"),
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
# Codes of the journal that have a word.
CODES: Mapping[str, type] = {
    "state": State,
    "suspended_from": State,
    "late_cause": Cause,
    "blocked_cause": Cause,
    "severity": Severity,
    "circle": Circle,
}


def said(field: str, value: Any) -> Any:
    """A value of the journal or of two versions of a sheet, in words."""
    if value in (None, "", [], {}):
        return _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if field in CODES:
        return CODES[field](value).label
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if field.endswith("_date"):
        return day_said(date.fromisoformat(value))
    return _("un tracé") if field == "site" else value


def verb(name: str) -> Any:
    return VERBS.get(name, name)


def badge(action: Action) -> str:
    return BADGES.get(action.state, "")
