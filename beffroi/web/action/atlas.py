"""The actions on the map of the programme: a point a site, in the colour of its state."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from shapely.geometry import shape

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import State
from beffroi.web.components.atlas import Point, Shade, atlas
from beffroi.web.figures.reading import served

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


def atlas_of(actions: QuerySet[Action]) -> dict[str, Any]:
    """The map, how many actions it leaves out for want of a site, and whether it shows them all."""
    located = actions.exclude(site=None)
    total, on_a_site = actions.count(), located.count()
    shown = list(located[:MOST])
    points = [_point(action) for action in shown]
    counts = Counter(SHADES[action.life_state] for action in shown)
    labels = {
        "1": _("Idée"),
        "2": _("À l’étude"),
        "3": _("Programmée"),
        "4": _("Engagée ou en travaux"),
        "5": _("Livrée ou évaluée"),
        "closed": _("Suspendue ou abandonnée"),
    }
    shades = [Shade(key, label, counts[key]) for key, label in labels.items() if counts[key]]
    return {
        "atlas": atlas(served().release, points=points, shades=shades, title=_("Sites des actions")),
        "total": total,
        "without_site": total - on_a_site,
        "hidden": on_a_site - len(shown),
    }


def _point(action: Action) -> Point:
    centre = shape(action.site).representative_point()
    return Point(
        url=reverse("action:sheet", args=[action.pk]),
        name=str(action),
        note=f"{action.territory}, {action.get_state_display()}",
        shade=SHADES[action.life_state],
        lon=centre.x,
        lat=centre.y,
        department=action.territory.department,
    )
