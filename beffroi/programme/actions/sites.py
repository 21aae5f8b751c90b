"""Where an action takes place: a GeoJSON geometry in longitude and latitude."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from shapely import GEOSException
from shapely.errors import ShapelyError
from shapely.geometry import shape

from beffroi.programme.conventions.invalid_outlines import why_invalid

KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")


def check_site(site: Any) -> None:
    """`ValidationError` that says what is wrong, and what would be right."""
    if not isinstance(site, dict) or site.get("type") not in KINDS:
        raise ValidationError(_("Le site est un point, une ligne ou une surface, au format GeoJSON."))
    try:
        drawn = shape(site)
    except (ShapelyError, GEOSException, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise ValidationError(_("Le site n’est pas une géométrie lisible : redessinez-le.")) from fault
    if drawn.is_empty:
        raise ValidationError(_("Le site est vide : dessinez-le, ou retirez-le."))
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValidationError(_("Le site se donne en longitude et latitude (WGS 84), en degrés."))
    if not drawn.is_valid:
        raise ValidationError(_("Le site n’est pas valide : %(why)s."), params={"why": why_invalid(drawn)})
