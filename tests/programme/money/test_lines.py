"""The life of a funding line: what each move asks for, who may say what, what the database keeps."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions.meanwhile import ChangedMeanwhile, Difference
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.committees.operations import CommitteeRefused
from beffroi.programme.committees.states import Outcome
from beffroi.programme.money import operations, queries
from beffroi.programme.money.invariants import RULES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.operations import MoneyRefused, Told
from beffroi.programme.money.rules import can_read
from beffroi.programme.money.states import DEAD, MOVES, State
from beffroi.programme.moves import MoveRefused, Refused
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.people.scope import scope
from tests.programme.making import evaluator, organisation, partner, project_director, state_officer, territory
from tests.programme.making_actions import AT, ON, TOLD_ON, action, decision, line, local_share, town_hall

LATER = AT + timedelta(minutes=5)
TODAY = date(2024, 3, 1)


def moved(on: FundingLine, name: str, amount: int | None = None, *, by=None, **said: object) -> FundingLine:
    given = {"day": TODAY if amount else None, "amount": amount and Decimal(amount)} | said
    return operations.move(on, name, by=by, at=AT, said=Told(**given)).line


def refusal(on: FundingLine, name: str, amount: int | None = None, **said: object) -> str:
    with pytest.raises(Refused) as refused:
        moved(on, name, amount, **said)
    on.refresh_from_db()
    return str(refused.value)


def test_a_grant_goes_from_planned_to_settled():
    on = line(amount=100_000)

    on = moved(on, "request", 100_000)
    on = moved(on, "accept", 80_000, reference="Arrêté n° 2024-12")
    on = moved(on, "commit", 80_000)
    on = moved(on, "pay", 30_000)
    on = moved(on, "settle", 78_500)

    assert on.life_state is State.SETTLED
    assert (on.requested, on.accepted, on.committed, on.paid) == (100_000, 80_000, 80_000, 78_500)
    assert on.accepted_reference == "Arrêté n° 2024-12"
    assert [entry.after["move"] for entry in history(on)] == ["settle", "pay", "commit", "accept", "request"]


def test_every_state_can_be_reached_and_all_but_the_settled_be_left():
    assert {move.reaches for move in MOVES.values()} == set(State)
    assert {state for move in MOVES.values() for state in move.leaves} | {State.SETTLED} == set(State)


def test_a_grant_is_asked_before_it_is_given_but_nobody_asks_oneself():
    assert "Enregistrez d’abord la demande" in refusal(line(), "accept", 100_000)

    own = local_share(action(), amount=20_000)
    assert moved(own, "accept", 20_000).life_state is State.ACCEPTED


def test_each_stage_says_its_amount_and_its_day():
    assert refusal(line(), "request") == "Indiquez le montant demandé. Indiquez la date de la demande."
    assert "Indiquez la date de l’engagement." in refusal(line(state="accepted"), "commit", 100, day=None)


def test_nothing_happens_tomorrow():
    with pytest.raises(ValidationError, match="dans l’avenir"):
        moved(line(), "request", 100, day=date(2024, 3, 2))


@pytest.mark.parametrize(("move", "state"), [("commit", "accepted"), ("pay", "committed")])
def test_more_than_what_was_given_needs_a_decision(move, state):
    on = line(state=state, amount=100_000)

    assert "indiquez la décision de comité qui l’autorise" in refusal(on, move, 120_000)
    taken = decision(names=on)
    assert moved(on, move, 120_000, decision=taken).overrun_decision == taken
    assert [effect.verb for effect in taken.effects.all()] == ["funding_line.moved"]


def test_a_decision_cited_where_nothing_is_exceeded_is_the_cause_and_opens_no_door():
    on, taken = line(state="requested", amount=100_000), decision()

    on = moved(on, "accept", 100_000, decision=taken)

    assert on.overrun_decision is None
    assert [effect.verb for effect in taken.effects.all()] == ["funding_line.moved"]
    assert "indiquez la décision de comité" in refusal(on, "commit", 120_000)


def test_a_decision_about_the_action_of_a_line_allows_what_exceeds():
    on = line(state="committed", amount=100_000)
    taken = decision(about="action", names=on.action)

    assert moved(on, "pay", 120_000, decision=taken).overrun_decision == taken


@pytest.mark.parametrize(
    "cited",
    [
        lambda on: decision(about="perimeter"),
        lambda on: decision(about="perimeter", names=on),
        lambda on: decision(about="version"),
        lambda on: decision(about="action"),
        lambda on: decision(about="action", names=action()),
        lambda on: decision(about="money", names=line(on.action)),
        lambda on: decision(about="money"),
    ],
    ids=["perimeter", "same-number", "version", "an-action", "another-action", "another-line", "money-in-general"],
)
def test_what_exceeds_is_allowed_by_no_decision_that_names_neither_the_line_nor_its_action(cited):
    on = line(state="committed", amount=100_000)
    taken = cited(on)

    with pytest.raises(CommitteeRefused, match=r"porte sur un autre objet|ne nomme ni cette ligne ni son action"):
        moved(on, "pay", 120_000, decision=taken)
    with pytest.raises(CommitteeRefused, match=r"porte sur un autre objet|ne nomme ni cette ligne ni son action"):
        corrected(on, committed=Decimal(120_000), decision=taken)

    on.refresh_from_db()
    assert (on.paid, on.committed, on.overrun_decision) == (None, 100_000, None)
    assert not taken.effects.exists()


def test_what_a_decision_allowed_once_does_not_allow_more_later():
    on = line(state="committed", amount=100_000)
    taken = decision(names=on)
    on = moved(on, "pay", 120_000, decision=taken)

    assert "indiquez la décision de comité" in refusal(on, "pay", 130_000)
    with pytest.raises(ValidationError, match="que par une décision"):
        corrected(on, revision=on.revision, paid=Decimal(130_000))

    on = corrected(on, revision=on.revision, paid=Decimal(110_000))
    assert on.overrun_decision == taken, "it allowed more than that"


def test_money_that_exceeds_nothing_may_come_from_a_decision_on_the_money_or_the_convention_of_the_territory():
    on = line(state="requested", amount=100_000)

    for taken in (decision(), decision(about="version")):
        assert moved(on, "accept", 100_000, decision=taken).overrun_decision is None
        on = line(state="requested", amount=100_000)
    with pytest.raises(CommitteeRefused, match="porte sur un autre objet"):
        moved(on, "accept", 100_000, decision=decision(about="perimeter"))


def test_a_decision_that_was_deferred_permits_nothing():
    on = line(state="accepted")

    said = refusal(on, "commit", 120_000, decision=decision(names=on, outcome=Outcome.DEFERRED))

    assert "ne permet pas ce changement" in said
    assert on.life_state is State.ACCEPTED


def test_a_refusal_says_why_and_keeps_the_answer():
    on = line(state="requested")

    assert refusal(on, "refuse") == "Indiquez le motif."
    on = moved(on, "refuse", reason="Enveloppe épuisée", reference="Courrier du 12 février")

    assert (on.life_state, on.accepted, on.accepted_reference) == (State.REFUSED, None, "Courrier du 12 février")


def test_a_refused_line_begins_again_from_the_plan_and_the_journal_remembers():
    on = moved(line(state="refused", amount=50_000), "plan_again", reason="Nouvelle enveloppe en 2024")

    assert (on.life_state, on.requested, on.requested_date) == (State.PLANNED, None, None)
    assert history(on)[0].before["requested"] == "50000.00"


def test_what_was_paid_does_not_vanish():
    on = line(state="partly_paid", amount=50_000)

    assert "n’est pas possible" in refusal(on, "cancel", reason="Abandon")
    assert "il ne diminue pas" in refusal(on, "pay", 40_000)
    assert moved(on, "settle", 50_000).life_state is State.SETTLED


def test_the_funder_speaks_for_itself_and_others_show_its_paper():
    on = line(state="requested", funder=organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national"))
    director = project_director("acv-017")

    assert "Joignez ou citez la pièce du financeur" in refusal(on, "accept", 90_000, by=director)
    assert moved(on, "accept", 90_000, by=partner()).life_state is State.ACCEPTED
    second = moved(line(state="requested"), "accept", 90_000, by=director, reference="Notification du 3 janvier")
    assert second.life_state is State.ACCEPTED


def test_a_town_speaks_for_its_own_share():
    director = project_director("acv-017", of=town_hall())

    assert moved(local_share(action()), "accept", 20_000, by=director).life_state is State.ACCEPTED


@pytest.mark.parametrize("person", [lambda: state_officer("15"), partner, evaluator])
def test_nobody_writes_the_line_of_another_funder(person):
    with pytest.raises(MoneyRefused, match="revient à l’équipe du territoire ou au financeur"):
        moved(line(), "request", 100, by=person())


def test_a_partner_does_not_ask_in_place_of_the_town():
    on = line(funder=organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national"))

    with pytest.raises(MoveRefused, match="« Demander » revient à"):
        moved(on, "request", 100, by=partner())


def test_a_line_is_added_to_the_plan_with_nothing_told():
    on = action()
    described = FundingLine(
        action=on, funder=town_hall(), instrument="own_funds", origin="ordinary", planned="1500.5", state="settled"
    )

    written = operations.add(described, by=project_director("acv-017"), at=AT)

    assert (written.life_state, written.is_local_share) == (State.PLANNED, True)
    assert history(written)[0].after["planned"] == "1500.50"


def test_a_line_without_an_amount_is_refused_at_its_field():
    described = FundingLine(action=action(), funder=town_hall(), instrument="own_funds", origin="ordinary", planned=0)

    with pytest.raises(ValidationError) as refused:
        operations.add(described, by=None, at=AT)

    assert refused.value.message_dict == {"planned": ["Un montant prévu est supérieur à zéro."]}


def corrected(
    on: FundingLine, *, by=None, revision: int = 1, decision=None, reason: str = "Saisie corrigée", **values: object
) -> FundingLine:
    said = {"by": by, "at": LATER, "decision": decision, "reason": reason}
    return operations.change(on, revision=revision, values=values, **said)


def test_an_amount_told_is_not_rewritten_without_a_reason_and_a_better_paper_needs_none():
    on = line(state="accepted", amount=100_000)

    with pytest.raises(ValidationError, match="Dites pourquoi"):
        corrected(on, reason="", accepted=Decimal(95_000))
    kept = corrected(on, reason="", accepted_reference="Arrêté 13")

    assert (kept.accepted, kept.accepted_reference) == (100_000, "Arrêté 13")


def test_an_amount_is_corrected_and_both_are_told():
    on = line(state="accepted", amount=100_000)

    corrected(on, accepted=Decimal(95_000))

    assert history(on)[0].before == {"accepted": "100000.00", "revision": 1}
    assert history(on)[0].after == {"accepted": "95000.00", "revision": 2, "reason": "Saisie corrigée"}


def test_a_correction_keeps_to_what_a_move_would_have_taken():
    on, director = line(state="committed", amount=100_000), project_director("acv-017")

    with pytest.raises(ValidationError, match="ne dépasse le montant accordé que par une décision"):
        corrected(on, committed=Decimal(120_000))
    with pytest.raises(ValidationError, match="ajoutez une autre ligne"):
        corrected(on, instrument="loan")
    with pytest.raises(ValidationError, match="citez la pièce du financeur"):
        corrected(on, by=director, committed=Decimal(90_000))
    with pytest.raises(ValidationError, match="dans l’avenir"):
        corrected(on, committed_date=date(2024, 3, 2))
    with pytest.raises(TypeError, match="state cannot be written here"):
        corrected(on, state="settled")

    assert corrected(on, by=director, committed=Decimal(90_000), committed_reference="Avenant").committed == 90_000
    assert corrected(on, revision=2, committed=Decimal(120_000), decision=decision(names=on)).committed == 120_000


def test_the_second_of_two_people_on_a_line_is_told_what_changed():
    on = line(amount=100)
    corrected(on, planned=Decimal(200))

    with pytest.raises(ChangedMeanwhile) as told:
        corrected(on, planned="150", programme_name="DSIL")

    assert told.value.differences == (
        Difference(field="planned", opened="100.00", kept="200.00", typed="150.00"),
        Difference(field="programme_name", opened="", kept="", typed="DSIL"),
    )


def test_an_action_moves_on_with_what_its_lines_add_up_to():
    on = action(state="study", cost=Decimal(100_000))
    local_share(on, amount=20_000)
    line(on, amount=90_000, state="refused")
    grant = line(on, amount=80_000)

    assert operations.move_action(on, "programme", by=None, at=AT).life_state is ActionState.PROGRAMMED
    with pytest.raises(MoveRefused, match="au moins une ligne"):
        operations.move_action(on, "commit", by=None, at=AT)
    for name, amount in (("request", 80_000), ("accept", 80_000), ("commit", 80_000)):
        grant = moved(grant, name, amount)
    assert operations.move_action(on, "commit", by=None, at=AT).life_state is ActionState.COMMITTED


DAY = {f"{stage}_date": day for stage, day in TOLD_ON.items()}
BREAKING = {
    "line_planned_holds_its_amounts": {"requested": 1, "requested_date": DAY["requested_date"]},
    "line_requested_holds_its_amounts": {"state": "requested"},
    "line_accepted_holds_its_amounts": {"state": "accepted"},
    "line_refused_holds_its_amounts": {"state": "refused", "state_reason": "Non"},
    "line_no_follow_up_holds_its_amounts": {"state": "no_follow_up", "state_reason": "Non"},
    "line_committed_holds_its_amounts": {"state": "committed"},
    "line_partly_paid_holds_its_amounts": {"state": "partly_paid"},
    "line_settled_holds_its_amounts": {"state": "settled"},
    "line_cancelled_holds_its_amounts": {
        "state": "cancelled",
        "state_reason": "Non",
        "paid": 1,
        "paid_date": DAY["paid_date"],
    },
    "line_requested_has_its_date": {"requested_date": DAY["requested_date"]},
    "line_accepted_has_its_date": {"accepted_date": DAY["accepted_date"]},
    "line_committed_has_its_date": {"committed_date": DAY["committed_date"]},
    "line_paid_has_its_date": {"paid_date": DAY["paid_date"]},
    "line_planned_positive": {"planned": 0},
    "line_stopped_has_its_reason": {"state": "cancelled"},
}
WHOLE = {f"{stage}{part}": value for stage in TOLD_ON for part, value in (("", 10), ("_date", TOLD_ON[stage]))}
BREAKING |= {
    "line_requested_positive": WHOLE | {"state": "settled", "requested": 0},
    "line_accepted_positive": WHOLE | {"state": "settled", "accepted": -1, "committed": -1, "paid": -1},
    "line_committed_positive": WHOLE | {"state": "settled", "committed": -1, "paid": -1},
    "line_paid_positive": WHOLE | {"state": "settled", "paid": 0},
    "line_committed_within_accepted": WHOLE | {"state": "settled", "committed": 11},
    "line_paid_within_committed": WHOLE | {"state": "settled", "paid": 11},
    "line_accepted_not_before_requested": WHOLE | {"state": "settled", "accepted_date": date(2023, 1, 1)},
    "line_committed_not_before_accepted": WHOLE | {"state": "settled", "committed_date": date(2023, 5, 9)},
    "line_paid_not_before_committed": WHOLE | {"state": "settled", "paid_date": date(2023, 8, 31)},
    "line_granted_was_requested": WHOLE | {"state": "settled", "requested": None, "requested_date": None},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_database_itself_keeps_the_rule(rule):
    on = line()

    with pytest.raises(IntegrityError, match="line_"), transaction.atomic():
        FundingLine.objects.filter(pk=on.pk).update(**BREAKING[rule.name])


READERS = {
    "the team of the territory": (
        lambda: project_director("acv-017"),
        {"agents planned", "public planned", "public paid"},
    ),
    "the State's officer there": (lambda: state_officer("15"), {"agents planned", "public planned", "public paid"}),
    "another town": (lambda: project_director("acv-001"), {"public paid"}),
    "an evaluator": (evaluator, {"public paid"}),
    "the funder, for its own line": (
        lambda: partner(kind=OrganisationKind.ANAH),
        {"agents planned", "public planned", "public paid", "internal of the funder"},
    ),
}


@pytest.mark.parametrize("reader", READERS)
def test_who_reads_a_line_is_the_same_for_one_and_for_a_list(reader):
    make, expected = READERS[reader]
    territory("acv-001")
    funder = organisation(OrganisationKind.ANAH, code="national")
    lines = {
        "agents planned": line(action(circle="agents")),
        "public planned": line(action(circle="public")),
        "public paid": line(action(circle="public"), state="settled"),
        "internal of the funder": line(action(circle="organisation"), funder=funder),
    }
    seen = scope(make(), on=ON)
    names = {one.pk: name for name, one in lines.items()}

    assert {names[one.pk] for one in queries.readable(seen)} == expected
    assert {name for name, one in lines.items() if can_read(seen, one)} == expected


def test_the_public_reads_what_was_granted_to_public_actions():
    shown = line(action(circle="public"), state="accepted")
    line(action(circle="public"), state="requested")
    line(action(circle="agents"), state="accepted")

    assert list(queries.public()) == [shown]


@pytest.mark.parametrize(("move", "state"), [("cancel", "planned"), ("refuse", "requested"), ("close", "requested")])
@pytest.mark.parametrize("standing", ["programmed", "committed", "works", "delivered"])
def test_the_last_local_share_of_a_programmed_action_is_not_taken_away(move, state, standing):
    on = action(state=standing)
    share = line(on, state=state, funder=town_hall())
    line(on, state="refused", funder=town_hall())

    assert "dernière part locale" in refusal(share, move, reason="Budget voté à la baisse", reference="Délibération")

    line(on, funder=organisation(OrganisationKind.EPCI, code="200071702"))
    assert moved(share, move, reason="Budget voté à la baisse", reference="Délibération").life_state in DEAD


def test_a_local_share_is_taken_away_where_the_plan_is_still_studied_and_not_where_works_are_suspended():
    for standing in ("idea", "study"):
        assert moved(local_share(action(state=standing)), "cancel", reason="Budget").life_state is State.CANCELLED

    suspended = local_share(action(state="suspended"))
    assert "dernière part locale" in refusal(suspended, "cancel", reason="Budget")


def test_the_last_local_share_does_not_become_the_money_of_another():
    share, region = local_share(action(state="works")), organisation(OrganisationKind.REGION, code="84")

    with pytest.raises(ValidationError, match="dernière part locale") as refused:
        corrected(share, funder=region)

    assert set(refused.value.message_dict) == {"funder"}
    line(share.action, funder=town_hall())
    assert corrected(share, funder=region).funder == region
