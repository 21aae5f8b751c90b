"""Whatever is done, in whatever order: totals are the sums of their lines, amounts and states agree."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.programme.actions.conditions import broken
from beffroi.programme.committees.models import Decision
from beffroi.programme.money import operations
from beffroi.programme.money.invariants import RULES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.operations import Told
from beffroi.programme.money.states import AMOUNTS, DEAD, MOVES, TOLD, Instrument, Stage, State
from beffroi.programme.money.totals import By, totals, whole
from beffroi.programme.moves import Refused
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import organisation
from tests.programme.making_actions import AT, action, axis, decision, line, town_hall

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
amounts = st.decimals(min_value="0.01", max_value="999999999.99", places=2)
days = st.dates(min_value=date(2023, 1, 1), max_value=date(2024, 3, 1))
# The decision cited by a move: of each kind that a committee takes, those that allow what exceeds among them.
cited = st.sampled_from([None, "line", "action", "another", "money", "version", "perimeter"])
moves = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), amounts, st.sampled_from(["", "Arrêté"]), cited), max_size=12
)


@pytest.fixture
def world():
    return {
        "action": action(),
        "other": action(axis=axis("mobility")),
        "funders": [town_hall(), organisation(OrganisationKind.REGION, code="84"), organisation()],
    }


def agree(one: FundingLine) -> bool:
    """The state says which amounts there are; nothing exceeds what it comes from but by a decision that names it."""
    held = {stage for stage in TOLD if getattr(one, stage) is not None}
    holds = AMOUNTS[one.life_state]
    in_order = all(
        low is None or high is None or low <= high
        for low, high in ((one.committed, one.accepted), (one.paid, one.committed))
    )
    allowed = in_order or names(one.overrun_decision, one)
    return set(holds.has) <= held and not held & set(holds.lacks) and allowed


def names(cited: Decision | None, one: FundingLine) -> bool:
    """Whether a decision is about this very line, or about its action."""
    if cited is None:
        return False
    return (cited.subject_kind, cited.subject_id) in {("money", str(one.pk)), ("action", str(one.action_id))}


@SLOW
@given(instrument=st.sampled_from(Instrument), planned=amounts, path=moves)
def test_no_path_of_moves_pays_more_than_was_committed_without_a_decision(world, instrument, planned, path):
    on = operations.add(
        FundingLine(
            action=world["action"],
            funder=world["funders"][0],
            instrument=instrument,
            origin="ordinary",
            planned=planned,
        ),
        by=None,
        at=AT,
    )

    decisions = {
        "line": decision(names=on),
        "action": decision(about="action", names=on.action),
        "another": decision(about="action", names=world["other"]),
        **{kind: decision(about=kind) for kind in ("money", "version", "perimeter")},
    }

    for name, amount, reason, kind in path:
        said = Told(amount=amount, day=date(2024, 1, 1), reason=reason, decision=decisions.get(kind))
        before = FundingLine.objects.values().get(pk=on.pk)
        try:
            on = operations.move(on, name, by=None, at=AT, said=said).line
        except (Refused, ValidationError):
            assert FundingLine.objects.values().get(pk=on.pk) == before
        on.refresh_from_db()
        assert agree(on)


@SLOW
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from(["planned", *TOLD]),
            amounts,
            st.integers(0, 2),
            st.booleans(),
            st.sampled_from(sorted(MOVES)),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_totals_are_the_sums_of_their_lines_under_any_order_of_edits(world, edits):
    FundingLine.objects.all().delete()
    pool: list[FundingLine] = []
    for rank, stage, amount, funder, elsewhere, move in edits:
        if rank >= len(pool):
            on = world["other" if elsewhere else "action"]
            one = FundingLine(
                action=on, funder=world["funders"][funder], instrument="own_funds", origin="ordinary", planned=amount
            )
            pool.append(operations.add(one, by=None, at=AT))
            continue
        try:
            with transaction.atomic():
                said = Told(amount=amount, day=date(2024, 1, 1), reason="Correction")
                pool[rank] = operations.move(pool[rank], move, by=None, at=AT, said=said).line
                pool[rank] = operations.change(
                    pool[rank], revision=pool[rank].revision, values={stage: amount}, by=None, at=AT
                )
        except (Refused, ValidationError):
            pool[rank].refresh_from_db()

    kept = list(FundingLine.objects.all())
    assert whole(FundingLine.objects.all()).lines == len(kept) == len(pool)
    for by in ([], [By.FUNDER], [By.STATE, By.AXIS], [By.FUNDER_KIND, By.ACTION]):
        found = totals(FundingLine.objects.all(), by=by)
        for stage in Stage:
            said = sum((getattr(total, stage) for total in found), Decimal(0))
            assert said == sum((getattr(one, stage) or Decimal(0) for one in kept), Decimal(0))
        assert sum(total.expected for total in found) == sum(one.amount_expected() for one in kept)


states = st.sampled_from(State)
told = st.none() | amounts.map(lambda amount: amount % 3 + Decimal("0.01"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    state=states,
    instrument=st.sampled_from(Instrument),
    values=st.tuples(told, told, told, told),
    on_days=st.tuples(*[st.none() | days] * 4),
    reason=st.sampled_from(["", "Motif"]),
    dated=st.booleans(),
)
def test_a_rule_read_in_python_is_the_rule_of_the_database(world, state, instrument, values, on_days, reason, dated):
    row = {"state": state.value, "instrument": instrument.value, "state_reason": reason, "planned": Decimal(1)}
    ordered = sorted((day for day in on_days if day), reverse=False) + [None] * 4
    for stage, amount, rank in zip(TOLD, values, range(4), strict=True):
        row[stage.value] = amount
        row[f"{stage}_date"] = (ordered[rank] or date(2024, 1, 1) if amount else None) if dated else on_days[rank]
    on = line(world["action"])
    kept = not broken(RULES, values=row | {"overrun_decision": None})

    try:
        with transaction.atomic():
            FundingLine.objects.filter(pk=on.pk).update(**row)
        accepted = True
    except IntegrityError:
        accepted = False
    on.delete()

    assert accepted == kept


def test_a_dead_line_counts_for_nothing_in_a_plan():
    assert all(line(state=state).amount_expected() == 0 for state in DEAD)
