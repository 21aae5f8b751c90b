"""The actions on a map: the ground of one territory, or the programme, with a point a site or a point a territory."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State
from beffroi.web.action.site import ground
from beffroi.web.action.territories import Located, located_by_territory, territories_drawn, told_of
from beffroi.web.components.atlas import Point, Shade, atlas
from beffroi.web.figures.reading import served

SHOWN = ("number", "title", "state", "site", "territory__name", "territory__department")
# Beyond these, the sites of one town hide each other on a map of the country: a point then stands for a territory.
MOST_SITES = 300
# Beyond these, a town's own ground is not drawn.
MOST_ON_A_GROUND = 1500
SHADES = {
    State.IDEA: "1",
    State.STUDY: "2",
    State.PROGRAMMED: "3",
    State.COMMITTED: "4",
    State.WORKS: "4",
    State.DELIVERED: "5",
    State.ASSESSED: "5",
    State.SUSPENDED: "closed",
    State.ABANDONED: "closed",
}


LABELS = {
    "1": _("Idée"),
    "2": _("À l’étude"),
    "3": _("Programmée"),
    "4": _("Engagée ou en travaux"),
    "5": _("Livrée ou évaluée"),
    "closed": _("Suspendue ou abandonnée"),
}


def map_of(actions: QuerySet[Action], *, address: Callable[[str], str]) -> dict[str, Any]:
    """The map of these actions; `address` is that of the map of one territory among them."""
    sited = located_by_territory(actions)
    if found := _ground(actions, sited):
        return found
    many = sum(one.on_a_site for one in sited) > MOST_SITES
    drawn = territories_drawn(sited, address=address) if many else _sites_drawn(actions)
    return drawn | {"by_territory": many} | told_of(sited)


def ground_of(actions: QuerySet[Action]) -> dict[str, Any] | None:
    """The map of one territory, when all these actions are of one and its sites are few enough; else nothing."""
    return _ground(actions, located_by_territory(actions))


def _ground(actions: QuerySet[Action], sited: Sequence[Located]) -> dict[str, Any] | None:
    if len(sited) != 1 or sited[0].on_a_site > MOST_ON_A_GROUND:
        return None
    shown = list(actions.exclude(site=None))
    found = ground(shown, shades={str(state): shade for state, shade in SHADES.items()})
    if found is None:
        return None
    shades = [(key, label, found.counts[key]) for key, label in LABELS.items() if found.counts[key]]
    return {"ground": found, "shades": shades} | told_of(sited)


def _sites_drawn(actions: QuerySet[Action]) -> dict[str, Any]:
    located = actions.exclude(site=None)
    shown = located.prefetch_related(None).select_related(None).select_related("territory").only(*SHOWN)
    said = {str(state): str(state.label) for state in State}
    points = [_point(action, said=said) for action in shown]
    counts = Counter(point.shade for point in points)
    shades = [Shade(key, str(label), counts[key]) for key, label in LABELS.items() if counts[key]]
    return {"atlas": atlas(served().release, points=points, shades=shades, title=str(_("Sites des actions")))}


def _point(action: Action, *, said: Mapping[str, str]) -> Point:
    lon, lat = _centre(action.site)
    return Point(
        url=reverse("action:sheet", args=[action.pk]),
        name=str(action),
        note=f"{action.territory}, {said[action.state]}",
        shade=SHADES[action.life_state],
        lon=lon,
        lat=lat,
        department=action.territory.department,
    )


def _centre(site: Mapping[str, Any]) -> tuple[float, float]:
    """Of a point, itself; of a line or an area, a point that is on it."""
    if site["type"] == "Point":
        lon, lat, *_height = site["coordinates"]
        return lon, lat
    centre = shape(site).representative_point()
    return centre.x, centre.y
