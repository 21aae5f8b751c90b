"""The words of a funding line: its fields, and its codes as the journal keeps them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.money.states import TOLD, Instrument, Origin, Stage, State
from beffroi.programme.people.roles import ScopeKind
from beffroi.web.action import wording
from beffroi.web.money.templatetags.euros import whole_euros

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
AMOUNTS = frozenset({*Stage, "amount"})
CODES: Mapping[str, type] = {"instrument": Instrument, "origin": Origin, "state": State}


def said(field: str, value: Any) -> Any:
    """A value of the journal in words."""
    if field in CODES and value:
        return CODES[field](value).label
    if field in AMOUNTS and value is not None:
        return whole_euros(Decimal(value))
    if field.endswith("_document") and value is not None:
        return _("document n° %(number)s") % {"number": value}
    return wording.said(field if field.endswith("_date") else "", value)


def envelope_said(field: str, value: Any) -> Any:
    """The same, of an envelope."""
    if field == "scope_kind" and value:
        return ScopeKind(value).label
    return said(field, value)
