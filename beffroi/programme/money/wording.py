"""How an amount is written in a sentence."""

from decimal import ROUND_HALF_EVEN, Decimal

# Narrow, and never at the end of a line.
SPACE = "\u202f"


def euros(amount: Decimal) -> str:
    """« 12 500,00 € »."""
    whole = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
    return f"{whole:,.2f}".replace(",", SPACE).replace(".", ",") + "\u00a0€"
