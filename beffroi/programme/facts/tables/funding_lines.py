from django.db.models import Case, Q, QuerySet, Value, When

from beffroi.programme.facts import circles, identifiers
from beffroi.programme.facts.columns import Column, Table
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.states import LOCAL_KINDS, Instrument, Origin, State
from beffroi.programme.people.roles import Circle, OrganisationKind

IS_PUBLIC = Q(action__circle=Circle.PUBLIC)
IS_LOCAL = Case(When(funder__kind__in=LOCAL_KINDS, then=Value(True)), default=Value(False))
FLAG = "Made up to show the software"


def select(circle: Circle) -> QuerySet[FundingLine]:
    return circles.lines(circle).order_by("action__territory", "action__number", "pk")


FUNDING_LINES = Table(
    name="funding_lines",
    title="Funding lines",
    meaning=(
        "One funder's money for one action. Publicly, what was granted: a plan, a request or a refusal is not told. "
        "A line that is refused, without follow-up or cancelled counts for nothing in a total."
    ),
    select=select,
    columns=(
        Column("line", "integer", "Number of the line", "pk", True),
        Column("action", "string", "The action", identifiers.action("action__"), True, refers="actions.action"),
        Column("territory", "string", "Its territory", "action__territory", True, refers="territories.territory"),
        Column("funder_kind", "string", "What the funder is", "funder__kind", True, codes=OrganisationKind),
        Column("funder_code", "string", "Its code in its own register", "funder__code"),
        Column("funder", "string", "Name of the organisation that pays", "funder__name", True),
        Column("is_local_share", "boolean", "Paid by a commune or an intercommunal body", IS_LOCAL, True),
        Column("instrument", "string", "How it pays", "instrument", True, codes=Instrument),
        Column(
            "origin", "string", "Of the programme, earmarked for it, or ordinary money", "origin", True, codes=Origin
        ),
        Column(
            "programme_name",
            "string",
            "The scheme that the money is of, where it is public",
            circles.public_words("programme_name", when=IS_PUBLIC),
        ),
        Column("state", "string", "Where the line stands", "state", True, codes=State),
        Column("planned", "amount", "Hoped for, euros", "planned", True),
        Column("requested", "amount", "Asked for, euros", "requested"),
        Column("requested_date", "date", "Day of the request", "requested_date"),
        Column("accepted", "amount", "Granted, euros", "accepted"),
        Column("accepted_date", "date", "Day of the grant", "accepted_date"),
        Column("committed", "amount", "Engaged, euros", "committed"),
        Column("committed_date", "date", "Day of the commitment", "committed_date"),
        Column("paid", "amount", "Paid since the beginning, euros", "paid"),
        Column("paid_date", "date", "Day of the last payment", "paid_date"),
        Column(
            "overrun_decision",
            "integer",
            "The decision that lets a stage exceed the one before",
            "overrun_decision",
            refers="decisions.decision",
        ),
        Column("is_demonstration", "boolean", FLAG, "is_demonstration", True),
    ),
)
