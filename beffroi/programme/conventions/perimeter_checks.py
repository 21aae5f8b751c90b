"""Whether an outline may be a perimeter of a territory: every fault of it at once, each naming the feature."""

from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from beffroi.programme.conventions.invalid_outlines import why_invalid
from beffroi.programme.conventions.perimeter_files import Outline
from beffroi.territory.projections import SQUARE_METRES_PER_HECTARE, NoProjection, in_metres

# The published outlines of communes were redrawn on a grid of about 13 m.
TOLERANCE_M = 50.0
# Narrower than this, a part is what is left between two outlines that do not join.
SLIVER_WIDTH_M = 2.0
SMALLEST_M2 = 100.0


@dataclass(frozen=True, slots=True)
class Found:
    """A perimeter that passed: valid, polygonal, in degrees, with its area in the local projection."""

    geometry: BaseGeometry
    area_ha: float


def faults(outline: Outline, *, within: BaseGeometry, place: str, epsg: int) -> list[str]:
    """A sentence for each thing that is wrong; the later checks need the earlier ones.

    `within` is the outline of the communes, in degrees; `place` names them; `epsg` is the local projection.
    """
    if outline.geometry.geom_type not in {"Polygon", "MultiPolygon"}:
        return [
            _("%(feature)s n’est pas une surface (%(kind)s) : un périmètre est un polygone.")
            % {"feature": outline.feature, "kind": outline.geometry.geom_type}
        ]
    if not outline.geometry.is_valid:
        return [_invalid(outline)]
    try:
        surface = in_metres(outline.geometry, epsg=epsg)
    except NoProjection:
        return [_far(outline, within=within, place=place)]
    limit = in_metres(within, epsg=epsg).buffer(TOLERANCE_M)
    if not surface.intersects(limit):
        return [_far(outline, within=within, place=place)]
    return [*_slivers(outline, surface=surface), *_outside(outline, surface=surface, limit=limit, place=place)]


def measured(outline: Outline, *, epsg: int) -> Found:
    """A checked outline with its area."""
    area = in_metres(outline.geometry, epsg=epsg).area / SQUARE_METRES_PER_HECTARE
    return Found(geometry=shapely.normalize(outline.geometry), area_ha=float(area))


def _invalid(outline: Outline) -> str:
    return _("%(feature)s : %(why)s. Corrigez-le à cet endroit.") % {
        "feature": outline.feature,
        "why": why_invalid(outline.geometry),
    }


def _far(outline: Outline, *, within: BaseGeometry, place: str) -> str:
    said = {"feature": outline.feature, "place": place}
    if shapely.transform(outline.geometry, lambda points: points[:, ::-1]).intersects(within):
        return _("%(feature)s : latitude et longitude sont échangées. La longitude vient d’abord.") % said
    return (
        _("%(feature)s est entièrement hors du territoire (%(place)s) : vérifiez la projection et le territoire.")
        % said
    )


def _slivers(outline: Outline, *, surface: BaseGeometry) -> Iterator[str]:
    parts = list(shapely.get_parts(surface))
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    said = {"feature": outline.feature, "width": f"{SLIVER_WIDTH_M:.0f}", "area": f"{SMALLEST_M2:.0f}"}
    if any(_is_sliver(part) for part in parts):
        yield (
            _("%(feature)s : une partie a moins de %(width)s m de large ou de %(area)s m² (éclat). Supprimez-la.")
            % said
        )
    if any(_is_sliver(hole) for hole in holes):
        yield _("%(feature)s : un trou a moins de %(width)s m de large ou de %(area)s m² (éclat). Comblez-le.") % said


def _is_sliver(part: BaseGeometry) -> bool:
    return part.area < SMALLEST_M2 or part.buffer(-SLIVER_WIDTH_M / 2).is_empty


def _outside(outline: Outline, *, surface: BaseGeometry, limit: BaseGeometry, place: str) -> Iterator[str]:
    beyond = surface.difference(limit).area / SQUARE_METRES_PER_HECTARE
    if beyond > 0:
        yield _("%(feature)s déborde du territoire (%(place)s) sur %(area)s ha : ramenez-le dans ses limites.") % {
            "feature": outline.feature,
            "place": place,
            "area": number_format(round(max(beyond, 0.01), 2), decimal_pos=2, force_grouping=True),
        }
