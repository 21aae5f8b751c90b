"""The words of conventions and committees: badges of states, what their texts and dates are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.states import FollowUp, Outcome, SessionState
from beffroi.programme.conventions.life import Severity
from beffroi.programme.conventions.states import VersionState
from beffroi.territory.towns import Phase

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
    FollowUp.OPEN: "info",
    FollowUp.DONE: "success",
    Severity.WARNING: "warning",
    Severity.BLOCKING: "error",
}
FIELDS: Mapping[str, Any] = {
    "summary": _("Objet"),
    "effective_date": _("Prise d’effet"),
    "ends_date": _("Fin"),
    "signed_date": _("Signature"),
    "group": _("Groupe"),
    "capacity": _("Qualité"),
    "organisation": _("Organisation"),
    "representative": _("Représentant"),
    "with_action": _("Avec actions"),
    "reason": _("Motif"),
    "area_ha": _("Surface (ha)"),
    "title": _("Titre"),
    "axis": _("Axe"),
    "owner": _("Maître d’ouvrage"),
    "cost": _("Coût"),
    "start_date": _("Début"),
    "end_date": _("Livraison"),
    "filed": _("Déposé le"),
    "sha256": _("Empreinte du fichier"),
}
