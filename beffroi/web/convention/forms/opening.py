"""Opening a convention, preparing an amendment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Convention, Version
from beffroi.programme.conventions.states import WERE_SIGNED, VersionState
from beffroi.programme.towns.models import Phase, Territory
from beffroi.web.components.fields import Text

SUMMARY = _("Objet en une ou deux phrases")


class Opening(forms.Form):
    phase = forms.ModelChoiceField(
        Phase.objects.none(),
        label=_("Phase du programme"),
        empty_label=None,
        help_text=_("Un territoire a une convention par phase."),
    )
    summary = Text(label=SUMMARY, required=False, rows=5)

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["phase"].queryset = Phase.objects.filter(programme=territory.programme_id).exclude(
            conventions__territory=territory
        )


class Amending(forms.Form):
    convention = forms.ModelChoiceField(Convention.objects.none(), label=_("Convention modifiée"), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Nature de l’avenant"),
        choices=[choice for choice in VersionKind.choices if choice[0] != VersionKind.CADRE],
        widget=forms.RadioSelect,
    )
    replaces = forms.ModelChoiceField(
        Version.objects.none(),
        label=_("Version remplacée"),
        required=False,
        empty_label=_("Aucune : l’avenant s’ajoute"),
        help_text=_("La version choisie cesse quand toutes les parties ont signé l’avenant."),
    )
    summary = Text(label=SUMMARY, required=False, rows=5)

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        signed = Version.objects.filter(convention__territory=territory, state__in=WERE_SIGNED)
        of_them = Convention.objects.filter(pk__in=signed.values("convention")).select_related("territory", "phase")
        self.fields["convention"].queryset = of_them
        self.fields["replaces"].queryset = signed.filter(state=VersionState.SIGNED).select_related(
            "convention__territory", "convention__phase"
        )
