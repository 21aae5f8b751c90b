"""The words of conventions and committees: badges of states, and the sentence of each verb of the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.committees.states import CommitteeKind, Outcome, SessionState
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind, VersionKind
from beffroi.programme.conventions.life import Severity
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.people.roles import Circle
from beffroi.territory.towns import Phase
from beffroi.web.figures.days import day as day_said

PHASES: Mapping[str, Any] = {
    Phase.PREPARATION: _("Préparation"),
    Phase.INITIALISATION: _("Initialisation"),
    Phase.DEPLOYMENT: _("Déploiement"),
    Phase.CLOSED: _("Clos"),
}
# The colour helps; the word says it.
BADGES: Mapping[str, str] = {
    VersionState.DRAFT: "",
    VersionState.SENT_TO_REGIONAL_COMMITTEE: "info",
    VersionState.OBSERVATIONS: "warning",
    VersionState.FAVOURABLE: "info",
    VersionState.DELIBERATING: "info",
    VersionState.READY_TO_SIGN: "info",
    VersionState.PARTLY_SIGNED: "info",
    VersionState.SIGNED: "success",
    VersionState.EXPIRED: "error",
    VersionState.TERMINATED: "error",
    SessionState.CONVENED: "info",
    SessionState.HELD: "success",
    SessionState.MINUTES_PROPOSED: "success",
    SessionState.MINUTES_ADOPTED: "success",
    SessionState.CANCELLED: "error",
    Outcome.APPROVED: "success",
    Outcome.OPINION_FAVOURABLE: "success",
    Outcome.OPINION_WITH_OBSERVATIONS: "warning",
    Outcome.DEFERRED: "warning",
    Outcome.REFUSED: "error",
    Severity.WARNING: "warning",
    Severity.BLOCKING: "error",
}
VERBS: Mapping[str, Any] = {
    "convention.opened": _("Convention ouverte"),
    "convention.imported": _("Convention reprise des registres nationaux"),
    "version.imported": _("Version reprise des registres nationaux"),
    "version.drafted": _("Rédaction commencée"),
    "version.written": _("Texte modifié"),
    "version.party_added": _("Partie ajoutée"),
    "version.party_removed": _("Partie retirée"),
    "version.axis_addressed": _("Axe traité"),
    "version.perimeters_set": _("Périmètres choisis"),
    "version.annex_added": _("Annexe jointe"),
    "version.annex_removed": _("Annexe retirée"),
    "version.draft": _("Rédaction reprise"),
    "version.sent_to_regional_committee": _("Transmise au comité régional"),
    "version.observations": _("Observations du comité régional"),
    "version.favourable": _("Avis favorable du comité régional"),
    "version.deliberating": _("Soumise aux assemblées"),
    "version.deliberation_added": _("Délibération enregistrée"),
    "version.ready_to_sign": _("Mise à la signature"),
    "version.signature_added": _("Signature enregistrée"),
    "version.replaced": _("Remplacée par une version plus récente"),
    "version.expired": _("Fin constatée"),
    "version.terminated": _("Résiliée"),
    "perimeter.proposed": _("Périmètre proposé"),
    "perimeter.redrawn": _("Contour corrigé"),
    "perimeter.in_force": _("Périmètre mis en vigueur"),
    "perimeter.ended": _("Fin du périmètre"),
    "ort.added": _("ORT enregistrée"),
    "ort.homologated": _("ORT homologuée"),
    "ort.imported": _("ORT reprise de la liste nationale"),
    "document.added": _("Document déposé"),
    "document.version_added": _("Nouvelle version d’un document"),
    "document.circle_changed": _("Lecteurs d’un document modifiés"),
    "committee.added": _("Comité installé"),
    "session.planned": _("Séance prévue"),
    "session.date_moved": _("Date de la séance changée"),
    "session.convened": _("Séance convoquée"),
    "session.held": _("Séance tenue"),
    "session.minutes_proposed": _("Compte rendu proposé"),
    "session.minutes_adopted": _("Compte rendu adopté"),
    "session.cancelled": _("Séance annulée"),
    "agenda.item_added": _("Point inscrit à l’ordre du jour"),
    "attendance.noted": _("Présence notée"),
    "decision.made": _("Décision enregistrée"),
    "action.added": _("Action ajoutée"),
    "perimeter.withdrawn": _("Périmètre proposé retiré"),
    "agenda.item_removed": _("Point retiré de l’ordre du jour"),
    "agenda.item_discussed": _("Discussion d’un point notée"),
    "action.moved": _("Action avancée"),
    "funding_line.added": _("Ligne de financement ajoutée"),
    "funding_line.changed": _("Ligne de financement corrigée"),
    "funding_line.moved": _("Ligne de financement avancée"),
    "envelope.opened": _("Enveloppe ouverte"),
    "envelope.changed": _("Enveloppe changée"),
    "envelope.delegated": _("Enveloppe déléguée"),
    "decision.corrected": _("Décision corrigée"),
    "territory.added": _("Territoire entré au programme"),
    "territory.corrected": _("Territoire corrigé"),
}
FIELDS: Mapping[str, Any] = {
    "summary": _("Objet"),
    "effective_date": _("Prise d’effet"),
    "ends_date": _("Fin"),
    "signed_date": _("Signature"),
    "starts_date": _("En vigueur depuis"),
    "kind": _("Nature"),
    "group": _("Groupe"),
    "capacity": _("Qualité"),
    "organisation": _("Organisation"),
    "representative": _("Représentant"),
    "with_action": _("Avec actions"),
    "reason": _("Motif"),
    "area_ha": _("Surface (ha)"),
    "date": _("Date"),
    "name": _("Nom"),
    "number": _("Numéro"),
    "assembly": _("Assemblée"),
    "title": _("Titre"),
    "text": _("Texte"),
    "outcome": _("Issue"),
    "notes": _("Ce qui s’est dit"),
    "represents": _("Représente"),
    "present": _("Présence"),
    "origin": _("Origine du tracé"),
    "act_title": _("Acte"),
    "act_date": _("Date de l’acte"),
    "terminated_date": _("Résiliation"),
    "circle": _("Qui peut lire"),
    "axis": _("Axe"),
    "owner": _("Maître d’ouvrage"),
    "cost": _("Coût"),
    "start_date": _("Début"),
    "end_date": _("Livraison"),
    "filed": _("Déposé le"),
    "sha256": _("Empreinte du fichier"),
}
# Codes of the journal that have a word; a « kind » is that of a version, of a perimeter or of a committee.
CODES: Mapping[str, tuple[type[TextChoices], ...]] = {
    "kind": (VersionKind, PerimeterKind, CommitteeKind),
    "group": (PartyGroup,),
    "outcome": (Outcome,),
    "circle": (Circle,),
}


def verb(code: str) -> Any:
    """The sentence of a verb; the code itself rather than silence when a new one has none yet."""
    return VERBS.get(code, code)


def said(field: str, value: Any) -> Any:
    """A value of the journal in words: what was a day, a code, yes or no."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if value in (None, ""):
        return ""
    for codes in CODES.get(field, ()):
        if value in codes.values:
            return codes(value).label
    if field == "date" or field.endswith("_date"):
        return day_said(date.fromisoformat(value))
    if isinstance(value, float):
        return number_format(value, 1)
    return value
