"""A demonstration looks like the programme, says that it is one, and goes out as it came in."""

from datetime import timedelta
from random import Random

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.conditions import broken
from beffroi.programme.actions.models import RULES as ACTION_RULES
from beffroi.programme.actions.models import Action, ActionIndicator, Milestone
from beffroi.programme.actions.sites import check_site
from beffroi.programme.actions.states import DONE, REQUIRED, UNDER_WAY, Financing, State
from beffroi.programme.actions.themes import themes
from beffroi.programme.demonstration.lives import life, milestones
from beffroi.programme.demonstration.operations import NoDemonstration, clear, generate
from beffroi.programme.demonstration.subjects import apportion, subjects
from beffroi.programme.money.invariants import RULES as LINE_RULES
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.queries import envelope_history, history
from beffroi.programme.people.seed import seed_organisations
from tests.programme import making, making_actions

SIZE = {"territories": 3, "actions": 200, "lines": 1500}
TERRITORIES = ("acv-001", "acv-012", "acv-017")


@pytest.fixture(autouse=True)
def demonstration_mode(settings) -> None:
    settings.BEFFROI_DEMO = True


@pytest.fixture
def country() -> None:
    seed_organisations(at=making.AT)
    for code in TERRITORIES:
        making.territory(code)


@pytest.fixture
def generated(country: None) -> None:
    assert generate(at=making.AT, **SIZE)


def values(row: object) -> dict:
    return {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_has_exactly_the_size_that_is_asked_for(generated: None):
    assert Action.objects.count() == SIZE["actions"]
    assert FundingLine.objects.count() == SIZE["lines"]
    assert set(Action.objects.values_list("territory", flat=True)) == set(TERRITORIES)


def test_everything_is_marked_and_titled_as_a_demonstration(generated: None):
    for model in (Action, FundingLine, Envelope):
        assert not model.objects.filter(is_demonstration=False).exists()
    assert not Action.objects.exclude(title__endswith="(démonstration)").exists()


def test_every_action_and_every_line_keeps_the_rules_that_people_keep(generated: None):
    assert [broken(ACTION_RULES, values=values(one)) for one in Action.objects.all()] == [[]] * SIZE["actions"]
    assert [broken(LINE_RULES, values=values(one)) for one in FundingLine.objects.all()] == [[]] * SIZE["lines"]


def test_every_action_holds_what_its_state_requires(generated: None):
    for action in Action.objects.filter(state__in=REQUIRED).prefetch_related("funding_lines__funder", "milestones"):
        plan = action.funding_lines.all()
        financing = Financing(
            expected=sum(line.amount_expected() for line in plan),
            local=sum(line.amount_expected() for line in plan if line.is_local_share),
            committed=sum(line.committed or 0 for line in plan),
        )
        opened = sum(milestone.done_date is None for milestone in action.milestones.all())
        context = {"financing": financing, "today": making.ON, "open_milestones": opened}
        faults = [guard.name for guard in REQUIRED[action.life_state] if not guard.holds(action, context)]
        assert not faults, f"{action.state}: {faults}"


def test_every_plan_has_a_local_share(generated: None):
    local = set(FundingLine.objects.local().values_list("action", flat=True))

    assert local == set(Action.objects.values_list("pk", flat=True))


def test_some_are_late_with_a_cause_some_blocked_and_nothing_happens_tomorrow(generated: None):
    late = Action.objects.late(making.ON)
    assert late.exclude(late_cause="").exists()
    assert late.count() < SIZE["actions"] / 2
    assert Action.objects.filter(blocked=True, state__in=UNDER_WAY).exists()
    assert not Milestone.objects.filter(done_date__gt=making.ON).exists()
    for stage in ("requested", "accepted", "committed", "paid"):
        assert not FundingLine.objects.filter(**{f"{stage}_date__gt": making.ON}).exists()


def test_sites_and_themes_are_those_of_the_programme(generated: None):
    for action in Action.objects.all():
        check_site(action.site)
        assert set(action.themes) <= themes("acv").keys()
    assert set(ActionIndicator.objects.values_list("indicator_code", flat=True)) == {"HAB-03"}


def test_an_action_aims_from_a_baseline_to_a_target_each_with_its_period(generated: None):
    aims = list(ActionIndicator.objects.all())

    assert aims
    assert all(7 <= aim.baseline <= 16 and aim.baseline_period == "2017" for aim in aims)
    assert all(0 < aim.target < aim.baseline for aim in aims)
    assert all(int(aim.target_period) > aim.action.end_date.year for aim in aims)


def test_envelopes_never_delegate_more_than_they_have(generated: None):
    for envelope in Envelope.objects.prefetch_related("delegations"):
        assert sum(child.amount for child in envelope.delegations.all()) <= envelope.amount
    assert Envelope.objects.filter(delegated_from__delegated_from__isnull=False).exists()


def test_one_row_of_the_journal_tells_it_and_a_second_run_changes_nothing(generated: None):
    rows = Entry.objects.count()

    assert not generate(at=making.AT + timedelta(days=1), **SIZE)

    assert Entry.objects.count() == rows
    assert Entry.objects.filter(verb="demonstration.generated").count() == 1
    for model in (Action, FundingLine):
        assert set(model.objects.values_list("imported_in", flat=True)) == {rows}
    for told in (history(FundingLine.objects.first()), envelope_history(Envelope.objects.first())):
        assert [row.verb for row in told] == ["demonstration.generated"]


def test_the_same_seed_makes_the_same_things(generated: None):
    told = ("territory", "number", "title", "state", "cost", "start_date", "site")
    first = list(Action.objects.values_list(*told))
    aims = list(ActionIndicator.objects.order_by("pk").values_list("action__number", "baseline", "target"))
    clear(at=making.AT)

    generate(at=making.AT, **SIZE)

    assert list(Action.objects.values_list(*told)) == first
    again = list(ActionIndicator.objects.order_by("pk").values_list("action__number", "baseline", "target"))
    assert again == aims


def test_it_goes_out_and_leaves_what_people_wrote(country: None):
    written = making_actions.action(making.territory("acv-017"))
    making_actions.line(written)
    generate(at=making.AT, **SIZE)

    assert clear(at=making.AT) == SIZE["actions"]

    assert list(Action.objects.all()) == [written]
    assert FundingLine.objects.count() == 1
    assert not Envelope.objects.exists()
    assert Entry.objects.filter(verb="demonstration.cleared").count() == 1
    assert clear(at=making.AT) == 0


@pytest.mark.parametrize("work", [generate, clear])
def test_where_the_programme_is_run_for_real_there_is_no_demonstration(work):
    with override_settings(BEFFROI_DEMO=False), pytest.raises(NoDemonstration):
        work(at=making.AT)

    assert not Entry.objects.filter(verb__startswith="demonstration").exists()


def test_too_few_lines_are_refused():
    with pytest.raises(ValueError, match="each has two at least"):
        generate(at=making.AT, actions=10, lines=19)


@given(total=st.integers(0, 10_000), weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_shares_add_up_to_the_whole(total: int, weights: list[float]):
    shares = apportion(total, weights)

    assert sum(shares) == total
    assert min(shares) >= 0


@given(seed=st.integers(0, 100_000), months=st.integers(6, 60))
def test_a_life_is_possible_on_its_day(seed: int, months: int):
    chance = Random(seed)
    told = life(chance, since=making.SINCE, months=months, on=making.ON)

    assert told.start <= told.end
    assert (told.delivered is not None) == (told.state in DONE)
    assert told.delivered is None or told.start <= told.delivered <= making.ON
    assert told.state is not State.SUSPENDED or told.before in UNDER_WAY
    assert len(milestones(chance, told, on=making.ON)) == len(subjects()["milestones"])
