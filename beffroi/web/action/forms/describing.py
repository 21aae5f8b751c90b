"""The sheet as a form: create, change, change several together, duplicate."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import Cause
from beffroi.programme.actions.themes import themes
from beffroi.programme.committees.models import Decision
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Territory
from beffroi.web.action.forms.organisations import organisations_of, organisations_of_each
from beffroi.web.action.wording import FIELDS
from beffroi.web.components.fields import CHOOSE, Amount, Cited, Day, Text

OF_EACH = gettext_lazy(
    "Les actions choisies sont de %(total)s territoires : seules sont proposées les organisations qui peuvent agir "
    "sur chacun. Pour une commune ou une intercommunalité, choisissez les actions d’un seul territoire."
)


class Site(forms.JSONField):
    """A GeoJSON geometry; a bare « longitude, latitude » is understood as a point."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **traits)

    def to_python(self, value: Any) -> Any:
        parts = value.replace(";", ",").split(",") if isinstance(value, str) else []
        if len(parts) == 2:
            try:
                return {"type": "Point", "coordinates": [float(part) for part in parts]}
            except ValueError as fault:
                raise ValidationError(
                    _("Écrivez une longitude puis une latitude, par exemple : 2.4447, 44.9267.")
                ) from fault
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A text (of the sheet, of a draft) is already what the person wrote; of nothing JSON would write « null »."""
        return value if isinstance(value, str) else super().prepare_value(value) if value else ""


class Described(forms.Form):
    """What a person writes of an action; the domain says what cannot be."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=FIELDS["title"], max_length=200)
    axis = forms.ModelChoiceField(queryset=None, label=FIELDS["axis"], empty_label=CHOOSE[1])
    secondary_axes = forms.MultipleChoiceField(
        label=FIELDS["secondary_axes"], required=False, widget=forms.CheckboxSelectMultiple
    )
    themes = forms.MultipleChoiceField(label=FIELDS["themes"], required=False, widget=forms.CheckboxSelectMultiple)
    owner = forms.ModelChoiceField(queryset=None, label=FIELDS["owner"], required=False, empty_label=CHOOSE[1])
    partners = forms.ModelMultipleChoiceField(
        queryset=None, label=FIELDS["partners"], required=False, widget=forms.CheckboxSelectMultiple
    )
    description = Text(label=FIELDS["description"], required=False, rows=5)
    objectives = Text(label=FIELDS["objectives"], required=False)
    start_date = Day(label=FIELDS["start_date"], required=False)
    end_date = Day(label=FIELDS["end_date"], required=False)
    cost = Amount(label=FIELDS["cost"], required=False)
    mature = forms.BooleanField(
        label=FIELDS["mature"],
        required=False,
        help_text=gettext_lazy("Elle pourrait commencer dès qu’elle sera financée."),
    )
    site = Site(
        label=FIELDS["site"],
        required=False,
        help_text=gettext_lazy(
            "« longitude, latitude » pour un point, ou une géométrie GeoJSON pour une ligne ou une surface."
        ),
    )
    late_cause = forms.ChoiceField(label=FIELDS["late_cause"], choices=[CHOOSE, *Cause.choices], required=False)
    late_note = Text(label=FIELDS["late_note"], required=False, rows=2)
    blocked = forms.BooleanField(label=FIELDS["blocked"], required=False)
    blocked_cause = forms.ChoiceField(label=FIELDS["blocked_cause"], choices=[CHOOSE, *Cause.choices], required=False)
    unblock_condition = Text(label=FIELDS["unblock_condition"], required=False, rows=2)
    circle = forms.ChoiceField(
        label=FIELDS["circle"],
        choices=Circle.choices,
        initial=Circle.AGENTS,
        help_text=gettext_lazy("Une action interne n’est lue que par les agents de son maître d’ouvrage."),
    )

    def __init__(self, *args: Any, territory: Territory, on: date, **traits: Any) -> None:
        super().__init__(*args, **traits)
        axes = territory.programme.axes.prefetch_related("wordings")
        words = {
            axis.pk: f"{axis.order}. {wording.text if (wording := axis.wording(on)) else axis.key}" for axis in axes
        }
        fields: dict[str, Any] = self.fields
        fields["axis"].queryset = axes
        fields["axis"].label_from_instance = lambda axis: words[axis.pk]
        fields["secondary_axes"].choices = [(axis.key, words[axis.pk]) for axis in axes]
        fields["themes"].choices = list(themes(territory.programme_id).items())
        near = organisations_of(territory)
        fields["owner"].queryset = fields["partners"].queryset = near

    @property
    def values(self) -> dict[str, Any]:
        """What the domain writes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def initial_of(action: Action) -> dict[str, Any]:
    """The sheet as the form shows it."""
    shown = {name: getattr(action, name) for name in Described.base_fields if name != "partners"}
    shown["site"] = json.dumps(action.site) if action.site else ""
    return shown | {
        "axis": action.axis_id,
        "owner": action.owner_id,
        "partners": [one.pk for one in action.partners.all()],
    }


class Together(forms.Form):
    """The same value in several actions: what is left empty is left as it is."""

    owner = forms.ModelChoiceField(
        queryset=None, label=FIELDS["owner"], required=False, empty_label=gettext_lazy("– ne pas changer –")
    )
    end_date = Day(label=FIELDS["end_date"], required=False)
    late_cause = forms.ChoiceField(label=FIELDS["late_cause"], required=False)
    late_note = Text(label=FIELDS["late_note"], required=False, rows=2)
    mature = forms.ChoiceField(label=FIELDS["mature"], required=False)
    circle = forms.ChoiceField(label=FIELDS["circle"], required=False)

    def __init__(self, *args: Any, territories: list[Territory], **traits: Any) -> None:
        super().__init__(*args, **traits)
        same = ("", gettext_lazy("– ne pas changer –"))
        fields: dict[str, Any] = self.fields
        fields["owner"].queryset = organisations_of_each(territories)
        if len(territories) > 1:
            fields["owner"].help_text = OF_EACH % {"total": len(territories)}
        fields["late_cause"].choices = [same, *Cause.choices]
        fields["mature"].choices = [same, ("oui", gettext_lazy("oui")), ("non", gettext_lazy("non"))]
        fields["circle"].choices = [same, *Circle.choices]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(said.values()):
            raise ValidationError(_("Indiquez au moins une valeur à écrire."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if value}
        return said | ({"mature": said["mature"] == "oui"} if "mature" in said else {})


class Copied(forms.Form):
    title = forms.CharField(label=FIELDS["title"], max_length=200)


class Passage(forms.Form):
    """What a move says, by the fields that its guards want."""

    delivered_date = Day(label=FIELDS["delivered_date"], required=False)
    start_date = Day(label=FIELDS["start_date"], required=False)
    state_reason = Text(label=FIELDS["state_reason"], required=False, rows=3)
    decided_by = forms.CharField(
        label=FIELDS["decided_by"],
        required=False,
        max_length=200,
        help_text=gettext_lazy("Par exemple : conseil municipal du 12 février 2024."),
    )
    assessment = Text(label=FIELDS["assessment"], required=False, rows=6)
    late_cause = forms.ChoiceField(label=FIELDS["late_cause"], choices=[CHOOSE, *Cause.choices], required=False)
    late_note = Text(label=FIELDS["late_note"], required=False, rows=2)

    def __init__(self, *args: Any, asked: list[str], decisions: list[Decision], **traits: Any) -> None:
        super().__init__(*args, **traits)
        for name in self.fields.keys() - set(asked):
            del self.fields[name]
        # What its guards want, the operation refuses to do without, and says all of it at once.
        for name in self.fields.keys() - {"late_note"}:
            self.fields[name].is_needed = True
        if decisions:
            self.fields["decision"] = Cited(decisions)

    @property
    def values(self) -> dict[str, Any]:
        """What the move says beside the decision that made it so."""
        return {name: value for name, value in self.cleaned_data.items() if name != "decision"}
