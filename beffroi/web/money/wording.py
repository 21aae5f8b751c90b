"""What the fields of a funding line and of an envelope are called in their forms."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.money.states import TOLD

FIELDS: Mapping[str, Any] = {
    "funder": _("Financeur"),
    "instrument": _("Instrument"),
    "origin": _("Origine"),
    "programme_name": _("Dispositif"),
    "planned": _("Montant prévu (€)"),
    "state": _("État"),
    "state_reason": _("Motif"),
    "reason": _("Motif de la correction"),
    **{str(stage): stage.label for stage in TOLD},
    "requested_date": _("Date de la demande"),
    "accepted_date": _("Date de la réponse"),
    "committed_date": _("Date de l’engagement"),
    "paid_date": _("Date du dernier paiement"),
    "requested_reference": _("Pièce de la demande"),
    "accepted_reference": _("Pièce de la réponse"),
    "committed_reference": _("Pièce de l’engagement"),
    "paid_reference": _("Pièce du paiement"),
    "requested_document": _("Fichier de la demande"),
    "accepted_document": _("Fichier de la réponse"),
    "committed_document": _("Fichier de l’engagement"),
    "paid_document": _("Fichier du paiement"),
}
ENVELOPE_FIELDS: Mapping[str, Any] = {
    "partner": _("Partenaire"),
    "instrument": _("Instrument"),
    "year": _("Année"),
    "scope_kind": _("Niveau"),
    "scope_code": _("Code du lieu"),
    "amount": _("Montant (€)"),
    "withdrawn_date": _("Retirée le"),
    "withdrawn_reason": _("Motif du retrait"),
}
