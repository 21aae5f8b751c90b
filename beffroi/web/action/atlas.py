"""The actions on the map of the programme: a point a site, in the colour of its state."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State
from beffroi.web.action.site import ground
from beffroi.web.components.atlas import Point, Shade, atlas
from beffroi.web.figures.reading import served

SHOWN = ("number", "title", "state", "site", "territory__name", "territory__department")
# Beyond these, points hide each other: the page says to filter.
MOST = 1500
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


def ground_of(actions: QuerySet[Action]) -> dict[str, Any] | None:
    """The map of one territory, when all these actions are of one and its sites are few enough; else nothing."""
    located = actions.exclude(site=None)
    if actions.order_by().values("territory").distinct()[:2].count() != 1:
        return None
    total, shown = actions.count(), list(located[: MOST + 1])
    found = ground(shown, shades={str(state): shade for state, shade in SHADES.items()}) if len(shown) <= MOST else None
    if found is None:
        return None
    shades = [(key, label, found.counts[key]) for key, label in LABELS.items() if found.counts[key]]
    return {"ground": found, "shades": shades, "total": total, "without_site": total - len(shown), "hidden": 0}


def atlas_of(actions: QuerySet[Action]) -> dict[str, Any]:
    """The map, how many actions it leaves out for want of a site, and whether it shows them all."""
    located = actions.exclude(site=None)
    total, on_a_site = actions.count(), located.count()
    shown = located.prefetch_related(None).select_related(None).select_related("territory").only(*SHOWN)[:MOST]
    said = {str(state): str(state.label) for state in State}
    points = [_point(action, said=said) for action in shown]
    counts = Counter(point.shade for point in points)
    shades = [Shade(key, str(label), counts[key]) for key, label in LABELS.items() if counts[key]]
    return {
        "atlas": atlas(served().release, points=points, shades=shades, title=str(_("Sites des actions"))),
        "total": total,
        "without_site": total - on_a_site,
        "hidden": on_a_site - len(shown),
    }


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
