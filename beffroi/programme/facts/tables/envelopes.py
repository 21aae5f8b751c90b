from django.db.models import QuerySet

from beffroi.programme.facts import circles
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.states import Instrument
from beffroi.programme.people.roles import Circle, OrganisationKind, ScopeKind


def select(circle: Circle) -> QuerySet[Envelope]:
    return circles.envelopes(circle).order_by("year", "pk")


ENVELOPES = Table(
    name="envelopes",
    title="Envelopes",
    meaning=(
        "What a partner sets aside for a year over a place, and what is delegated from it. They pass between the "
        "partner, the State and the national team: publicly, this table is empty."
    ),
    select=select,
    columns=(
        Column("envelope", "integer", "Number of the envelope", "pk", True),
        Column("partner_kind", "string", "What the partner is", "partner__kind", True, codes=OrganisationKind),
        Column("partner_code", "string", "Its code in its own register", "partner__code"),
        Column("partner", "string", "Name of the organisation that sets it aside", "partner__name", True),
        Column("instrument", "string", "How it pays", "instrument", True, codes=Instrument),
        Column("year", "integer", "The year for which it is", "year", True),
        Column("scope_kind", "string", "Over what it reaches", "scope_kind", True, codes=ScopeKind),
        Column("scope_code", "string", "Code of that place; empty for the nation", "scope_code"),
        Column("amount", "amount", "Euros", "amount", True),
        Column("delegated_from", "integer", "The larger one it is of", "delegated_from", refers="envelopes.envelope"),
        Column("decision", "integer", "The decision that made or changed it", "decision", refers="decisions.decision"),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
    ),
)
