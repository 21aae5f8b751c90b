"""The fields of a form, as the State's design system draws them."""

from django import forms, template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def kind(field: BoundField) -> str:
    """Of the design system's kinds of control, the one that this is: its groups bear the class of the same name."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    if isinstance(widget, forms.Select):
        return "select"
    return "upload" if isinstance(widget, forms.FileInput) else "input"


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The control with the class of its kind; Django itself ties it to its hint and to its errors."""
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{own} fr-{kind(field)}".strip()})


@register.filter
def named(field: BoundField) -> SafeString:
    """Its label, and whether it may be left out.

    A field without which the form may be sent, and that is yet needed in the end, says so by `is_needed`.
    """
    if field.field.required or getattr(field.field, "is_needed", False):
        return conditional_escape(field.label)
    return format_html('{} <span class="bf-quiet">({})</span>', field.label, _("facultatif"))


@register.filter
def faulty(form: BaseForm) -> list[BoundField]:
    """The fields at fault that a person sees, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def loses_a_file(form: BaseForm) -> bool:
    """Whether a file that was right is to be chosen again: a page cannot give a file back to a browser."""
    return any(form.add_prefix(name) in form.files and name not in form.errors for name in form.fields)


@register.filter
def first_control(field: BoundField) -> str:
    """Where a link to a field leads: its control, or the first of its boxes."""
    return field.id_for_label or f"{field.auto_id}_0"
