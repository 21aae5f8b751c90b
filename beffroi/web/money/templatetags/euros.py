"""Amounts in tables: euros, their cents only when there are any."""

from collections.abc import Iterator
from decimal import Decimal

from django import template

from beffroi.programme.money.states import Stage
from beffroi.programme.money.totals import Total
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import language

register = template.Library()


@register.filter
def whole_euros(amount: Decimal | None) -> str:
    """« 1 250 000 »; a dash where no amount is told."""
    if amount is None:
        return "–"
    decimals = 0 if amount == amount.to_integral_value() else 2
    return typography.number(float(amount), decimals=decimals, language=language())


@register.filter
def rounded(amount: Decimal | None) -> str:
    """An amount of a list, where the eye compares: without its cents, which are on the page of the line."""
    return "–" if amount is None else typography.number(round(amount), decimals=0, language=language())


@register.filter
def in_euros(amount: Decimal | None) -> str:
    """« 1 250 000 € », « €1,250,000 » in English; a dash where no amount is told."""
    return "–" if amount is None else typography.euros(float(amount), language=language())


@register.filter
def amounts(total: Total) -> Iterator[tuple[Stage, Decimal | None]]:
    """The amount of each stage, in the order in which money comes."""
    return ((stage, total.told(stage)) for stage in Stage)
