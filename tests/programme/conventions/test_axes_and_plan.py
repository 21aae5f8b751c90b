"""What a version says of its axes is true of the action plan that it carries, or it goes no further."""

import pytest
from django.utils.translation import override

from beffroi.programme.actions import planning
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.moves import MoveRefused
from tests.programme import making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at


@pytest.fixture
def draft(pair, director):
    return conv.draft(pair, by=director)


def carry(draft, *axes, by):
    """Its plan holds an action on each of these axes."""
    made = [making_actions.action(draft.territory, axis=making_actions.axis(key)) for key in axes]
    planning.set_plan(draft, actions=made, among=made, by=by, at=at(DAYS["drafted"]))
    return made


def say(draft, axis, *, with_action, by):
    reason = "" if with_action else "Le plan de mobilité y répond."
    axis = making_actions.axis(axis)
    drafting.address_axis(draft, axis=axis, with_action=with_action, reason=reason, by=by, at=at(DAYS["drafted"]))


def refusals(draft, *, by):
    with pytest.raises(MoveRefused) as refused:
        operations.send(draft, plan=plan, by=by, at=at(DAYS["sent"]))
    return refused.value.sentences


def test_an_axis_without_action_on_which_the_plan_acts_is_named_with_the_numbers_of_its_actions(draft, director):
    made = carry(draft, "mobility", "mobility", "housing", by=director)
    say(draft, "housing", with_action=True, by=director)

    (told,) = refusals(draft, by=director)

    first, second, _housing = (action.number for action in made)
    assert told.startswith("Axe 3 (« ")
    assert f"les actions n° {first} et {second}. Retirez-les du plan" in told


def test_an_axis_with_actions_on_which_the_plan_has_none_is_named(draft, director):
    say(draft, "mobility", with_action=True, by=director)

    (told,) = refusals(draft, by=director)

    assert told.startswith("Axe 3 (« ")
    assert told.endswith("n’en porte aucune. Choisissez ses actions, ou dites pourquoi il n’en a pas.")


def test_every_axis_that_is_untrue_is_told_at_once_in_the_language_of_the_reader(draft, director):
    carry(draft, "mobility", by=director)
    say(draft, "housing", with_action=True, by=director)

    with override("en"):
        housing, mobility = refusals(draft, by=director)

    assert "this version’s plan holds none on it" in housing
    assert "this version’s plan holds action no. " in mobility


def test_once_the_text_says_what_the_plan_does_it_goes_to_the_committee(draft, director):
    (action,) = carry(draft, "mobility", by=director)
    assert refusals(draft, by=director)

    planning.set_plan(draft, actions=[], among=[action], by=director, at=at(DAYS["drafted"]))

    sent = operations.send(draft, plan=plan, by=director, at=at(DAYS["sent"]))
    assert sent.life_state is VersionState.SENT_TO_REGIONAL_COMMITTEE


def test_what_became_untrue_since_the_committee_is_refused_before_the_signature(draft, director):
    examined = conv.favourable(draft, by=director)
    operations.start_deliberations(examined, by=director, at=at(DAYS["examined"]))
    conv.deliberate(examined, by=director)
    making_actions.action(draft.territory, axis=making_actions.axis("mobility"), version_in=draft)

    with pytest.raises(MoveRefused, match="Axe 3"):
        operations.make_ready(examined, plan=plan, by=director, at=at(DAYS["deliberated"]))
