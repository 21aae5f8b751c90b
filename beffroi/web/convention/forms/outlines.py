"""Perimeters drawn, brought in a file, put into force; ORT and their prefectoral act."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort, Perimeter
from beffroi.programme.towns.models import Territory
from beffroi.web.components.fields import Day
from beffroi.web.convention.forms.deciding import DecisionChoice
from beffroi.web.convention.forms.filing import FILE_HELP


def outline_field() -> forms.CharField:
    return forms.CharField(
        label=_("Contour (GeoJSON, longitude et latitude en degrés)"),
        help_text=_("La carte remplit ce champ ; sans elle, collez-y une géométrie « Polygon » ou « MultiPolygon »."),
        widget=forms.Textarea(attrs={"rows": "4", "spellcheck": "false"}),
    )


def act_field() -> forms.FileField:
    return forms.FileField(label=_("Fichier de l’acte"), required=False, help_text=FILE_HELP)


class Drawn(forms.Form):
    kind = forms.ChoiceField(label=_("Nature du périmètre"), choices=PerimeterKind.choices)
    name = forms.CharField(label=_("Nom"), max_length=160)
    replaces = forms.ModelChoiceField(
        Perimeter.objects.none(),
        label=_("Périmètre remplacé"),
        required=False,
        empty_label=_("Aucun"),
        help_text=_("Pour étendre un périmètre en vigueur : il finit la veille du jour où celui-ci commence."),
    )
    geometry = outline_field()

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["replaces"].queryset = Perimeter.objects.filter(
            territory=territory, starts_date__isnull=False, ends_date=None, replaced_by=None
        )


class Redrawn(forms.Form):
    geometry = outline_field()


class Imported(forms.Form):
    kind = forms.ChoiceField(label=_("Nature des périmètres du fichier"), choices=PerimeterKind.choices)
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("GeoJSON, GeoPackage ou shapefile zippé, 20 Mo au plus. Chaque objet devient une proposition."),
    )


class Decided(forms.Form):
    """A day, with the decision that makes it so."""

    decision = DecisionChoice(
        Decision.objects.none(), label=_("Décision de comité"), required=False, empty_label=_("Aucune")
    )

    def __init__(self, *given: Any, decisions: Sequence[Decision], **named: Any) -> None:
        super().__init__(*given, **named)
        wanted = Decision.objects.filter(pk__in=[decision.pk for decision in decisions])
        self.fields["decision"].queryset = wanted.select_related("session__committee")


class Force(Decided):
    starts_date = Day(label=_("En vigueur depuis le"))
    act_title = forms.CharField(
        label=_("Acte"), required=False, max_length=200, help_text=_("Arrêté, délibération : son intitulé.")
    )
    act_date = Day(label=_("Date de l’acte"), required=False)
    act_file = act_field()


class End(Decided):
    ends_date = Day(label=_("Dernier jour"))


class OrtAgreed(forms.Form):
    communes = forms.MultipleChoiceField(label=_("Communes couvertes"), widget=forms.CheckboxSelectMultiple)
    signed_date = Day(label=_("Signature de la convention d’ORT"))
    ends_date = Day(label=_("Fin"), required=False)
    act_title = forms.CharField(label=_("Arrêté préfectoral"), required=False, max_length=200)
    act_date = Day(label=_("Date de l’arrêté"), required=False)
    act_file = act_field()

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["communes"].choices = [(town.commune, town.name) for town in territory.communes.all()]


class Homologated(forms.Form):
    ort = forms.ModelChoiceField(Ort.objects.none(), label=_("ORT"), empty_label=None)
    act_title = forms.CharField(label=_("Arrêté préfectoral"), max_length=200)
    act_date = Day(label=_("Date de l’arrêté"))
    act_file = act_field()

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ort"].queryset = Ort.objects.filter(territory=territory, act_date=None)
