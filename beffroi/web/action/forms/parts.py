"""What an action holds, as forms: milestones, risks, dependencies, aims."""

from collections.abc import Sequence
from typing import Any

from django import forms

from beffroi.programme.actions.states import Severity
from beffroi.web.action.wording import FIELDS
from beffroi.web.components.fields import CHOOSE, Day


class Part(forms.Form):
    """A part that may be corrected: the form says what it showed, so that two people do not write over each other."""

    seen = forms.JSONField(required=False, widget=forms.HiddenInput)


class MilestoneForm(Part):
    label = forms.CharField(label=FIELDS["label"], max_length=160)
    planned_date = Day(label=FIELDS["planned_date"])
    done_date = Day(label=FIELDS["done_date"], required=False)


class RiskForm(Part):
    text = forms.CharField(label=FIELDS["text"], max_length=400)
    severity = forms.ChoiceField(label=FIELDS["severity"], choices=Severity.choices, initial=Severity.MEDIUM)


class DependencyForm(forms.Form):
    on_action = forms.ModelChoiceField(queryset=None, label=FIELDS["on_action"], empty_label=CHOOSE[1])

    def __init__(self, *args: Any, among: Any, **traits: Any) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["on_action"].queryset = among


class AimForm(Part):
    indicator_code = forms.ChoiceField(label=FIELDS["indicator_code"])
    baseline = forms.DecimalField(label=FIELDS["baseline"], required=False, localize=True)
    baseline_period = forms.CharField(label=FIELDS["baseline_period"], required=False, max_length=12)
    target = forms.DecimalField(label=FIELDS["target"], required=False, localize=True)
    target_period = forms.CharField(label=FIELDS["target_period"], required=False, max_length=12)

    def __init__(self, *args: Any, indicators: Sequence[tuple[str, str]], **traits: Any) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["indicator_code"].choices = [CHOOSE, *indicators]


class Nothing(Part):
    """A confirmation."""
