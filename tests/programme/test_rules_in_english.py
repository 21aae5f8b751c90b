"""What the database refuses, and what stops a move, is said in the language of the reader."""

from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import override

from beffroi import programme
from beffroi.programme.actions.conditions import clean
from beffroi.programme.actions.models import RULES as ACTION_RULES
from beffroi.programme.conventions.models import AxisCommitment
from beffroi.programme.money.invariants import RULES as LINE_RULES
from tests.programme import making_actions

MODELS = [model for model in apps.get_models() if model.__module__.startswith("beffroi.")]
CONSTRAINTS = {constraint.name: constraint for model in MODELS for constraint in model._meta.constraints}
# Every room that declares a life has its table there.
TABLES = {
    room: import_module(f"{programme.__name__}.{room}.states").MOVES
    for room in (
        "actions",
        "committees",
        "conventions",
        "money",
    )
}
MOVES = {f"{room}.{name}": move for room, table in TABLES.items() for name, move in table.items()}
GUARDS = {f"{name}.{guard.name}": guard for name, move in MOVES.items() for guard in move.guards}


@pytest.fixture(autouse=True)
def _database() -> None:
    """A sentence is told by the code: the one test that meets the database says so."""


def said(sentence, *, language: str) -> str:
    with override(language):
        return str(sentence)


def is_translated(sentence) -> bool:
    french, english = (said(sentence, language=language) for language in ("fr", "en"))
    return bool(french) and bool(english) and french != english


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_each_constraint_of_the_database_speaks_english_to_who_reads_english(name):
    assert is_translated(CONSTRAINTS[name].violation_error_message)


@pytest.mark.parametrize("name", GUARDS)
def test_each_guard_of_a_move_speaks_english_to_who_reads_english(name):
    assert is_translated(GUARDS[name].sentence)


def test_each_move_has_an_english_name():
    assert [name for name, move in MOVES.items() if not is_translated(move.label)] == []


def test_no_table_of_moves_is_forgotten():
    rooms = [file.parent.name for file in Path(programme.__file__).parent.glob("*/states.py")]

    assert {room for room in rooms if hasattr(import_module(f"{programme.__name__}.{room}.states"), "MOVES")} == set(
        TABLES
    )


def test_an_english_sentence_leaves_no_blank_unfilled():
    told = [said(one.violation_error_message, language="en") for name, one in CONSTRAINTS.items() if "line_" in name]

    assert [sentence for sentence in told if "{" in sentence] == []
    rules = {rule.name: said(rule.sentence, language="en") for rule in (*ACTION_RULES, *LINE_RULES)}
    assert rules["line_paid_within_committed"] == "The paid amount may exceed the committed amount only by a decision."
    assert rules["line_committed_not_before_accepted"] == "An amount cannot be committed before it is granted."


@pytest.mark.django_db
def test_a_form_in_english_refuses_in_english_and_in_french_in_french():
    line = making_actions.line()
    line.paid = Decimal(5)
    axis = AxisCommitment(axis=making_actions.axis(), with_action=False)
    refusals = {}
    for language in ("fr", "en"):
        with override(language), pytest.raises(ValidationError) as of_the_line:
            clean(line, rules=LINE_RULES)
        with override(language), pytest.raises(ValidationError) as of_the_axis:
            axis.validate_constraints()
        with override(language):
            refusals[language] = [*of_the_line.value.messages, *of_the_axis.value.messages]

    assert "Un montant payé se donne avec sa date." in refusals["fr"]
    assert "An amount that is paid must come with its date." in refusals["en"]
    assert "Un axe sans action dit pourquoi : « sans action, parce que… »." in refusals["fr"]
    assert "An axis without action must say why: “no action, because…”." in refusals["en"]
