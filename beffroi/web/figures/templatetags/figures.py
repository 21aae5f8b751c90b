"""What templates ask of figures. A template never receives a bare number to show."""

from typing import Any

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.safestring import SafeString, mark_safe

from beffroi.web.figures import table, typography
from beffroi.web.figures.figure import BareFigure, Figure
from beffroi.web.figures.indicator import language
from beffroi.web.figures.indicator import spoken as in_active_language
from beffroi.web.figures.panel import Panel

register = template.Library()


@register.filter
def spoken(text: Any) -> Any:
    return in_active_language(text)


@register.filter
@stringfilter
def period(text: str) -> str:
    return typography.period(text)


@register.filter
def tally(count: int) -> str:
    """A number of things (rows, towns, inhabitants) with the separators of the language."""
    return typography.number(count, decimals=0, language=language())


@register.simple_tag
def value(figure: Figure) -> SafeString:
    """A figure with its unit, or its absence with sign and word; refuses anything that is not a figure."""
    if not isinstance(figure, Figure):
        raise BareFigure(f"{{% value %}} got {type(figure).__name__}: a page shows a Figure, never a bare number.")
    return mark_safe(table.value(figure))  # noqa: S308  every text in it went through html.escape


@register.simple_tag
def strip(panel: Panel) -> SafeString:
    return mark_safe(panel.chart())  # noqa: S308  every text in it went through html.escape


@register.simple_tag
def trend(panel: Panel) -> SafeString:
    return mark_safe(panel.trend_chart)  # noqa: S308  every text in it went through html.escape
