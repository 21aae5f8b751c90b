"""The programme on the ground of a territory, from the published facts: perimeters in force and sites of actions.

The drawing is for the eye; the tables of the perimeters and of the actions say the same in words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

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
# A town with its outline in metres; its rank, the row and the shape in metres of a thing that lies in it.
Town: TypeAlias = tuple[str, BaseGeometry | None]
Located: TypeAlias = tuple[int, Row, BaseGeometry]
FORMS = {"Point": gettext_lazy("point"), "LineString": gettext_lazy("tracé"), "Polygon": gettext_lazy("surface")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A perimeter in force, in words: by which acts it holds, from and until when; its town where there are two."""

    number: int
    town: str
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
    towns = _towns(territory, release=release, epsg=epsg)
    perimeters = _by_town(perimeters_in_force(facts, territory.code, on=on), towns, epsg=epsg)
    sites = list(public_sites(facts, territory.code))
    marks = _by_town(sites, towns, epsg=epsg)
    decisions = _told_decisions(facts, territory.code)
    names = [name if len(towns) > 1 else "" for name, _outline in towns]
    held = [
        _held(row, number, town=names[rank], decisions=decisions)
        for number, (rank, row, _shape) in enumerate(perimeters, start=1)
    ]
    panels = [
        _panel(
            name,
            outline,
            drawn=[(one, shape) for one, (place, _row, shape) in zip(held, perimeters, strict=True) if place == rank],
            sites=[shape for place, _row, shape in marks if place == rank],
        )
        for rank, (name, outline) in enumerate(towns)
        if any(place == rank for place, _row, _shape in (*perimeters, *marks))
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
        row["decision"]: _("Décision du %(day)s (%(committee)s)")
        % {"day": day(row["date"]), "committee": committees.get(row["committee"], "")}
        for row in facts.of("decisions", code)
    }


def _held(row: Row, number: int, *, town: str, decisions: Mapping[int, str]) -> Held:
    acts = [decisions.get(row["decision"], "")]
    if row["act_date"]:
        # An edition published before the title was has its day alone.
        title = row.get("act_title") or _("Acte sans intitulé")
        acts.append(f"{title} ({day(row['act_date'])})")
    return Held(
        number=number,
        town=town,
        kind=PerimeterKind(row["kind"]),
        name=row["name"] or "",
        acts=[act for act in acts if act],
        since=day(row["starts_date"]),
        until=day(row["ends_date"]),
        area_ha=row["area_ha"],
        is_demonstration=row["is_demonstration"],
    )


def _towns(territory: Territory, *, release: Release, epsg: int) -> list[Town]:
    """The towns with their outlines; the territory as one place when the release lacks one of them."""
    outlines = towns_of(release, [town.code for town in territory.communes], epsg=epsg)
    if len(outlines) < len(territory.communes):
        return [(territory.name, None)]
    return [(town.name, outline) for town, outline in zip(territory.communes, outlines, strict=True)]


def _by_town(things: Iterable[tuple[Row, BaseGeometry]], towns: Sequence[Town], *, epsg: int) -> list[Located]:
    """Each thing in metres, under the rank of the town in which it lies, or of the nearest; a town after the other."""
    found = list(things)
    shapes = _in_metres([shape for _row, shape in found], epsg=epsg)
    ranks = [_nearest(shape, towns) for shape in shapes]
    located = [(rank, row, shape) for rank, (row, _degrees), shape in zip(ranks, found, shapes, strict=True)]
    return sorted(located, key=lambda one: one[0])


def _nearest(shape: BaseGeometry, towns: Sequence[Town]) -> int:
    point = shape.representative_point()
    return min(range(len(towns)), key=lambda rank: point.distance(towns[rank][1])) if len(towns) > 1 else 0


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
