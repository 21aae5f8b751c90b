"""The projections that a perimeter may come in, recognised by what the file declares, never guessed."""

import re
from dataclasses import dataclass

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


# About 20 km: what lies further from the town is not a fault of its perimeter, but another projection.
SURROUNDINGS_DEGREES = 0.2


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the outlines of a file are expected: the communes in degrees, and their legal projection."""

    within: BaseGeometry
    epsg: int


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


def undeclared(geometry: BaseGeometry, *, around: Surroundings, feature: str) -> tuple[BaseGeometry, int]:
    """The geometry in degrees and its projection, of a file that declares none.

    Degrees, as GeoJSON has it; else the territory's legal projection when its metres fall around the town.
    """
    west, south, east, north = geometry.bounds
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return geometry, 4326
    placed = shapely.transform(geometry, _unproject(around.epsg))
    if np.isfinite(placed.bounds).all() and placed.intersects(around.within.buffer(SURROUNDINGS_DEGREES)):
        return placed, around.epsg
    raise ProjectionRefused(
        _(
            "%(feature)s : ses coordonnées ne sont pas en degrés, et le fichier ne dit pas leur projection. "
            "Déclarez la projection (membre « crs » du GeoJSON), ou exportez-le en WGS 84 (EPSG:4326)."
        )
        % {"feature": feature}
    )


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
