"""Makes actions, funding lines and envelopes for tests: `action(state="works")`, `line(on, state="settled")`.

What a state needs comes with it (dates, reasons, amounts); a test that cares says its own.
"""

from datetime import date
from decimal import Decimal
from itertools import count

from django.db.models import Model

from beffroi.programme.actions.models import Action, Milestone
from beffroi.programme.actions.operations import next_number
from beffroi.programme.actions.states import Financing
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.committees.models import Committee, Decision, Session
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome, SessionState
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.states import AMOUNTS, NEEDS_NO_REQUEST, Instrument, Origin
from beffroi.programme.money.states import State as LineState
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind, ScopeKind
from beffroi.programme.towns.models import Axis, Territory
from tests.programme.making import AT, ON, organisation, territory

_numbers = count(1)
# One day a stage, in order, all before `ON`.
TOLD_ON = {
    "requested": date(2023, 2, 1),
    "accepted": date(2023, 5, 10),
    "committed": date(2023, 9, 1),
    "paid": date(2024, 1, 15),
}
WHOLE = Financing(expected=Decimal(100_000), local=Decimal(20_000), committed=Decimal(50_000))


def axis(key: str = "housing") -> Axis:
    return Axis.objects.get(programme="acv", key=key)


def town_hall(code: str = "15014") -> Organisation:
    return organisation(OrganisationKind.COMMUNE, code=code)


def described(over: Territory | None = None, *, title: str = "", **traits: object) -> Action:
    """An action as a form describes it: not written yet."""
    over = over or territory()
    return Action(
        territory=over,
        title=title or f"Réhabiliter l’îlot n° {next(_numbers)}",
        axis=traits.pop("axis", None) or axis(),
        **traits,
    )


def action(over: Territory | None = None, *, state: str = "idea", **traits: object) -> Action:
    """An action in a state, with what the state needs."""
    state = ActionState(state)
    needed: dict[str, object] = {"cost": Decimal(100_000), "owner": town_hall(), "start_date": date(2023, 1, 1)}
    if state in {ActionState.DELIVERED, ActionState.ASSESSED}:
        needed |= {"delivered_date": date(2024, 2, 1)}
    if state is ActionState.SUSPENDED:
        needed |= {"suspended_from": ActionState.WORKS, "state_reason": "Fouilles préventives"}
    if state is ActionState.ABANDONED:
        needed |= {"state_reason": "Coût", "decided_by": "Conseil municipal du 12 février 2024"}
    if state in {ActionState.IDEA, ActionState.STUDY, ActionState.PROGRAMMED, ActionState.COMMITTED}:
        needed |= {"start_date": date(2025, 1, 1)}
    made = described(over, state=state, changed_at=AT, **(needed | traits))
    made.number = made.number or next_number(made.territory_id)
    made.save()
    return made


def milestone(on: Action, *, planned: date, done: date | None = None, label: str = "Permis déposé") -> Milestone:
    return Milestone.objects.create(action=on, label=label, planned_date=planned, done_date=done)


def line(on: Action | None = None, *, state: str = "planned", amount: int = 100_000, **traits: object) -> FundingLine:
    """A funding line in a state: every stage that it has reached bears `amount`, on the day of `TOLD_ON`."""
    made = FundingLine(
        action=on or action(),
        funder=traits.pop("funder", None) or organisation(OrganisationKind.REGION, code="84"),
        instrument=traits.pop("instrument", Instrument.GRANT),
        origin=traits.pop("origin", Origin.ORDINARY),
        state=LineState(state),
        planned=Decimal(amount),
        changed_at=AT,
    )
    stages = set(AMOUNTS[made.life_state].has)
    if stages and made.instrument not in NEEDS_NO_REQUEST:
        stages.add("requested")
    for stage in stages:
        setattr(made, stage, Decimal(amount))
        setattr(made, f"{stage}_date", TOLD_ON[stage])
    if made.life_state in {LineState.REFUSED, LineState.NO_FOLLOW_UP, LineState.CANCELLED}:
        made.state_reason = "Enveloppe épuisée"
    for name, value in traits.items():
        setattr(made, name, value)
    made.save()
    return made


def local_share(on: Action, *, amount: int = 20_000, **traits: object) -> FundingLine:
    """What the town itself puts in."""
    return line(on, amount=amount, funder=town_hall(), instrument=Instrument.OWN_FUNDS, **traits)


def envelope(of: Organisation | None = None, *, amount: int = 1_000_000, **traits: object) -> Envelope:
    return Envelope.objects.create(
        partner=of or organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national"),
        amount=Decimal(amount),
        **({"instrument": Instrument.GRANT, "year": 2023, "scope_kind": ScopeKind.NATION} | traits),
    )


def decision(
    *,
    about: str = DecisionSubject.MONEY,
    names: Model | None = None,
    outcome: str = Outcome.APPROVED,
    over: Territory | None = None,
) -> Decision:
    """What the project committee of a territory decided, in a session held before `AT`; about no thing in particular.

    `names` is the thing that it names.
    """
    over = over or territory()
    committee, _ = Committee.objects.get_or_create(
        programme=over.programme,
        kind=CommitteeKind.PROJECT,
        territory=over,
        defaults={"name": f"Comité de projet ({over})"},
    )
    session = Session.objects.create(committee=committee, date=date(2024, 2, 20), state=SessionState.HELD)
    return Decision.objects.create(
        session=session,
        number=1,
        territory=over,
        subject_kind=about,
        subject_id="" if names is None else str(names.pk),
        text="Le comité approuve.",
        outcome=outcome,
    )


__all__ = ["AT", "ON", "TOLD_ON", "WHOLE"]
