"""Codes are stored, sentences are made here, when shown: phases, alarms, the things that the journal names."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions.life import AlarmKind
from beffroi.territory.towns import Phase

PHASES = {
    Phase.PREPARATION: _("Préparation"),
    Phase.INITIALISATION: _("Initialisation"),
    Phase.DEPLOYMENT: _("Déploiement"),
    Phase.CLOSED: _("Clos"),
}
ALARMS: dict[str, Any] = dict(AlarmKind.choices)
KINDS = {
    "action": _("Action"),
    "fundingline": _("Financement"),
    "version": _("Convention ou avenant"),
    "convention": _("Convention"),
    "perimeter": _("Périmètre"),
    "session": _("Séance"),
    "decision": _("Décision"),
    "committee": _("Comité"),
    "document": _("Document"),
    "envelope": _("Enveloppe"),
    "territory": _("Territoire"),
    "membership": _("Accès"),
    "invitation": _("Invitation"),
}
