"""The form of an invitation; those of the door itself are django-allauth's."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InvitationForm(forms.Form):
    name = forms.CharField(
        label=_("Votre nom"),
        max_length=150,
        help_text=_("Tel que vos collègues le liront."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        help_text=_("Douze caractères au moins : une phrase se retient mieux qu’un mot."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
