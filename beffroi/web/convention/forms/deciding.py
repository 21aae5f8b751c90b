"""Opinion, deliberations, signatures, termination."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.models import Party, Version
from beffroi.web.components.fields import CHOOSE, Day, Text


class PartyChoice(forms.ModelMultipleChoiceField):
    """A party with its capacity and whoever stands for it."""

    def label_from_instance(self, obj: Party) -> str:
        return " — ".join(filter(None, [str(obj), obj.representative]))


class DecisionChoice(forms.ModelChoiceField):
    """A decision with what it says."""

    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj} : {obj.get_outcome_display()}"


class Opinion(forms.Form):
    decision = DecisionChoice(
        Decision.objects.none(),
        label=_("Décision du comité régional sur cette version"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *given: Any, decisions: Sequence[Decision], **named: Any) -> None:
        super().__init__(*given, **named)
        wanted = Decision.objects.filter(pk__in=[decision.pk for decision in decisions])
        self.fields["decision"].queryset = wanted.select_related("session__committee")


class Voted(forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Partie"), empty_label=CHOOSE[1])
    assembly = forms.CharField(label=_("Assemblée"), max_length=160, help_text=_("Conseil municipal de…"))
    date = Day(label=_("Date de la délibération"))
    number = forms.CharField(label=_("Numéro"), max_length=60)
    file = forms.FileField(label=_("Délibération (PDF)"), required=False)

    def __init__(self, *given: Any, version: Version, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["party"].queryset = version.parties.select_related("organisation")


class Signed(forms.Form):
    parties = PartyChoice(
        Party.objects.none(),
        label=_("Signe pour"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez plusieurs lignes quand la même personne signe en plusieurs qualités."),
    )
    signatory = forms.CharField(label=_("Signataire"), max_length=150)
    signed_date = Day(label=_("Date de signature"))

    def __init__(self, *given: Any, version: Version, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["parties"].queryset = version.parties.filter(signature=None).select_related("organisation")


class Terminated(forms.Form):
    terminated_date = Day(label=_("Jour de la résiliation"))
    reason = Text(label=_("Motif"), rows=3)
