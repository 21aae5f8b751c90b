from django.db.models import Case, F, Q, QuerySet, Value, When

from beffroi.programme.conventions.kinds import PartyGroup
from beffroi.programme.conventions.models import Signature
from beffroi.programme.facts import circles, identifiers
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.people.roles import Circle, OrganisationKind


def select(circle: Circle) -> QuerySet[Signature]:
    found = Signature.objects.filter(party__version__in=circles.versions(circle))
    return found.order_by(
        "party__version__convention__territory",
        "party__version__convention__phase__starts_date",
        "party__version__number",
        "party",
    )


def _names(person: str) -> Q:
    """The capacity that was typed holds the name of this person: two words at least, which a mere title is not."""
    return Q(**{f"{person}__contains": " ", "party__capacity__icontains": F(person)})


CAPACITY = Case(
    When(_names("signatory") | _names("party__representative"), then=Value("")), default=F("party__capacity")
)

SIGNATURES = Table(
    name="signatures",
    title="Signatures",
    meaning="Which organisation signed a version, and when; once for each capacity. Who held the pen is not told.",
    select=select,
    columns=(
        Column("signature", "integer", "Number of the signature", "pk", True),
        Column(
            "version",
            "string",
            "The version signed",
            identifiers.version("party__version__"),
            True,
            refers="versions.version",
        ),
        Column(
            "organisation_kind",
            "string",
            "What the party is",
            "party__organisation__kind",
            True,
            codes=OrganisationKind,
        ),
        Column("organisation_code", "string", "Its code in its own register", "party__organisation__code"),
        Column("organisation", "string", "Name of the organisation", "party__organisation__name", True),
        Column(
            "capacity",
            "string",
            "In which capacity it signs, as the version words it; empty when it signs in its own name, "
            "and where the words would name a person",
            CAPACITY,
        ),
        Column("group", "string", "On which side it signs", "party__group", True, codes=PartyGroup),
        Column("signed_date", "date", "Day of the signature", "signed_date", True),
        Column("is_demonstration", "boolean", "Made up to show the software", "party__version__is_demonstration", True),
    ),
)
