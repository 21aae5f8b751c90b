from django.db.models import QuerySet

from beffroi.programme.conventions.models import Convention
from beffroi.programme.facts import circles
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.facts.identifiers import convention
from beffroi.programme.people.roles import Circle


def select(circle: Circle) -> QuerySet[Convention]:
    """Publicly, those with a version that all have signed."""
    found = Convention.objects.order_by("territory", "phase__starts_date")
    if circle == Circle.AGENTS:
        return found
    return found.filter(pk__in=circles.versions(circle).order_by().values("convention"))


CONVENTIONS = Table(
    name="conventions",
    title="Conventions",
    meaning="What a territory agrees on for a phase of the programme; until when is said by its versions.",
    select=select,
    columns=(
        Column("convention", "string", "Name of the convention: its territory and its phase", convention(), True),
        Column("territory", "string", "Its territory", "territory", True, refers="territories.territory"),
        Column("phase", "string", "Key of the phase of the programme", "phase__key", True),
        Column("phase_name", "string", "Name of that phase, in French", "phase__name", True),
        Column("phase_starts_date", "date", "First day of that phase", "phase__starts_date", True),
        Column("phase_ends_date", "date", "Last day of that phase", "phase__ends_date", True),
        Column(
            "is_imported", "boolean", "Known from the national registers, which give its date only", "is_imported", True
        ),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
    ),
)
