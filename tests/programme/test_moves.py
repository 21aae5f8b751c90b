"""A move is made when the state, the role and every guard allow it; else the refusal says what would be right."""

from dataclasses import dataclass, fields

import pytest

from beffroi.foundations.choices import TextChoices
from beffroi.programme.actions import operations as actions
from beffroi.programme.actions import states as of_actions
from beffroi.programme.committees import states as of_committees
from beffroi.programme.conventions import guards as of_conventions
from beffroi.programme.money import states as of_money
from beffroi.programme.money.operations import Told
from beffroi.programme.moves import Guard, Move, MoveRefused, Refused, check, possible
from beffroi.programme.people.roles import Role


@pytest.fixture(autouse=True)
def _database() -> None:
    """The table of moves is plain data: nothing here is kept."""


class State(TextChoices):
    DRAFT = "draft", "Brouillon"
    SENT = "sent", "Transmise"
    SIGNED = "signed", "Signée"


@dataclass
class Convention:
    life_state: State = State.DRAFT
    has_perimeter: bool = True


PERIMETER = Guard("perimeter", "Joignez un périmètre.", lambda convention, _: convention.has_perimeter)
DELIBERATION = Guard("deliberation", "Joignez la délibération.", lambda _, context: context.get("deliberated", False))
MOVES = {
    "send": Move(
        label="Transmettre",
        leaves=frozenset({State.DRAFT}),
        reaches=State.SENT,
        open_to=frozenset({Role.PROJECT_DIRECTOR, Role.TOWN_AGENT}),
        guards=(PERIMETER, DELIBERATION),
    ),
    "sign": Move(
        label="Signer", leaves=frozenset({State.SENT}), reaches=State.SIGNED, open_to=frozenset({Role.ELECTED})
    ),
}
DIRECTOR = frozenset({Role.PROJECT_DIRECTOR})


def test_a_move_whose_conditions_hold_is_given():
    move = check(MOVES, "send", subject=Convention(), roles=DIRECTOR, deliberated=True)

    assert move.reaches is State.SENT


def test_a_move_from_another_state_says_what_is_possible_now():
    with pytest.raises(MoveRefused) as refused:
        check(MOVES, "sign", subject=Convention(), roles=DIRECTOR)

    assert str(refused.value) == (
        "« Signer » n’est pas possible depuis « Brouillon ». Possible à présent : Transmettre."
    )


def test_when_nothing_is_possible_the_refusal_says_so():
    with pytest.raises(MoveRefused, match="Possible à présent : rien"):
        check(MOVES, "send", subject=Convention(State.SIGNED), roles=DIRECTOR)


def test_a_move_of_another_role_says_whose_it_is():
    with pytest.raises(MoveRefused) as refused:
        check(MOVES, "send", subject=Convention(), roles=frozenset({Role.ELECTED}), deliberated=True)

    assert str(refused.value) == "« Transmettre » revient à : Agent de la ville, Directeur ou directrice de projet."


def test_somebody_without_a_role_moves_nothing():
    with pytest.raises(MoveRefused, match="revient à"):
        check(MOVES, "send", subject=Convention(), roles=frozenset(), deliberated=True)


def test_every_guard_that_fails_is_said_at_once():
    with pytest.raises(MoveRefused) as refused:
        check(MOVES, "send", subject=Convention(has_perimeter=False), roles=DIRECTOR)

    assert refused.value.sentences == ("Joignez un périmètre.", "Joignez la délibération.")
    assert isinstance(refused.value, Refused)


def test_the_possible_moves_are_those_of_the_state_and_the_roles_whatever_the_guards():
    assert list(possible(MOVES, subject=Convention(has_perimeter=False), roles=DIRECTOR)) == ["send"]
    assert possible(MOVES, subject=Convention(State.SENT), roles=DIRECTOR) == {}
    assert list(possible(MOVES, subject=Convention(State.SENT), roles=frozenset({Role.ELECTED}))) == ["sign"]


def test_a_refusal_names_the_field_of_what_its_guard_wants_and_none_for_what_is_mended_elsewhere():
    reason = Guard("reason", "Indiquez le motif.", lambda _, context: bool(context.get("reason")), blames="reason")
    stop = Move(
        label="Résilier",
        leaves=frozenset({State.DRAFT}),
        reaches=State.SIGNED,
        open_to=DIRECTOR,
        guards=(PERIMETER, reason),
    )

    with pytest.raises(MoveRefused) as refused:
        check({"stop": stop}, "stop", subject=Convention(has_perimeter=False), roles=DIRECTOR)

    assert dict(zip(refused.value.sentences, refused.value.blames, strict=True)) == {
        "Joignez un périmètre.": "",
        "Indiquez le motif.": "reason",
    }


@pytest.mark.parametrize(
    ("states", "received"),
    [
        (of_actions, {*actions.CHANGEABLE, *actions.SAID_BY_A_MOVE}),
        (of_money, {field.name for field in fields(Told)}),
        (of_conventions, {"ends_date", "decision", "parties", "signed_date", "reason", "terminated_date"}),
        (of_committees, {"date", "minutes", "note"}),
    ],
    ids=["actions", "money", "conventions", "committees"],
)
def test_the_field_that_a_guard_names_is_one_that_its_operation_receives(states, received):
    named = {one.name: one.blames for one in vars(states).values() if isinstance(one, Guard) and one.blames}

    assert named
    assert {name: field for name, field in named.items() if field not in received} == {}
