from django.db.models import QuerySet

from beffroi.programme.committees.models import Committee
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle


def select(circle: Circle) -> QuerySet[Committee]:
    return Committee.objects.order_by("kind", "region", "department", "territory")


COMMITTEES = Table(
    name="committees",
    title="Committees",
    meaning="The bodies of the programme, of a territory, of a department, of a region and of the nation.",
    select=select,
    columns=(
        Column("committee", "integer", "Number of the committee", "pk", True),
        Column("programme", "string", "Key of the programme", "programme", True),
        Column("kind", "string", "Of which level", "kind", True, codes=CommitteeKind),
        Column("territory", "string", "Its territory", "territory", refers="territories.territory"),
        Column("department", "string", "Insee code of its department", "department"),
        Column("region", "string", "Insee code of its region", "region"),
        Column("name", "string", "Name of the committee", "name", True),
    ),
)
