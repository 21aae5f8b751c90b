"""The fields of a form, as the State's design system draws them."""

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, Select, SelectMultiple
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The control with the class of its kind; Django itself ties it to its hint and to its errors."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return field.as_widget()
    kind = "fr-select" if isinstance(widget, Select | SelectMultiple) else "fr-input"
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} {kind}".strip()})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_several_boxes(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxSelectMultiple)
