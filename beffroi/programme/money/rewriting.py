"""What was told of a funding line, said otherwise: an amount or a day that is rewritten takes a reason."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.states import TOLD

NEEDS_REASON = _("Dites pourquoi un montant ou une date déjà dits changent.")


def rewritten(line: FundingLine, *, values: Mapping[str, Any]) -> list[str]:
    """The amounts and the days told of a line that these values change; a better paper rewrites nothing."""
    told = (name for stage in TOLD for name in (str(stage), f"{stage}_date") if name in values)
    return [name for name in told if getattr(line, name) not in (None, values[name])]
