"""The forms about accesses: an invitation, an end, an organisation."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.models import Membership, Organisation
from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind
from beffroi.programme.people.rules import can_add_organisation
from beffroi.programme.people.scope import Scope
from beffroi.web.components.fields import Day
from beffroi.web.people import choosing


class Invited(forms.Form):
    """An invitation to one role: the lists hold what this person may offer, and nothing else."""

    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254, help_text=_("Celle où la personne recevra le lien.")
    )
    name = forms.CharField(label=_("Nom de la personne"), max_length=150, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choisissez une organisation")
    )
    over = forms.MultipleChoiceField(
        label=_("Périmètre"),
        widget=forms.SelectMultiple(attrs={"size": "6"}),
        help_text=_("Plusieurs lignes : touche Ctrl (Cmd sur Mac), tous du même type."),
    )
    starts_date = Day(
        label=_("Début de l’accès"), required=False, help_text=_("Sans date : le jour où la personne ouvre son accès.")
    )
    ends_date = Day(
        label=_("Fin de l’accès"),
        required=False,
        help_text=_("Dernier jour compris. Sans date : jusqu’à nouvel ordre."),
    )
    language = forms.ChoiceField(label=_("Langue du courrier"), choices=settings.LANGUAGES)

    def __init__(self, *given: Any, role: Role, scope: Scope, on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        groups = choosing.scopes(role, scope=scope, on=on)
        self.fields["organisation"].queryset = found = choosing.organisations(role, scope=scope)
        self.fields["over"].choices = groups
        single = [value for _kind, options in groups for value, _name in options]
        if len(single) == 1:
            self.initial.setdefault("over", single)
        if len(few := found[:2]) == 1:
            self.initial.setdefault("organisation", few[0].pk)

    def clean_over(self) -> dict[str, Any]:
        """One kind of scope and its codes."""
        pairs = [value.partition(":") for value in self.cleaned_data["over"]]
        kinds = {kind for kind, _colon, _code in pairs}
        codes = [code for _kind, _colon, code in pairs if code]
        if len(kinds) != 1 or (codes and len(codes) != len(pairs)):
            raise ValidationError(_("Un accès a un seul type de périmètre : choisissez des lignes du même groupe."))
        return {"scope_kind": ScopeKind(kinds.pop()), "scope_codes": codes}

    @property
    def offer(self) -> dict[str, Any]:
        """What `operations.invite` is told."""
        said = dict(self.cleaned_data)
        return said | said.pop("over")


class Dated(forms.Form):
    """The end of an access, with the end that was read when the form was opened."""

    ends_date = Day(label=_("Dernier jour de l’accès"))
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


class Ended(Dated):
    pass


class Extended(Dated):
    ends_date = Day(
        label=_("Nouveau dernier jour"), required=False, help_text=_("Sans date : l’accès dure jusqu’à nouvel ordre.")
    )


class OrganisationAdded(forms.Form):
    kind = forms.ChoiceField(label=_("Type"))
    name = forms.CharField(
        label=_("Nom"), max_length=200, help_text=_("Tel qu’il se lira sur les conventions et les financements.")
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        required=False,
        help_text=_(
            "Celui de son registre : SIREN d’un organisme ou d’une intercommunalité, code Insee d’une commune."
        ),
    )

    def __init__(self, *given: Any, scope: Scope, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in OrganisationKind if can_add_organisation(scope, kind=kind)
        ]
        self.initial.setdefault("kind", OrganisationKind.OTHER.value)


def seen_end(membership: Membership) -> dict[str, Any]:
    return {"seen": membership.ends_date, "ends_date": membership.ends_date}
