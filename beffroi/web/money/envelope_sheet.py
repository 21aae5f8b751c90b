"""What the page of an envelope shows: what it was delegated from and into, the lines that draw on it, what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from beffroi.programme.money.models import Envelope, FundingLine, FundingLineQuerySet
from beffroi.programme.money.queries import envelopes_seen, readable
from beffroi.programme.money.rules import can_open, can_see
from beffroi.programme.money.totals import SumOfAmounts
from beffroi.programme.money.uses import ENGAGED, Use, lines_of, uses
from beffroi.programme.people.scope import Scope
from beffroi.web.action.listing import page_of
from beffroi.web.components.pagination import Page
from beffroi.web.money.envelope_listing import Filled

LINES_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line and what it draws; `opens` when the person has a page of it: a public line elsewhere has none here."""

    line: FundingLine
    amount: Decimal
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSheet:
    """`hidden` is what the lines draw that this person does not read: it is said, so that the rows make the total."""

    use: Use
    delegations: Sequence[Filled]
    drawn: Sequence[Drawn]
    page: Page
    number_of_lines: int
    hidden_lines: int
    hidden: Decimal
    may_write: bool
    may_see_parent: bool


def envelope_sheet(envelope: Envelope, *, scope: Scope, number: int) -> EnvelopeSheet:
    below = list(envelopes_seen(scope).filter(delegated_from=envelope).in_force().order_by("scope_kind", "scope_code"))
    became = uses([envelope, *below])
    every = lines_of(envelope)
    # Both at once: as a list of lines within which to look, SQLite would make it anew for each line.
    mine = every & readable(scope)
    page, total = page_of(_in_order(mine), number=number, size=LINES_A_PAGE)
    read = mine.order_by().aggregate(engaged=SumOfAmounts(ENGAGED))["engaged"]
    return EnvelopeSheet(
        use=became[envelope.pk],
        delegations=[Filled(one, became[one.pk]) for one in below],
        drawn=[
            Drawn(line, line.committed or line.accepted, scope.sees(line.action.territory_id)) for line in page.items
        ],
        page=page,
        number_of_lines=total,
        hidden_lines=every.count() - total,
        hidden=became[envelope.pk].engaged - (read or 0),
        may_write=can_open(scope, envelope),
        may_see_parent=envelope.delegated_from is not None and can_see(scope, envelope.delegated_from),
    )


def _in_order(lines: FundingLineQuerySet) -> FundingLineQuerySet:
    return lines.select_related("action__territory", "funder").order_by("granted_on", "action__title", "pk")
