"""The projections that a perimeter may come in, recognised by what the file declares, never guessed."""

import re

import numpy as np
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from beffroi.programme.moves import Refused
from beffroi.territory.projections import LAMBERT_93, OVERSEAS

# WGS 84, and the geographic systems of France that agree with it to a metre.
DEGREES = frozenset({4326, 4258, 4171, 4470, 4624, 4627, 5489})
# The nine zones of the conformal Lambert, in which many land registers are drawn.
CONFORMAL_LAMBERT = frozenset(range(3942, 3951))
METRES = frozenset({LAMBERT_93, *OVERSEAS.values(), *CONFORMAL_LAMBERT})

CODE = re.compile(r"(?:EPSG:|urn:ogc:def:crs:EPSG:[\d.]*:)(?P<epsg>\d{4,5})", re.IGNORECASE)
WELL_KNOWN_TEXT = ("GEOGCS", "PROJCS", "GEOGCRS", "PROJCRS", "GEODCRS", "BOUNDCRS")


class ProjectionRefused(Refused):
    """A projection that is absent, not one of France's, or contradicted by the coordinates."""


def recognised(declared: str | None, *, file: str) -> int:
    """The EPSG code of what a file declares: a code, an OGC name, or the text of a .prj."""
    if not declared:
        raise ProjectionRefused(
            _("« %(file)s » ne dit pas sa projection. %(right)s") % {"file": file, "right": _right()}
        )
    epsg = _epsg(declared)
    if epsg not in DEGREES | METRES:
        raise not_accepted(f"EPSG:{epsg}" if epsg else declared.split(",")[0][:60], file=file)
    return epsg


def not_accepted(shown: str, *, file: str) -> ProjectionRefused:
    """The refusal of a projection that was declared, as it was declared."""
    return ProjectionRefused(
        _("La projection de « %(file)s » (%(shown)s) n’est pas acceptée. %(right)s")
        % {"file": file, "shown": shown, "right": _right()}
    )


def in_degrees(geometry: BaseGeometry, *, epsg: int, feature: str) -> BaseGeometry:
    """The geometry in degrees, longitude first; refused when its coordinates cannot be of that projection."""
    if epsg in METRES:
        geometry = shapely.transform(geometry, _unproject(epsg))
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # an infinity is not in it either
        raise ProjectionRefused(
            _("%(feature)s : ses coordonnées ne sont pas celles de la projection déclarée (EPSG:%(epsg)s). %(right)s")
            % {"feature": feature, "epsg": epsg, "right": _right()}
        )
    return geometry


def _epsg(declared: str) -> int | None:
    # Only a code or the text of a .prj is heard: other forms may name files of this machine.
    if code := CODE.fullmatch(declared.strip()):
        return int(code["epsg"])
    if declared.strip().upper().endswith("CRS84"):
        return 4326
    if not declared.lstrip().startswith(WELL_KNOWN_TEXT):
        return None
    try:
        # Confidence under 100: the names in a .prj are those of a maker of software, not those of the register.
        return CRS.from_wkt(declared).to_epsg(min_confidence=60)
    except CRSError:
        return None


def _unproject(epsg: int):
    transformer = Transformer.from_crs(f"EPSG:{epsg}", "OGC:CRS84", always_xy=True)

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return to_degrees


def _right() -> str:
    return _("Exportez-le en Lambert-93 (EPSG:2154), en WGS 84 (EPSG:4326), ou dans la projection légale d’outre-mer.")
