"""Fields as people write them in French: amounts with spaces and a comma, days from a calendar."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import colon, language

# The first line of a list where one must choose.
CHOOSE = ("", _("– choisir –"))


class Amount(forms.DecimalField):
    """« 1 250 000,50 » as well as 1250000.50: spaces of any width, an euro sign, a decimal comma."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Écrivez un montant en euros, par exemple : 1 250 000,50.")
    }

    def __init__(self, **traits: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_digits=14, decimal_places=2, min_value=Decimal(0), widget=widget, **traits)

    def prepare_value(self, value: Any) -> Any:
        """An amount as it is written here: « 1 250 000,50 », and no cents where there are none."""
        if not isinstance(value, Decimal):
            return value
        decimals = 0 if value == value.to_integral_value() else 2
        return typography.number(float(value), decimals=decimals, language=language())

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = "".join(value.split()).rstrip("€")
            # In English a comma parts thousands; a French reader of the English pages may still write cents after it.
            is_grouped = language() == "en" and re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", value)
            value = value.replace(",", "") if is_grouped else value.replace(",", ".")
        return super().to_python(value)


class Day(forms.DateField):
    def __init__(self, **traits: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **traits)


class Cited(forms.ModelChoiceField):
    """A decision of a committee, where one made it so: named by its session, its number and its first words."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("Cette décision ne peut pas en être la cause : choisissez-en une de la liste.")
    }

    def __init__(self, decisions: Iterable[Decision], **traits: Any) -> None:
        super().__init__(
            queryset=Decision.objects.filter(pk__in=[one.pk for one in decisions])
            .select_related("session__committee")
            .order_by("-session__date", "-number"),
            label=_("Décision de comité qui en a décidé ainsi"),
            required=False,
            empty_label=_("– aucune –"),
            **traits,
        )

    def label_from_instance(self, obj: Decision) -> str:
        return f"{obj}{colon()}{Truncator(obj.text).chars(80)}"


class Text(forms.CharField):
    """A text of several lines."""

    def __init__(self, *, rows: int = 4, **traits: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **traits)
