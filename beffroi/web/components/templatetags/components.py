"""What templates ask of the pieces of page."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from beffroi.web.components.atlas import Dot, Panel
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


@register.simple_tag
def options_of(options: Mapping[Any, Any], chosen: Any, *, with_code: bool = False) -> SafeString:
    """The options of a list of choices, the chosen one marked: a list of all owners has hundreds of them."""
    return _options(
        tuple((str(code), str(text)) for code, text in options.items()),
        "" if chosen is None else str(chosen),
        with_code,
    )


@lru_cache(maxsize=128)
def _options(options: tuple[tuple[str, str], ...], chosen: str, with_code: bool) -> SafeString:
    """The same lists stand on all pages of a table, in all its orders."""
    return mark_safe(  # noqa: S308 — each code and each text is escaped on the way
        "".join(
            f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>'
            f"{f'{escape(code)} – ' if with_code else ''}{escape(text)}</option>"
            for code, text in options
        )
    )


@register.simple_tag
def dots_of(panel: Panel) -> SafeString:
    """The points of a panel of a map, each a link with what is said of it: there may be fifteen hundred."""
    return mark_safe("\n".join(_dot(dot, radius=panel.radius) for dot in panel.dots))  # noqa: S308 — escaped in each


def _dot(dot: Dot, *, radius: int) -> str:
    point = dot.point
    name, note = escape(point.name), escape(point.note)
    return (
        f'<a href="{escape(point.url)}" aria-label="{name}, {note}" data-at="{point.at}" data-note="{note}">'
        f'<circle class="bf-dot bf-dot--{escape(point.shade)}" cx="{dot.x}" cy="{dot.y}" r="{radius}">'
        f"<title>{name} – {note}</title></circle></a>"
    )


@register.filter
def file_size(size: int) -> str:
    """465677 bytes as « 466 ko » in French, « 466 kB » in English."""
    units = ("o", "ko", "Mo") if language() == "fr" else ("B", "kB", "MB")
    power = 2 if size >= 1e6 else 1 if size >= 1e3 else 0
    amount = typography.number(size / 1000**power, decimals=1 if power == 2 else 0, language=language())
    return f"{amount}\u00a0{units[power]}"
