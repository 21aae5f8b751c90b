"""The programme on the ground of a territory, from the published facts: perimeters in force and sites of actions.

The drawing is for the eye; the tables of the perimeters and of the actions say the same in words.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from beffroi.foundations.days import day
from beffroi.observatory.release.read import Release
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.facts.published import Published, Row
from beffroi.territory.projections import epsg_of, in_metres
from beffroi.territory.towns import Territory
from beffroi.web.components.close import Frame, Mark, Whole, around, towns_of, whole
from beffroi.web.components.ruler import Ruler

WIDTH, HEIGHT = 640, 420
# The least that a drawing shows.
LEAST_METRES = 600
# What a map of the world asks of a degree: ten centimetres.
DECIMALS = 6
FORMS = {"Point": gettext_lazy("point"), "LineString": gettext_lazy("tracé"), "Polygon": gettext_lazy("surface")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A perimeter in force, in words: by which acts it holds, from and until when."""

    number: int
    kind: PerimeterKind
    name: str
    acts: Sequence[str]
    since: str
    until: str
    area_ha: float
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A perimeter on a drawing, and where its number stands."""

    held: Held
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A town seen close: the two towns of a pair may be far apart."""

    name: str
    width: int
    height: int
    ruler: Ruler
    towns: Sequence[str]
    shapes: Sequence[Shape]
    sites: Mark | None
    whole: Whole | None

    @property
    def numbered(self) -> Sequence[Shape]:
        return sorted(self.shapes, key=lambda shape: shape.held.number)


@dataclass(frozen=True, slots=True)
class Ground:
    """`forms` is that of the site of each action that has one, by the name of the action."""

    panels: Sequence[Panel]
    perimeters: Sequence[Held]
    forms: Mapping[str, Any]

    @property
    def kinds(self) -> list[PerimeterKind]:
        return [kind for kind in PerimeterKind if any(one.kind == kind for one in self.perimeters)]


def ground_of(facts: Published, territory: Territory, *, release: Release, on: date) -> Ground:
    """What is public here on a day: each perimeter and each site in the panel of the town in which it lies."""
    epsg = epsg_of(territory.department)
    perimeters = list(perimeters_in_force(facts, territory.code, on=on))
    told = _told_decisions(facts, territory.code)
    held = [_held(row, number, decisions=told) for number, (row, _shape) in enumerate(perimeters, start=1)]
    sites = list(public_sites(facts, territory.code))
    shapes = _in_metres([shape for _row, shape in perimeters], epsg=epsg)
    marks = _in_metres([shape for _row, shape in sites], epsg=epsg)
    outlines = _towns(territory, release=release, epsg=epsg)
    lies_in = _nearest(outlines, [*shapes, *marks])
    of_shapes, of_marks = lies_in[: len(shapes)], lies_in[len(shapes) :]
    panels = [
        _panel(
            name,
            outline,
            drawn=[(one, shape) for one, shape, place in zip(held, shapes, of_shapes, strict=True) if place == rank],
            sites=[mark for mark, place in zip(marks, of_marks, strict=True) if place == rank],
        )
        for rank, (name, outline) in enumerate(outlines)
        if rank in lies_in
    ]
    forms = {row["action"]: FORMS.get(shape.geom_type.removeprefix("Multi"), "") for row, shape in sites}
    return Ground(panels, held, forms)


def perimeters_in_force(facts: Published, code: str, *, on: date) -> Iterator[tuple[Row, BaseGeometry]]:
    """Both ends count."""
    rows = zip(facts.of("perimeters", code), facts.outlines_of("perimeters", code), strict=True)
    for row, outline in rows:
        if row["starts_date"] <= on and (row["ends_date"] is None or on <= row["ends_date"]):
            yield row, shapely.from_wkb(outline)


def public_sites(facts: Published, code: str) -> Iterator[tuple[Row, BaseGeometry]]:
    rows = zip(facts.of("actions", code), facts.outlines_of("actions", code), strict=True)
    yield from ((row, shapely.from_wkb(outline)) for row, outline in rows if outline is not None)


def geojson(facts: Published, code: str, *, on: date) -> dict[str, Any]:
    """The perimeters in force and the sites of the public actions, in degrees, with the words of the tables."""
    perimeters = [
        _feature(shape, {"what": "perimeter", **row}) for row, shape in perimeters_in_force(facts, code, on=on)
    ]
    sites = [_feature(shape, {"what": "action", **row}) for row, shape in public_sites(facts, code)]
    return {"type": "FeatureCollection", "features": [*perimeters, *sites]}


def _in_metres(shapes: Sequence[BaseGeometry], *, epsg: int) -> Sequence[BaseGeometry]:
    return list(in_metres(np.array(shapes, dtype=object), epsg=epsg)) if shapes else []


def _feature(shape: BaseGeometry, said: Mapping[str, Any]) -> dict[str, Any]:
    exact = shapely.set_precision(shape, 10**-DECIMALS, mode="pointwise")
    return {"type": "Feature", "geometry": json.loads(shapely.to_geojson(exact)), "properties": said}


def _told_decisions(facts: Published, code: str) -> dict[int, str]:
    """Each decision about a territory as one cites it: who decided, and when."""
    committees = {row["committee"]: row["name"] for row in facts.all("committees").to_pylist()}
    return {
        row["decision"]: _("décision du %(day)s (%(committee)s)")
        % {"day": day(row["date"]), "committee": committees.get(row["committee"], "")}
        for row in facts.of("decisions", code)
    }


def _held(row: Row, number: int, *, decisions: Mapping[int, str]) -> Held:
    acts = [decisions.get(row["decision"], "")]
    if row["act_date"]:
        # An edition published before the title was has its day alone.
        title = row.get("act_title") or _("acte")
        acts.append(f"{title} ({day(row['act_date'])})")
    return Held(
        number=number,
        kind=PerimeterKind(row["kind"]),
        name=row["name"] or "",
        acts=[act for act in acts if act],
        since=day(row["starts_date"]),
        until=day(row["ends_date"]),
        area_ha=row["area_ha"],
        is_demonstration=row["is_demonstration"],
    )


def _towns(territory: Territory, *, release: Release, epsg: int) -> list[tuple[str, BaseGeometry | None]]:
    """The towns with their outlines; the territory as one place when the release lacks one of them."""
    outlines = towns_of(release, [town.code for town in territory.communes], epsg=epsg)
    if len(outlines) < len(territory.communes):
        return [(territory.name, None)]
    return [(town.name, outline) for town, outline in zip(territory.communes, outlines, strict=True)]


def _nearest(towns: Sequence[tuple[str, BaseGeometry | None]], things: Sequence[BaseGeometry]) -> list[int]:
    """The town of each thing, by its rank: the one in which it lies, or the nearest."""
    if len(towns) == 1:
        return [0] * len(things)
    points = [thing.representative_point() for thing in things]
    return [min(range(len(towns)), key=lambda rank: point.distance(towns[rank][1])) for point in points]


def _panel(
    name: str,
    town: BaseGeometry | None,
    *,
    drawn: Sequence[tuple[Held, BaseGeometry]],
    sites: Sequence[BaseGeometry],
) -> Panel:
    frame = Frame(around([*(shape for _h, shape in drawn), *sites], least=LEAST_METRES), width=WIDTH, height=HEIGHT)
    return Panel(
        name=name,
        width=WIDTH,
        height=HEIGHT,
        ruler=frame.ruler,
        towns=frame.outlines([town]) if town is not None else (),
        shapes=_shapes(drawn, frame=frame),
        sites=frame.mark(shapely.GeometryCollection(list(sites))) if sites else None,
        whole=whole(town, seen=frame) if town is not None else None,
    )


def _shapes(drawn: Sequence[tuple[Held, BaseGeometry]], *, frame: Frame) -> list[Shape]:
    """The largest below; the number of each where no smaller one covers it, if such a place is left."""
    ordered = sorted(drawn, key=lambda pair: -pair[1].area)
    found = []
    for rank, (held, shape) in enumerate(ordered):
        seen = shape.difference(shapely.union_all([other for _held, other in ordered[rank + 1 :]]))
        x, y = frame.at((shape if seen.is_empty else seen).representative_point())
        found.append(Shape(held, frame.area(shape), x, y))
    return found
