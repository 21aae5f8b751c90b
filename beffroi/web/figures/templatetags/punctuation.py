"""The signs between two things that a page names: after a space in French, against the word in English."""

from collections.abc import Iterable

from django import template

from beffroi.web.figures import indicator

register = template.Library()


@register.simple_tag
def colon() -> str:
    return indicator.colon()


@register.filter
def listed(parts: Iterable[object]) -> str:
    return indicator.listed(map(str, parts))
