from django.db.models import QuerySet

from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.facts import circles, identifiers
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle


def select(circle: Circle) -> QuerySet[Version]:
    return circles.versions(circle).order_by("convention__territory", "convention__phase__starts_date", "number")


VERSIONS = Table(
    name="versions",
    title="Versions of conventions",
    meaning="The framework convention and each of its amendments. Publicly, those that all have signed.",
    select=select,
    columns=(
        Column("version", "string", "Name of the version: its convention and its number", identifiers.version(), True),
        Column(
            "convention",
            "string",
            "Its convention",
            identifiers.convention("convention__"),
            True,
            refers="conventions.convention",
        ),
        Column("number", "integer", "Its number in the convention", "number", True),
        Column("kind", "string", "Framework convention, or which amendment", "kind", True, codes=VersionKind),
        Column("state", "string", "Where it stands", "state", True, codes=VersionState),
        Column("effective_date", "date", "Day on which it takes effect", "effective_date"),
        Column("ends_date", "date", "Last day for which it was signed; empty where it is unknown", "ends_date"),
        Column("signed_date", "date", "Day of the last signature", "signed_date"),
        Column("terminated_date", "date", "Day on which it was ended before its term", "terminated_date"),
        Column(
            "decision",
            "integer",
            "Opinion of the regional committee on it",
            "decision",
            refers="decisions.decision",
        ),
        Column(
            "replaces",
            "string",
            "The version that it replaces",
            identifiers.version("replaces__"),
            refers="versions.version",
        ),
        Column(
            "is_imported", "boolean", "Known from the national registers, which give its date only", "is_imported", True
        ),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
    ),
)
