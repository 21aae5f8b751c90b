from django.db.models import Case, QuerySet, Value, When

from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.states import DecisionSubject, FollowUp, Outcome
from beffroi.programme.facts import circles
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle

# A decision that nobody is to carry out is not followed.
FOLLOWED = Case(When(owner=None, due_date=None, then=Value("")), default="follow_up")


def select(circle: Circle) -> QuerySet[Decision]:
    return circles.decisions(circle).order_by("session__date", "session", "number")


DECISIONS = Table(
    name="decisions",
    title="Decisions",
    meaning=(
        "What a committee decided, without its words. Publicly, those alone by which something of these tables holds: "
        "a version, an action, a perimeter, an ORT, money."
    ),
    select=select,
    columns=(
        Column("decision", "integer", "Number of the decision", "pk", True),
        Column("committee", "integer", "Who decided", "session__committee", True, refers="committees.committee"),
        Column("date", "date", "Day of the session", "session__date", True),
        Column("number", "integer", "Its number in the session", "number", True),
        Column("territory", "string", "What territory it is about", "territory", refers="territories.territory"),
        Column("subject_kind", "string", "What it is about", "subject_kind", True, codes=DecisionSubject),
        Column("outcome", "string", "What was decided", "outcome", True, codes=Outcome),
        Column("due_date", "date", "Day by which it is to be carried out", "due_date"),
        Column("follow_up", "string", "What became of it, for one to be carried out", FOLLOWED, codes=FollowUp),
        Column("is_demonstration", "boolean", "Made up to show the software", "session__is_demonstration", True),
    ),
)
