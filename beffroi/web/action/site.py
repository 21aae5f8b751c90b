"""Where actions take place, drawn on the server: the outlines of the towns and the sites in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from beffroi.programme.actions.models import Action
from beffroi.programme.towns.models import Territory
from beffroi.territory.projections import epsg_of, in_metres
from beffroi.web.components.close import Frame, Mark, around, towns_of
from beffroi.web.components.ruler import Ruler
from beffroi.web.figures.reading import served

WIDTH, HEIGHT = 480, 300
TOWN_WIDTH, TOWN_HEIGHT = 960, 600
# The least that a drawing of several sites shows.
LEAST_METRES = 1500


@dataclass(frozen=True, slots=True)
class Drawn:
    width: int
    height: int
    ruler: Ruler
    towns: tuple[str, ...]
    site: Mark


@dataclass(frozen=True, slots=True)
class Located:
    action: Action
    shade: str
    site: Mark


@dataclass(frozen=True, slots=True)
class Ground:
    """The sites of the actions of one territory, and how many there are of each shade."""

    territory: Territory
    width: int
    height: int
    ruler: Ruler
    towns: tuple[str, ...]
    sites: tuple[Located, ...]
    counts: Counter[str]


def drawn(action: Action) -> Drawn | None:
    """The drawing of a site; nothing when the action has none, or when the release has no outline of its towns."""
    if not action.site:
        return None
    towns = _towns(action.territory)
    site = in_metres(shape(action.site), epsg=epsg_of(action.territory.department))
    frame = Frame(shapely.total_bounds([*towns, site]), width=WIDTH, height=HEIGHT)
    return Drawn(WIDTH, HEIGHT, ruler=frame.ruler, towns=frame.outlines(towns), site=frame.mark(site))


def ground(actions: Sequence[Action], *, shades: dict[str, str]) -> Ground | None:
    """The sites of these actions, seen close, when they are all of one territory; `shades` by state."""
    territories = {action.territory_id: action.territory for action in actions}
    if len(territories) != 1:
        return None
    (territory,) = territories.values()
    epsg = epsg_of(territory.department)
    sites = [in_metres(shape(action.site), epsg=epsg) for action in actions]
    frame = Frame(around(sites, least=LEAST_METRES), width=TOWN_WIDTH, height=TOWN_HEIGHT)
    located = tuple(
        Located(action, shades[action.state], frame.mark(site)) for action, site in zip(actions, sites, strict=True)
    )
    return Ground(
        territory=territory,
        width=TOWN_WIDTH,
        height=TOWN_HEIGHT,
        ruler=frame.ruler,
        towns=frame.outlines(_towns(territory)),
        sites=located,
        counts=Counter(one.shade for one in located),
    )


def _towns(territory: Territory) -> list[BaseGeometry]:
    codes = [town.commune for town in territory.communes.all()]
    return towns_of(served().release, codes, epsg=epsg_of(territory.department))
