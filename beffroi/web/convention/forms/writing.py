"""Writing a version: its text, parties, axes, perimeters, annexes."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.conventions.kinds import PartyGroup
from beffroi.programme.conventions.models import Annex, AxisCommitment, Party, Perimeter, Version
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.towns.models import Axis, Territory
from beffroi.web.components.fields import CHOOSE, Day, Text

# They have no place of their own: each may be a party anywhere.
ANYWHERE = (
    OrganisationKind.CEREMA,
    OrganisationKind.ANCT,
    OrganisationKind.MINISTRY,
    OrganisationKind.BANQUE_DES_TERRITOIRES,
    OrganisationKind.ACTION_LOGEMENT,
    OrganisationKind.ANAH,
    OrganisationKind.OTHER,
)


class Wording(forms.Form):
    summary = Text(label=_("Objet et stratégie"), required=False, rows=8)
    effective_date = Day(label=_("Prise d’effet"), required=False)
    ends_date = Day(
        label=_("Fin"),
        required=False,
        help_text=_("Obligatoire pour une convention-cadre et un avenant de prolongation."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PartyAdded(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=CHOOSE[1])
    group = forms.ChoiceField(label=_("Groupe"), choices=PartyGroup.choices, widget=forms.RadioSelect)
    capacity = forms.CharField(
        label=_("Qualité"),
        required=False,
        max_length=200,
        help_text=_(
            "Quand elle signe à plusieurs titres, ajoutez l’organisation une fois par qualité : "
            "« Anah, par délégation », par exemple. N’y écrivez pas de nom de personne : la qualité est publiée."
        ),
    )
    representative = forms.CharField(label=_("Représentant"), required=False, max_length=150)

    def __init__(self, *given: Any, territory: Territory, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["organisation"].queryset = organisations_of(territory)


def organisations_of(territory: Territory) -> QuerySet[Organisation]:
    """Those that may be met around a territory: its own, the State's and the councils there, the partners."""
    communes = [town.commune for town in territory.communes.all()]
    near = (
        Q(kind=OrganisationKind.COMMUNE, code__in=communes)
        | Q(kind=OrganisationKind.EPCI, code__in=territory.epci_codes)
        | Q(
            kind__in=(OrganisationKind.PREFECTURE_DEPARTMENT, OrganisationKind.DEPARTMENT),
            code__in=territory.departments,
        )
        | Q(kind__in=(OrganisationKind.PREFECTURE_REGION, OrganisationKind.REGION), code=territory.region)
        | Q(kind__in=ANYWHERE)
    )
    return Organisation.objects.filter(near)


class Meanwhile(forms.Form):
    """A form over what several people may change: it carries the checksum of what it showed."""

    seen = forms.CharField(widget=forms.HiddenInput)


def checksum(state: Any) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True, default=str).encode()).hexdigest()[:16]


WITH, WITHOUT = "with", "without"


class Axes(Meanwhile):
    """The five axes at once: each has actions, or says why it has none."""

    def __init__(self, *given: Any, axes: Sequence[tuple[Axis, Any, Sequence[str]]], **named: Any) -> None:
        super().__init__(*given, **named)
        for axis, wording, numbers in axes:
            self.fields[f"{axis.key}-choice"] = forms.ChoiceField(
                label=str(wording),
                help_text=_counted(numbers),
                required=False,
                choices=[(WITH, _("Avec des actions")), (WITHOUT, _("Sans action, parce que…"))],
                widget=forms.RadioSelect,
            )
            reason = Text(label=_("Motif, si l’axe est sans action"), required=False, rows=2)
            self.fields[f"{axis.key}-reason"] = reason
        for field in self.fields.values():
            # Left open for now, and wanted before the version leaves: « facultatif » under each line would be untrue.
            field.is_needed = True

    def choice(self, axis: Axis) -> tuple[bool, str] | None:
        """Whether the axis has actions, and why not; nothing when the writer left it open."""
        chosen = self.cleaned_data.get(f"{axis.key}-choice")
        if not chosen:
            return None
        return chosen == WITH, "" if chosen == WITH else self.cleaned_data[f"{axis.key}-reason"].strip()


def _counted(numbers: Sequence[str]) -> str:
    if not numbers:
        return gettext("Le plan de cette version n’y a aucune action.")
    return ngettext(
        "Le plan de cette version y a %(number)s action : n° %(numbers)s.",
        "Le plan de cette version y a %(number)s actions : n° %(numbers)s.",
        len(numbers),
    ) % {"number": len(numbers), "numbers": ", ".join(numbers)}


def axes_shown(commitments: Sequence[AxisCommitment]) -> dict[str, Any]:
    """What the form of axes first shows."""
    shown: dict[str, Any] = {"seen": checksum([[c.axis_id, c.with_action, c.reason] for c in commitments])}
    for held in commitments:
        shown[f"{held.axis.key}-choice"] = WITH if held.with_action else WITHOUT
        shown[f"{held.axis.key}-reason"] = held.reason
    return shown


class PerimetersChosen(Meanwhile):
    perimeters = forms.ModelMultipleChoiceField(
        Perimeter.objects.none(),
        label=_("Périmètres que porte cette version"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, version: Version, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["perimeters"].queryset = Perimeter.objects.filter(territory=version.territory)


class PlanChosen(Meanwhile):
    actions = forms.ModelMultipleChoiceField(
        Action.objects.none(),
        label=_("Actions que porte cette version"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, among: QuerySet[Action], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["actions"].queryset = among
        self.fields["actions"].label_from_instance = lambda action: f"{action.number}. {action.title}"


class AnnexAdded(forms.Form):
    title = forms.CharField(label=_("Titre"), max_length=200)
    file = forms.FileField(label=_("Fichier"), help_text=_("PDF, image ou fichier bureautique, 50 Mo au plus."))


class PartyRemoved(forms.Form):
    party = forms.ModelChoiceField(Party.objects.none(), label=_("Partie"), empty_label=CHOOSE[1])

    def __init__(self, *given: Any, version: Version, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["party"].queryset = version.parties.select_related("organisation")


class AnnexRemoved(forms.Form):
    annex = forms.ModelChoiceField(Annex.objects.none(), label=_("Annexe"), empty_label=CHOOSE[1])

    def __init__(self, *given: Any, version: Version, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["annex"].queryset = version.annexes.all()
