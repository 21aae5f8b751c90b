"""How many actions each territory has, and a map of them: a point a territory, darker where there are more."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.programme.actions.models import Action
from beffroi.territory import towns
from beffroi.web.components.atlas import Point, Shade, atlas, hall_point
from beffroi.web.figures.reading import served

# The least of each class, from the palest point to the darkest.
CLASSES = (1, 10, 20, 40, 80)


@dataclass(frozen=True, slots=True)
class Located:
    """A territory, its actions, and how many of them have a site."""

    code: str
    actions: int
    on_a_site: int


def located_by_territory(actions: QuerySet[Action]) -> list[Located]:
    counted = actions.order_by().values_list("territory").annotate(Count("pk"), Count("site"))
    return [Located(*row) for row in counted]


def told_of(found: Sequence[Located]) -> dict[str, int]:
    """How many actions there are, and how many the map leaves out for want of a site."""
    total = sum(one.actions for one in found)
    return {"total": total, "without_site": total - sum(one.on_a_site for one in found)}


def territories_drawn(found: Sequence[Located], *, address: Callable[[str], str]) -> dict[str, Any]:
    """A point at the town hall of each territory that has a site; `address` is where it leads."""
    places = {place.code: place for place in towns.territories()}
    points = [
        _point(one, places[one.code], url=address(one.code)) for one in found if one.on_a_site and one.code in places
    ]
    counts = Counter(point.shade for point in points)
    shades = [Shade(str(rank), _class(rank), counts[str(rank)]) for rank in range(1, len(CLASSES) + 1)]
    return {
        "atlas": atlas(served().release, points=points, shades=shades, title=_("Actions sur un site, par territoire"))
    }


def _point(one: Located, place: towns.Territory, *, url: str) -> Point:
    said = ngettext("%(count)d action sur un site", "%(count)d actions sur un site", one.on_a_site)
    shade = str(sum(one.on_a_site >= least for least in CLASSES))
    return hall_point(place, url=url, note=said % {"count": one.on_a_site}, shade=shade)


def _class(rank: int) -> str:
    least = CLASSES[rank - 1]
    if rank == len(CLASSES):
        return _("%(least)d et plus") % {"least": least}
    return _("%(least)d à %(most)d") % {"least": least, "most": CLASSES[rank] - 1}
