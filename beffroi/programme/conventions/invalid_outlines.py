"""Why a geometry is not valid, and where, in words."""

import re
from collections.abc import Mapping
from typing import Any

import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

# As GEOS tells it: « Self-intersection[4.625 43.675] ».
TOLD = re.compile(r"(?P<reason>[^\[]+)\[(?P<x>\S+) (?P<y>\S+)\]")
REASONS: Mapping[str, Any] = {
    "Self-intersection": gettext_lazy("le contour se croise"),
    "Ring Self-intersection": gettext_lazy("le contour se touche lui-même"),
    "Duplicate Rings": gettext_lazy("un contour est dessiné deux fois"),
    "Hole lies outside shell": gettext_lazy("un trou est hors du contour"),
    "Nested holes": gettext_lazy("un trou est dans un autre trou"),
    "Nested shells": gettext_lazy("une partie est dans une autre"),
    "Interior is disconnected": gettext_lazy("l’intérieur est coupé en deux"),
    "Too few points in geometry component": gettext_lazy("une partie a trop peu de points"),
}


def why_invalid(geometry: BaseGeometry) -> str:
    """« le contour se croise au point de longitude 4,625 et de latitude 43,675 »."""
    told = TOLD.fullmatch(shapely.is_valid_reason(geometry))
    if told is None:
        return _("le contour n’est pas fermé comme il faut")
    return _("%(what)s au point de longitude %(x)s et de latitude %(y)s") % {
        "what": REASONS.get(told["reason"], _("le contour n’est pas fermé comme il faut")),
        "x": _degrees(told["x"]),
        "y": _degrees(told["y"]),
    }


def _degrees(value: str) -> str:
    """To about a metre, without the zeros that say nothing."""
    return number_format(f"{float(value):.5f}".rstrip("0").rstrip("."))
