"""One indicator for several towns: a line each, over the communes of the programme."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beffroi.web.figures import charts, strip
from beffroi.web.figures.panel import Panel


def towns_chart(panels: Sequence[Panel], *, width: float | None = None) -> str:
    """A strip plot with a line for each town, its levels joined; empty when no town has a value."""
    if not any(panel.has_chart for panel in panels):
        return ""
    first = panels[0]
    figures = [figure for panel in panels for figure in panel.own]
    scale = charts.scale_for(first.indicator, spread=first.spread, figures=(*figures, *first.references))
    drawing = strip.Strip(
        scale=scale,
        ticks=charts.ticks(scale, first.indicator),
        marks=[],
        references=charts.references(first.references),
        bands=[strip.Band(panel.town, _levels(panel), is_joined=True) for panel in panels],
        spread=first.spread,
        spread_label=charts.spread_label(len(first.spread), first.indicator),
        beyond_label=charts.beyond(scale, first.spread),
        title=_("%(name)s : les villes choisies parmi les communes du programme") % {"name": first.indicator.name},
        description=" ".join(_said(panel) for panel in panels),
    )
    return strip.drawn(drawing, identity=f"{first.indicator.code.lower()}-towns", width=width)


def _levels(panel: Panel) -> list[tuple[str, float]]:
    return [(figure.observation.place_kind, figure.value) for figure in panel.own if figure.value is not None]


def _said(panel: Panel) -> str:
    said = ", ".join(f"{figure.level.lower()} {figure.text}" for figure in panel.own)
    return f"{panel.town}{panel.colon}{said}."
