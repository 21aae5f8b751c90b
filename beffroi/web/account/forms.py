"""The form of an invitation, the name of a key; the other forms of the door are django-allauth's."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
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


class KeyAdded(AddWebAuthnForm):
    """django-allauth leaves the name of its field in English."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("Nom de la clé")
        self.fields["name"].help_text = _("Pour la reconnaître : « Téléphone », « Ordinateur du bureau ».")
