"""Documents: a new one, a new version of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import Circle
from beffroi.programme.people.scope import Scope

FILE_HELP = _("PDF, image ou fichier bureautique, 50 Mo au plus.")


class CircleChanged(forms.Form):
    circle = forms.ChoiceField(
        label=_("Qui peut le lire"), choices=Circle.choices, initial=Circle.AGENTS, widget=forms.RadioSelect
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation, pour un document interne"),
        required=False,
        empty_label=_("Aucune"),
    )

    def __init__(self, *given: Any, scope: Scope, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=scope.organisations)


class Filed(CircleChanged):
    title = forms.CharField(label=_("Titre"), max_length=200)
    file = forms.FileField(label=_("Fichier"), help_text=FILE_HELP)
    field_order = ("title", "circle", "organisation", "file")


class FileAdded(forms.Form):
    file = forms.FileField(label=_("Fichier"), help_text=FILE_HELP)
