"""Outline maps made on the server: a commune with its IRIS and its centre, and the programme over France."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import cos, radians
from typing import Any

from beffroi.observatory.release.read import Release

SIZE = 360.0
# A degree of latitude in metres, on the mean sphere (radius 6 371 km).
DEGREE = radians(1) * 6_371_000


@dataclass(frozen=True, slots=True)
class View:
    """Degrees to drawing units: a local flat projection, good at the scale of a town or of a country's thumbnail."""

    west: float
    north: float
    stretch: float
    scale: float

    @classmethod
    def over(cls, bounds: Sequence[float], *, width: float, margin: float = 4.0) -> "tuple[View, float]":
        """The view that fits `bounds` (west, south, east, north) in a width, and the height that it takes."""
        west, south, east, north = bounds
        stretch = cos(radians((south + north) / 2))
        scale = (width - 2 * margin) / max((east - west) * stretch, (north - south) * 0.75, 1e-9)
        view = cls(west=west - margin / scale / stretch, north=north + margin / scale, stretch=stretch, scale=scale)
        return view, (north - south) * scale + 2 * margin

    @property
    def metres(self) -> float:
        """How long a unit of the drawing is."""
        return DEGREE / self.scale

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.stretch * self.scale, (self.north - lat) * self.scale


def commune_map(release: Release, commune: str, *, hall: tuple[float, float], title: str, identity: str) -> str:
    """The commune, cut in IRIS when their outlines are known, the IRIS of the town hall and the town hall."""
    outlines = release.outlines.get(("commune", commune))
    if not outlines:
        return ""
    iris = release.outlines.get(("iris", commune), [])
    centre = release.outlines.get(("iris-mairie", commune), [])
    shapes = [outline.geometry for outline in iris or outlines]
    bounds = [pick(shape.bounds[i] for shape in shapes) for i, pick in enumerate((min, min, max, max))]
    view, height = View.over(bounds, width=SIZE)
    x, y = view.at(*hall)
    ground = _paths([outline.geometry for outline in iris or outlines], view)
    layers = (
        # The same path twice: a thick stroke that the fill then covers everywhere but at the town's limit.
        f'<defs><path id="{identity}-p" d="{ground}"/></defs>'
        f'<use class="map-commune" href="#{identity}-p"/><use class="map-iris" href="#{identity}-p"/>',
        _layer("map-centre", [outline.geometry for outline in centre], view),
    )
    return (
        f'<svg class="map" role="img" aria-labelledby="{identity}-t" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {SIZE:g} {height:.0f}"><title id="{identity}-t">{escape(title)}</title>{"".join(layers)}'
        f'<path class="map-hall" d="M{x:.1f} {y:.1f}m0-6l5 10h-10z"/></svg>'
    )


def _layer(kind: str, shapes: Sequence[Any], view: View) -> str:
    paths = _paths(shapes, view)
    return f'<path class="{kind}" d="{paths}"/>' if paths else ""


def _paths(shapes: Sequence[Any], view: View) -> str:
    return "".join(traced(shape, view=view, tolerance=0.4) for shape in shapes)


def traced(shape: Any, *, view: View, tolerance: float) -> str:
    """An outline as a relative path in whole units, thinned to what a reader could see."""
    path = []
    simple = shape.simplify(tolerance / view.scale, preserve_topology=True)
    for polygon in getattr(simple, "geoms", [simple]):
        for ring in (polygon.exterior, *polygon.interiors):
            path.append(_ring([view.at(lon, lat) for lon, lat in ring.coords]))
    return "".join(path)


def _ring(points: Sequence[tuple[float, float]]) -> str:
    """Coordinates to half a unit, each relative to the one drawn before, so that rounding never adds up."""
    spots = [(round(x * 2) / 2, round(y * 2) / 2) for x, y in points]
    (left, top), moves = spots[0], []
    text = f"M{left:g} {top:g}l"
    for x, y in spots[1:]:
        if (x, y) != (left, top):
            moves.append(f"{x - left:g} {y - top:g}")
            left, top = x, y
    return text + " ".join(moves) + "z" if len(moves) > 2 else ""


METROPOLE = (-5.3, 41.2, 9.8, 51.2)
OVERSEAS = (("971", "Guadeloupe"), ("972", "Martinique"), ("973", "Guyane"), ("974", "La Réunion"), ("976", "Mayotte"))
COUNTRY = 520.0
BOX = 84.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune on the map of the country: where, and the class of its value (q1 to q5, or absent)."""

    lon: float
    lat: float
    department: str
    kind: str


def country_map(release: Release, spots: Sequence[Spot], *, title: str, description: str, identity: str) -> str:
    """The communes of the programme as shapes by class, over the departments; overseas in boxes of their own."""
    view, height = View.over(METROPOLE, width=COUNTRY)
    body = [_land(release), _spots([spot for spot in spots if not spot.department.startswith("97")], view=view)]
    present = [(code, name) for code, name in OVERSEAS if any(spot.department == code for spot in spots)]
    for index, (code, name) in enumerate(present):
        body.append(_inset(release, code, name, spots, left=index * (BOX + 16), top=height + 6))
    full = height + (BOX + 30 if present else 0)
    return (
        f'<svg class="map map-country" role="img" aria-labelledby="{identity}-t {identity}-d" '
        f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {COUNTRY:g} {full:.0f}">'
        f'<title id="{identity}-t">{escape(title)}</title>'
        f'<desc id="{identity}-d">{escape(description)}</desc>{"".join(body)}</svg>'
    )


@cache
def _land(release: Release) -> str:
    """The departments of metropolitan France: the same on every map of a release."""
    view, _ = View.over(METROPOLE, width=COUNTRY)
    found = (outlines for (kind, code), outlines in release.outlines.items() if kind == "department" and code < "97")
    return _layer("map-land", [outline.geometry for outlines in found for outline in outlines], view)


def _inset(release: Release, code: str, name: str, spots: Sequence[Spot], *, left: float, top: float) -> str:
    here = [spot for spot in spots if spot.department == code]
    shapes = [outline.geometry for outline in release.outlines.get(("department", code), [])]
    if shapes:
        west, south, east, north = shapes[0].bounds
    else:  # no outline of the department: the box is drawn around its communes
        west, east = min(s.lon for s in here) - 0.2, max(s.lon for s in here) + 0.2
        south, north = min(s.lat for s in here) - 0.2, max(s.lat for s in here) + 0.2
    side = max(east - west, north - south)
    middle = ((west + east) / 2, (south + north) / 2)
    square = (middle[0] - side / 2, middle[1] - side / 2, middle[0] + side / 2, middle[1] + side / 2)
    view, _ = View.over(square, width=BOX)
    inner = _layer("map-land", shapes, view) + _spots(here, view=view)
    return (
        f'<g transform="translate({left:g} {top:.0f})"><rect class="map-box" width="{BOX:g}" height="{BOX:g}"/>{inner}'
        f'<text class="strip-note" x="{BOX / 2:g}" y="{BOX + 14:g}" text-anchor="middle">{escape(name)}</text></g>'
    )


def _spots(spots: Sequence[Spot], *, view: View) -> str:
    by_kind: dict[str, list[str]] = {}
    for spot in spots:
        x, y = view.at(spot.lon, spot.lat)
        by_kind.setdefault(spot.kind, []).append(f"M{x:.1f} {y:.1f}h0")
    return "".join(
        f'<path class="map-spot map-{kind}" d="{"".join(paths)}"/>' for kind, paths in sorted(by_kind.items())
    )


def classes(values: Mapping[str, float], *, count: int = 5) -> tuple[list[float], dict[str, int]]:
    """Quantile classes: the upper bounds of all classes but the last, and the class (1 to `count`) of each place.

    Equal values share a class, so that there may be fewer classes than asked.
    """
    ordered = sorted(values.values())
    bounds = (
        sorted({ordered[round(len(ordered) * part / count) - 1] for part in range(1, count)} - {ordered[-1]})
        if ordered
        else []
    )
    return bounds, {place: 1 + sum(value > bound for bound in bounds) for place, value in values.items()}
