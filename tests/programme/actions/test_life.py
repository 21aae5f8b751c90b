"""The life of an action: what each move asks for, and what it says when it is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions import operations
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import LOCAL_SHARE, MOVES, REQUIRED, ROAD, Financing, State, moves_of
from beffroi.programme.committees.states import DecisionSubject, Outcome
from beffroi.programme.moves import MoveRefused, Refused
from beffroi.programme.people.roles import Role
from tests.programme.making import elected, project_director, state_officer, town_agent
from tests.programme.making_actions import AT, WHOLE, action, decision, milestone


def moved(on: Action, name: str, *, by=None, plan: Financing = WHOLE, **said: object) -> Action:
    given = said.pop("decision", None)
    return operations.move(on, name, financing=lambda _: plan, by=by, at=AT, values=said, decision=given)


def refusal(on: Action, name: str, **said: object) -> str:
    with pytest.raises(MoveRefused) as refused:
        moved(on, name, **said)
    on.refresh_from_db()
    return str(refused.value)


def test_an_action_goes_from_idea_to_assessed():
    on = action(state="idea", start_date=date(2024, 4, 1), end_date=date(2026, 12, 31))

    for name in ("study", "programme", "commit", "start_works"):
        on = moved(on, name)
    on = moved(on, "deliver", delivered_date="2024-03-01", start_date="2024-02-01")
    on = moved(on, "assess", assessment="Douze logements remis en location.")

    assert on.life_state is State.ASSESSED
    assert on.revision == 7
    assert [entry.after["state"] for entry in history(on)] == [*reversed(ROAD[1:])]


def test_every_state_can_be_reached_and_all_but_the_last_be_left():
    assert {move.reaches for move in MOVES.values()} | {State.IDEA} == set(State)
    assert {state for move in MOVES.values() for state in move.leaves} | {State.ASSESSED} == set(State)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (replace(WHOLE, expected=Decimal(90_000)), "Bouclez le plan de financement"),
        (replace(WHOLE, expected=Decimal(101_001)), "Bouclez le plan de financement"),
        (replace(WHOLE, local=Decimal(0)), "Ajoutez la part de la commune ou de l’intercommunalité"),
    ],
)
def test_an_action_is_programmed_when_its_plan_covers_its_cost_with_a_local_share(plan, why):
    assert why in refusal(action(state="study"), "programme", plan=plan)


def test_a_plan_may_differ_from_the_cost_by_one_per_cent():
    on = moved(action(state="study"), "programme", plan=replace(WHOLE, expected=Decimal("99_000")))

    assert on.life_state is State.PROGRAMMED


def test_everything_that_is_missing_is_said_at_once():
    on = action(state="study", owner=None, cost=None)

    said = refusal(on, "programme", plan=Financing())

    assert said == (
        "Indiquez le maître d’ouvrage. Indiquez le coût de l’action. "
        "Ajoutez la part de la commune ou de l’intercommunalité : un plan de financement en comporte toujours une."
    )
    assert on.life_state is State.STUDY


def test_an_action_is_committed_with_its_first_committed_line():
    on = action(state="programmed")

    assert "l’engagement d’au moins une ligne" in refusal(on, "commit", plan=replace(WHOLE, committed=Decimal(0)))
    assert moved(on, "commit").life_state is State.COMMITTED


def test_every_move_to_where_a_plan_has_its_local_share_asks_for_it():
    for name, move in MOVES.items():
        if LOCAL_SHARE in REQUIRED.get(move.reaches, ()):
            assert LOCAL_SHARE in move.guards, name


@pytest.mark.parametrize(
    ("state", "move"), [("programmed", "commit"), ("committed", "start_works"), ("works", "deliver")]
)
def test_an_action_that_lost_its_local_share_does_not_go_on(state, move):
    on = action(state=state)

    said = refusal(on, move, plan=replace(WHOLE, local=Decimal(0)), delivered_date="2024-02-28")

    assert said.startswith("Ajoutez la part de la commune ou de l’intercommunalité")


def test_a_late_action_says_why_before_it_moves():
    on = action(state="study", end_date=date(2024, 2, 29), start_date=None)

    assert refusal(on, "programme") == "L’action est en retard : indiquez la cause du retard."
    assert moved(on, "programme", late_cause="land").late_cause == "land"


def test_a_blocked_action_does_not_go_forward_but_may_be_suspended():
    blocked = {"blocked": True, "blocked_cause": "appeal", "unblock_condition": "Jugement du tribunal administratif"}
    on = action(state="committed", **blocked)

    assert "levez le blocage" in refusal(on, "start_works")
    assert moved(on, "suspend", state_reason="Recours en cours").life_state is State.SUSPENDED


def test_works_need_a_day_on_which_they_start():
    on = action(state="committed", start_date=None)

    assert refusal(on, "start_works") == "Indiquez la date de début des travaux."
    assert moved(on, "start_works", start_date="2024-03-01").start_date == date(2024, 3, 1)


@pytest.mark.parametrize("delivered", [None, "2024-03-02", "2022-12-31"])
def test_an_action_is_delivered_on_a_day_between_its_start_and_today(delivered):
    assert "Indiquez la date de livraison" in refusal(action(state="works"), "deliver", delivered_date=delivered)


def test_an_open_milestone_is_closed_or_explained_at_delivery():
    on = action(state="works")
    milestone(on, planned=date(2024, 6, 1), label="Inauguration")

    assert "Des jalons restent ouverts" in refusal(on, "deliver", delivered_date="2024-02-28")
    delivered = moved(on, "deliver", delivered_date="2024-02-28", state_reason="Inauguration reportée")

    assert delivered.life_state is State.DELIVERED


def test_a_suspended_action_resumes_where_it_was():
    on = moved(action(state="committed"), "suspend", state_reason="Élections municipales")

    assert "reprend dans l’état où elle a été suspendue" in refusal(on, "resume_works")
    assert [move.label for move in moves_of(on, roles=frozenset({Role.PROJECT_DIRECTOR})).values()] == [
        "Abandonner",
        "Reprendre à l’étude",
        "Reprendre, engagée",
    ]
    assert moved(on, "resume_committed").life_state is State.COMMITTED


def test_a_reason_given_once_does_not_serve_twice():
    on = moved(action(state="works"), "suspend", state_reason="Fouilles")
    on = moved(on, "resume_works")

    assert refusal(on, "suspend") == "Indiquez le motif."


def test_an_abandonment_says_who_decided_it():
    on = action(state="programmed")

    assert "Indiquez qui a décidé l’abandon" in refusal(on, "abandon", state_reason="Coût doublé")
    on = moved(on, "abandon", state_reason="Coût doublé", decided_by="Conseil municipal du 12 février 2024")
    assert on.life_state is State.ABANDONED
    assert moved(on, "resume_study").decided_by == ""


def test_a_committee_decides_an_abandonment_and_its_decision_says_what_it_changed():
    on = action(state="programmed")
    taken = decision(about=DecisionSubject.ACTION)

    moved(on, "abandon", state_reason="Coût doublé", decision=taken)

    (effect,) = taken.effects.all()
    assert (effect.verb, effect.subject_kind, effect.subject_id) == ("action.moved", "action", str(on.pk))
    assert effect.summary == {"move": "abandon"}


def test_a_decision_that_says_no_causes_nothing():
    on = action(state="programmed")

    with pytest.raises(Refused, match="ne permet pas ce changement"):
        moved(on, "abandon", state_reason="Coût", decision=decision(outcome=Outcome.DEFERRED, about="action"))

    on.refresh_from_db()
    assert on.life_state is State.PROGRAMMED


def test_a_move_that_is_not_possible_says_what_is():
    on = action(state="idea")

    assert refusal(on, "deliver", by=project_director("acv-017")) == (
        "« Livrer » n’est pas possible depuis « Idée ». Possible à présent : Mettre à l’étude, Abandonner."
    )


def test_each_role_has_its_moves():
    on = action(state="delivered")
    said = {"assessment": "Le marché a rouvert."}

    assert "« Évaluer » revient à" in refusal(on, "assess", by=town_agent("acv-017"), **said)
    assert "« Évaluer » revient à" in refusal(on, "assess", by=state_officer("46"), **said)
    assert moved(on, "assess", by=state_officer("15"), **said).life_state is State.ASSESSED


def test_an_elected_member_may_abandon_but_not_programme():
    on, mayor = action(state="study"), elected("acv-017")

    assert "« Programmer » revient à" in refusal(on, "programme", by=mayor)
    assert moved(on, "abandon", by=mayor, state_reason="Coût", decided_by="Conseil").life_state is State.ABANDONED


def test_a_move_says_nothing_but_what_moves_say():
    with pytest.raises(TypeError, match="title cannot be written here"):
        moved(action(state="idea"), "study", title="Autre")


def test_what_a_state_requires_is_what_its_move_checks():
    for state, guards in REQUIRED.items():
        entering = next(move for move in MOVES.values() if move.reaches is state and "Reprendre" not in move.label)
        asked = {guard.name for guard in entering.guards} - {"not_blocked", "late_cause"}
        assert asked <= {guard.name for guard in guards}
