from django.db.models import Q, QuerySet

from beffroi.programme.actions.models import Milestone
from beffroi.programme.facts import circles, identifiers
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle

IS_PUBLIC = Q(action__circle=Circle.PUBLIC)


def select(circle: Circle) -> QuerySet[Milestone]:
    found = Milestone.objects.filter(action__in=circles.actions(circle))
    return found.order_by("action__territory", "action__number", "planned_date", "pk")


MILESTONES = Table(
    name="milestones",
    title="Milestones",
    meaning="The steps of an action: for when they were planned, and when they were done.",
    select=select,
    columns=(
        Column("milestone", "integer", "Number of the milestone", "pk", True),
        Column("action", "string", "Its action", identifiers.action("action__"), True, refers="actions.action"),
        Column("label", "string", "What is reached, where it is public", circles.public_words("label", when=IS_PUBLIC)),
        Column("planned_date", "date", "Day for which it is planned", "planned_date", True),
        Column("done_date", "date", "Day on which it was done", "done_date"),
        Column("is_demonstration", "boolean", "Made up to show the software", "action__is_demonstration", True),
    ),
)
