"""What the page of a funding line shows: its stages and their papers, the moves to offer, the envelopes above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from beffroi.programme.documents.models import Document
from beffroi.programme.documents.rules import can_read
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.operations import SAY_NO, STAGE_OF
from beffroi.programme.money.queries import is_last_local
from beffroi.programme.money.rules import can_see, can_write, speaks_for_funder
from beffroi.programme.money.states import MOVES, TOLD, Stage
from beffroi.programme.money.uses import Use, envelopes_of, envelopes_over, use, uses
from beffroi.programme.moves import Move, possible
from beffroi.programme.people.scope import Scope

# The amount that a form proposes: that of the stage before.
SUGGESTED = {"request": "planned", "accept": "requested", "commit": "accepted", "pay": "paid", "settle": "committed"}
# Guards that no form can answer: what is missing must be done first.
BEFORE = frozenset({"was_requested", "nothing_paid", "keeps_local_share"})


@dataclass(frozen=True, slots=True)
class Told:
    stage: Stage
    amount: Decimal | None
    day: date | None
    document: Document | None
    reference: str


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    label: Any
    refusals: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    stages: tuple[Told, ...]
    offers: tuple[Offer, ...]
    envelopes: tuple[tuple[Envelope, Use], ...]
    may_write: bool

    @property
    def is_told(self) -> bool:
        """Whether something was said of a stage: it may then be corrected."""
        return any(told.amount is not None or told.reference or told.document for told in self.stages)


def sheet(line: FundingLine, *, scope: Scope) -> Sheet:
    may_write = can_write(scope, line)
    roles = scope.roles_in(line.action.territory_id)
    moves = possible(MOVES, subject=line, roles=roles) if may_write else {}
    facts = {"speaks_for_funder": speaks_for_funder(scope, line), "source": "", "paid_before": line.paid}
    facts["is_last_local"] = bool(moves) and is_last_local(line)
    return Sheet(
        stages=tuple(_told(line, stage, scope=scope) for stage in TOLD),
        offers=tuple(Offer(name, move.label, _refusals(move, line, facts)) for name, move in moves.items()),
        envelopes=tuple((one, use(one)) for one in envelopes_of(line) if can_see(scope, one)),
        may_write=may_write,
    )


def weighed_on(line: FundingLine, move: str, *, scope: Scope, on: date) -> list[tuple[Envelope, Use]]:
    """The envelopes that this person reads on which a grant or a commitment would weigh, with what is left of each."""
    if STAGE_OF.get(move) not in {Stage.ACCEPTED, Stage.COMMITTED} or move in SAY_NO:
        return []
    over = envelopes_over(line.action.territory, funder=line.funder_id, instrument=line.instrument, on=on)
    read = [one for one in over if can_see(scope, one)]
    became = uses(read)
    return [(one, became[one.pk]) for one in read]


def _told(line: FundingLine, stage: Stage, *, scope: Scope) -> Told:
    document = getattr(line, f"{stage}_document")
    return Told(
        stage,
        getattr(line, stage),
        getattr(line, f"{stage}_date"),
        document if document is not None and can_read(document, scope=scope) else None,
        getattr(line, f"{stage}_reference"),
    )


def _refusals(move: Move, line: FundingLine, facts: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(guard.sentence for guard in move.guards if guard.name in BEFORE and not guard.holds(line, facts))
