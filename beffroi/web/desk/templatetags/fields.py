"""The fields of a form, as the State's design system draws them."""

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, Select, SelectMultiple
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The control with the class of its kind; Django itself ties it to its hint and to its errors."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return field.as_widget()
    is_select = isinstance(widget, Select | SelectMultiple)
    kind = "fr-select" if is_select else "fr-upload" if isinstance(widget, FileInput) else "fr-input"
    return field.as_widget(attrs={"class": f"{widget.attrs.get('class', '')} {kind}".strip()})


@register.filter
def faulty(form: BaseForm) -> list[BoundField]:
    """The fields at fault that a person sees, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def first_control(field: BoundField) -> str:
    """Where a link to a field leads: its control, or the first of its boxes."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_several_boxes(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxSelectMultiple)
