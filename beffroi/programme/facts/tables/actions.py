import json
from typing import Any

import shapely
from django.db.models import F, Q, QuerySet

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import Cause, State
from beffroi.programme.facts import circles, identifiers
from beffroi.programme.facts.columns import Column, Table, spaced
from beffroi.programme.people.roles import Circle, OrganisationKind

IS_PUBLIC = Q(circle=Circle.PUBLIC)


def select(circle: Circle) -> QuerySet[Action]:
    return circles.actions(circle).order_by("territory", "number")


def outline(site: dict[str, Any]) -> bytes:
    return shapely.to_wkb(shapely.from_geojson(json.dumps(site)))


ACTIONS = Table(
    name="actions",
    title="Actions",
    meaning="What a territory means to do, or does. Late is not told: it follows from these dates and a day.",
    select=select,
    columns=(
        Column("action", "string", "Name of the action: its territory and its number", identifiers.action(), True),
        Column("territory", "string", "Its territory", "territory", True, refers="territories.territory"),
        Column("title", "string", "Its title, where it is public", circles.public_words("title", when=IS_PUBLIC)),
        Column("axis", "string", "Key of its axis in the programme", "axis__key", True),
        Column(
            "secondary_axes",
            "string",
            "Keys of the other axes that it serves, separated by spaces",
            "secondary_axes",
            made=spaced,
        ),
        Column(
            "themes", "string", "Keys of the themes that cross the axes, separated by spaces", "themes", made=spaced
        ),
        Column("owner_kind", "string", "What its owner is", "owner__kind", codes=OrganisationKind),
        Column("owner_code", "string", "Code of its owner in its own register", "owner__code"),
        Column("owner", "string", "Name of the organisation that owns it", "owner__name"),
        Column("state", "string", "Where it stands", "state", True, codes=State),
        Column("is_mature", "boolean", "Could begin before the diagnosis was done", "mature", True),
        Column("is_blocked", "boolean", "Waits for a condition", "blocked", True),
        Column("blocked_cause", "string", "Why it is blocked", "blocked_cause", codes=Cause),
        Column("late_cause", "string", "Why it is late, or was", "late_cause", codes=Cause),
        Column("start_date", "date", "Planned beginning of the works", "start_date"),
        Column("end_date", "date", "Planned delivery", "end_date"),
        Column("delivered_date", "date", "Day of delivery", "delivered_date"),
        Column("cost", "amount", "Its cost, euros", "cost"),
        Column(
            "version_in",
            "string",
            "The version of the convention that brought it",
            identifiers.version("version_in__", when=circles.is_signed("version_in__")),
            refers="versions.version",
        ),
        Column(
            "version_out",
            "string",
            "The version that took it away",
            identifiers.version("version_out__", when=circles.is_signed("version_out__")),
            refers="versions.version",
        ),
        Column("decision", "integer", "Decision of its last move", "decision", refers="decisions.decision"),
        Column("circle", "string", "Who reads it whole", "circle", True, codes=Circle),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
        Column("geometry", "geometry", "Where it takes place: point, line or area", F("site"), made=outline),
    ),
)
