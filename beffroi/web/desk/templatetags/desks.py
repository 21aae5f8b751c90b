"""How amounts and days are written on a desk."""

from decimal import Decimal

from django import template

from beffroi.web.figures import typography
from beffroi.web.figures.indicator import language

register = template.Library()


@register.filter
def euros(amount: Decimal) -> str:
    """Whole euros: « 12 500 € », « €12,500 »; the cents are on the line itself."""
    written = typography.number(float(amount), decimals=0, language=language())
    return f"{written}{typography.FIXED}€" if language() == "fr" else f"€{written}"
