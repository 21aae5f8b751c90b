"""What every chart of an indicator shares: its axis, its ticks, its references, the words around them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.web.figures import strip, typography
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, language
from beffroi.web.figures.scale import Scale, scale_of

LONG_UNIT = 4


def scale_for(indicator: Indicator, *, spread: Sequence[float], figures: Sequence[Figure]) -> Scale:
    """An axis that shows every one of `figures`, intervals included, and nearly all of `spread`."""
    shown = [figure.value for figure in figures if figure.value is not None]
    for figure in figures:
        shown += [bound for bound in (figure.observation.low, figure.observation.high) if bound is not None]
    return scale_of(spread, shown=shown, floor=(indicator.bounds or [None])[0])


def ticks(scale: Scale, indicator: Indicator) -> list[str]:
    """The ticks with as many decimals as their step needs, and the unit on the last one."""
    step = scale.ticks[1] - scale.ticks[0]
    decimals = next(places for places in range(9) if abs(round(step, places) - step) < step / 1000)
    texts = [typography.number(tick, decimals=decimals, language=language()) for tick in scale.ticks]
    if len(indicator.symbol) > LONG_UNIT:  # it would run into the tick before; the label of every mark bears it
        return texts
    return [*texts[:-1], typography.with_unit(texts[-1], symbol=indicator.symbol, language=language())]


def brief(figure: Figure) -> str:
    """The value for a label of a chart: with its unit when that is short; a long one stands once, above the axis."""
    return figure.short if len(figure.indicator.symbol) > LONG_UNIT else figure.text


def references(figures: Sequence[Figure]) -> list[strip.Reference]:
    return [
        strip.Reference(figure.observation.place_kind, f"{figure.level} {brief(figure)}", figure.value)
        for figure in figures
        if figure.value is not None
    ]


def spread_label(count: int, indicator: Indicator) -> str:
    """« 235 communes du programme (pour 1 000 hab.) »: what a dot is, and the unit when the ticks cannot bear it."""
    if indicator.base == "territory":
        said = ngettext("%(count)s territoire du programme", "%(count)s territoires du programme", count)
    else:
        said = ngettext("%(count)s commune du programme", "%(count)s communes du programme", count)
    unit = f" ({indicator.symbol})" if len(indicator.symbol) > LONG_UNIT else ""
    return said % {"count": count} + unit


def beyond(scale: Scale, values: Sequence[float]) -> str:
    """« 3 hors de l’axe »: values that the axis does not reach are said, not dropped."""
    count = sum(scale.beyond(values))
    return _("%(count)s hors de l’axe") % {"count": count} if count else ""
