"""The table beside a chart. Written here rather than in a template: forty tables of thirty rows are half of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from beffroi.web.figures.figure import Figure


@dataclass(frozen=True, slots=True)
class Rows:
    """A part of the table: a heading, then labels with their figures. `is_brief` leaves out interval and count."""

    heading: str
    rows: Sequence[tuple[str, Figure]]
    is_brief: bool = False


def value(figure: Figure) -> str:
    """The figure with its unit, or the sign and the word of its absence, as HTML."""
    if not figure.absence:
        return escape(figure.text)
    kind = figure.observation.absence or "missing"
    sign = f'<span class="fig-sign" aria-hidden="true">{escape(figure.absence.sign)}</span>'
    return f'<span class="fig-absence fig-absence--{kind}">{sign} {escape(str(figure.absence.word))}</span>'


def body(groups: Iterable[Rows], *, has_intervals: bool) -> SafeString:
    """One `tbody` for each group."""
    width = 4 if has_intervals else 3
    parts = []
    for group in groups:
        parts.append("<tbody>")
        if group.heading:
            parts.append(f'<tr><th scope="rowgroup" colspan="{width}">{escape(group.heading)}</th></tr>')
        parts.extend(_row(*row, is_brief=group.is_brief, has_intervals=has_intervals) for row in group.rows)
        parts.append("</tbody>")
    return mark_safe("".join(parts))  # noqa: S308  every text in it went through html.escape


def _row(label: str, figure: Figure, *, is_brief: bool, has_intervals: bool) -> str:
    cells = [value(figure)]
    if not is_brief:
        cells += [escape(figure.interval)] * has_intervals + [figure.count]
    return f'<tr><th scope="row">{escape(label)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
