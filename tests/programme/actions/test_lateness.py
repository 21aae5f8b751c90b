"""Late is derived: from the plan, the facts and the day; the same for one action and for thousands in SQL."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.programme.actions.lateness import Delay, Overdue, delays
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import late_without_cause, unfinished
from beffroi.programme.actions.states import State
from tests.programme.making_actions import action, milestone

TODAY = date(2024, 3, 1)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
days = st.none() | st.dates(min_value=date(2024, 2, 20), max_value=date(2024, 3, 10))


def overdue(state: State, *, start=None, end=None, milestones=()) -> list[Delay]:
    return delays(state=state, start_date=start, end_date=end, open_milestones=milestones, on=TODAY)


def test_an_action_is_late_the_day_after_its_planned_end():
    assert overdue(State.WORKS, end=TODAY) == []
    assert overdue(State.WORKS, end=YESTERDAY) == [Delay(Overdue.END, YESTERDAY)]


def test_an_action_whose_works_have_not_begun_is_late_at_its_start():
    assert overdue(State.COMMITTED, start=YESTERDAY) == [Delay(Overdue.START, YESTERDAY)]
    assert overdue(State.WORKS, start=YESTERDAY) == []


def test_a_milestone_that_was_not_reached_makes_it_late():
    assert overdue(State.STUDY, milestones=[TOMORROW, YESTERDAY]) == [Delay(Overdue.MILESTONE, YESTERDAY)]


@pytest.mark.parametrize("state", [State.DELIVERED, State.ASSESSED, State.SUSPENDED, State.ABANDONED])
def test_what_is_done_stopped_or_suspended_is_not_late(state):
    assert overdue(state, start=YESTERDAY, end=YESTERDAY, milestones=[YESTERDAY]) == []


def test_the_oldest_delay_comes_first_with_its_days():
    found = overdue(State.STUDY, start=TODAY - timedelta(days=40), end=YESTERDAY)

    assert [(delay.of, delay.days(TODAY)) for delay in found] == [(Overdue.START, 40), (Overdue.END, 1)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(state=st.sampled_from(State), start=days, end=days, planned=days, done=st.booleans(), on=days.filter(bool))
def test_the_database_and_the_sheet_agree_on_what_is_late(state, start, end, planned, done, on):
    if start and end and end < start:
        start, end = end, start
    on_sheet = action(state=state, start_date=start, end_date=end)
    if planned:
        milestone(on_sheet, planned=planned, done=planned if done else None)

    in_database = Action.objects.late(on).filter(pk=on_sheet.pk).exists()

    assert in_database == on_sheet.is_late(on)


def test_actions_late_without_a_cause_are_listed():
    action(state="works", end_date=YESTERDAY, late_cause="permits")
    silent = action(state="works", end_date=YESTERDAY)
    action(state="delivered", end_date=YESTERDAY)

    assert list(late_without_cause(Action.objects.all(), on=TODAY)) == [silent]
    assert unfinished(Action.objects.all()).count() == 2
