"""Funding lines as forms: what a line is, what a move of it says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision
from beffroi.programme.documents.models import Document
from beffroi.programme.money.operations import SAY_NO, STAGE_OF
from beffroi.programme.money.states import MOVES, Instrument, Origin
from beffroi.programme.towns.models import Territory
from beffroi.web.action.forms.organisations import organisations_of
from beffroi.web.components.fields import CHOOSE, Amount, Cited, Day, Text
from beffroi.web.money.wording import FIELDS

# A move beyond what was granted or engaged is allowed by a committee.
MAY_EXCEED = ("commit", "pay", "settle")
TO_EXCEED = _(
    "Nécessaire pour engager plus que l’accordé, ou payer plus que l’engagé. Elle nomme cette ligne ou son action."
)
AMOUNTS = {
    "request": _("Montant demandé (€)"),
    "accept": _("Montant accordé (€)"),
    "commit": _("Montant engagé (€)"),
    "pay": _("Cumul payé depuis le début (€)"),
    "settle": _("Cumul payé depuis le début (€)"),
}


class LineForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    funder = forms.ModelChoiceField(queryset=None, label=FIELDS["funder"], empty_label=CHOOSE[1])
    instrument = forms.ChoiceField(label=FIELDS["instrument"], choices=[CHOOSE, *Instrument.choices])
    origin = forms.ChoiceField(
        label=FIELDS["origin"],
        choices=[CHOOSE, *Origin.choices],
        help_text=_(
            "Dédié : ouvert par le programme. Fléché : droit commun réservé au programme. Droit commun : le reste."
        ),
    )
    programme_name = forms.CharField(label=FIELDS["programme_name"], max_length=120, required=False)
    planned = Amount(label=FIELDS["planned"])

    def __init__(self, *args: Any, territory: Territory, **traits: Any) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["funder"].queryset = organisations_of(territory)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class LineMove(forms.Form):
    """What a move says: how much, when, by which paper, why, and which decision made it so."""

    amount = Amount(required=False)
    day = Day(label=_("Date"), required=False)
    reference = forms.CharField(
        label=_("Référence de la pièce"), max_length=120, required=False, help_text=_("Par exemple : arrêté 2024-118.")
    )
    document = forms.ModelChoiceField(
        queryset=None, label=_("Pièce déjà déposée"), required=False, empty_label=CHOOSE[1]
    )
    file = forms.FileField(
        label=_("Déposer la pièce"), required=False, help_text=_("PDF, image ou document de bureau.")
    )
    reason = Text(label=_("Motif"), required=False, rows=3)

    def __init__(
        self,
        *args: Any,
        move: str,
        documents: Iterable[Document],
        decisions: Iterable[Decision],
        speaks_for_funder: bool,
        **traits: Any,
    ) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["document"].queryset = Document.objects.filter(pk__in=[one.pk for one in documents])
        known = list(decisions)
        if known or move in MAY_EXCEED:
            fields["decision"] = Cited(known, help_text=TO_EXCEED if move in MAY_EXCEED else "")
        fields["amount"].label = AMOUNTS.get(move, "")
        for name in fields.keys() - _asked(move) - {"decision"}:
            del fields[name]
        for name in fields.keys() & _needed(move, speaks_for_funder=speaks_for_funder):
            fields[name].is_needed = True


def _needed(move: str, *, speaks_for_funder: bool) -> set[str]:
    """What the guards of a move refuse to do without: the operation says so, with all that is missing at once."""
    wanted = {guard.name for guard in MOVES[move].guards}
    paper = {"reference", "document", "file"} if "source" in wanted and not speaks_for_funder else set()
    return {"amount", "day", "reason"} | paper


def _asked(move: str) -> set[str]:
    wanted = {guard.name for guard in MOVES[move].guards}
    asked = {"reference", "document", "file"} if move in STAGE_OF else set()
    if move in STAGE_OF and move not in SAY_NO:
        asked |= {"amount", "day"}
    return asked | ({"reason"} if "reason" in wanted else set())
