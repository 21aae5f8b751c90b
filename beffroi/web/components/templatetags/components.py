"""What templates ask of the pieces of page."""

from typing import Any

from django import template

from beffroi.web.figures import typography
from beffroi.web.figures.indicator import language

register = template.Library()


@register.simple_tag
def page_address(asked: Any, number: int) -> str:
    return asked.address(page=str(number))


@register.simple_tag
def list_address(asked: Any, **changes: str) -> str:
    return asked.address(**changes)


@register.inclusion_tag("components/sort_header.html")
def sort_header(asked: Any, key: str, label: str, *, is_number: bool = False) -> dict[str, Any]:
    """A column's head that sorts: up first, then down."""
    state = ("descending" if asked.is_descending else "ascending") if asked.sort == key else ""
    turned = f"-{key}" if state == "ascending" else key
    return {"label": label, "state": state, "address": asked.address(tri=turned), "is_number": is_number}


@register.filter
def file_size(size: int) -> str:
    """465677 bytes as « 466 ko » in French, « 466 kB » in English."""
    units = ("o", "ko", "Mo") if language() == "fr" else ("B", "kB", "MB")
    power = 2 if size >= 1e6 else 1 if size >= 1e3 else 0
    amount = typography.number(size / 1000**power, decimals=1 if power == 2 else 0, language=language())
    return f"{amount}\u00a0{units[power]}"
