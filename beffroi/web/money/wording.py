"""What the fields of a funding line and of an envelope are called in their forms."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.money.states import TOLD
from beffroi.web.components.journal.fields import label

# As their history says them; a form says the unit too.
AS_TOLD = (
    *("funder", "instrument", "origin", "programme_name", "state", "state_reason", "reason"),
    *(f"{stage}_{what}" for stage in TOLD for what in ("date", "reference", "document")),
)
FIELDS: Mapping[str, Any] = {
    **{name: label("fundingline", name) for name in AS_TOLD},
    **{str(stage): stage.label for stage in TOLD},
    "planned": _("Montant prévu (€)"),
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
