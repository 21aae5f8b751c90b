"""Who is reminded of what: never twice, never of what is over, never what was stopped, in one letter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.programme.people.roles import Role
from beffroi.programme.reminders.due import Cause, Facts, Person, reminders
from beffroi.programme.reminders.kinds import ALL, RHYTHMS, Kind

TODAY = date(2024, 3, 1)
DIRECTOR = Person(id=1, email="directrice@beffroi.example", acts={"acv-017": frozenset({(Role.PROJECT_DIRECTOR, 5)})})
BANK = Person(id=2, email="banque@beffroi.example", acts={"acv-017": frozenset({(Role.PARTNER, 9)})})


def cause(kind: Kind = Kind.LATE_WITHOUT_CAUSE, *, days: int = 10, **traits: object) -> Cause:
    given = {"subject_kind": "action", "subject_id": "1", "territory": "acv-017", "title": "Halle"}
    return Cause(kind=kind, since=TODAY - timedelta(days=days), **(given | traits))


def told(*causes: Cause, people=(DIRECTOR,), said=frozenset(), today=TODAY) -> list[tuple[int, list[Kind]]]:
    letters = reminders(Facts(causes, tuple(people), frozenset(said)), today=today)
    return [(letter.person.id, [one.kind for one, _ in letter.items]) for letter in letters]


def test_a_director_is_told_of_an_action_late_for_a_week_without_a_cause():
    assert told(cause(days=6)) == []
    assert told(cause(days=7)) == [(1, [Kind.LATE_WITHOUT_CAUSE])]


def test_all_that_a_person_is_told_is_in_one_letter():
    both = (cause(Kind.ENDS_SOON), cause(), cause(subject_id="2"))

    assert told(*both) == [(1, [Kind.LATE_WITHOUT_CAUSE, Kind.LATE_WITHOUT_CAUSE, Kind.ENDS_SOON])]


def test_a_cause_that_lasts_is_said_again_a_month_later():
    late = cause(days=7)
    (first,) = reminders(Facts((late,), (DIRECTOR,)), today=TODAY)

    assert told(late, said=first.said(), today=TODAY + timedelta(days=29)) == []
    assert told(late, said=first.said(), today=TODAY + timedelta(days=30)) != []


def test_a_cause_that_comes_back_is_another_one():
    (first,) = reminders(Facts((cause(days=40),), (DIRECTOR,)), today=TODAY)

    assert told(cause(days=10), said=first.said()) != []


def test_a_milestone_is_said_once():
    soon = cause(Kind.MILESTONE_SOON, days=0)
    (first,) = reminders(Facts((soon,), (DIRECTOR,)), today=TODAY)

    assert told(soon, said=first.said(), today=TODAY + timedelta(days=5)) == []


def test_what_a_person_stopped_is_not_said_to_that_person():
    colleague = replace(DIRECTOR, id=3)

    assert told(cause(), people=[replace(DIRECTOR, off=frozenset({Kind.LATE_WITHOUT_CAUSE})), colleague]) == [
        (3, [Kind.LATE_WITHOUT_CAUSE])
    ]
    assert told(cause(), people=[replace(DIRECTOR, off=frozenset({ALL}))]) == []


def test_a_request_is_told_to_the_funder_that_was_asked():
    asked = cause(Kind.REQUEST_UNANSWERED, days=60, organisation=9)

    assert told(
        asked, people=[DIRECTOR, BANK, replace(BANK, id=4, acts={"acv-017": frozenset({(Role.PARTNER, 8)})})]
    ) == [(2, [Kind.REQUEST_UNANSWERED])]


@pytest.mark.parametrize("acts", [{}, {"acv-001": frozenset({(Role.PROJECT_DIRECTOR, 5)})}])
def test_nobody_is_told_of_the_territory_of_others(acts):
    assert told(cause(), people=[replace(DIRECTOR, acts=acts)]) == []


def test_every_kind_has_its_rhythm():
    assert set(RHYTHMS) == set(Kind)


roles = st.frozensets(st.tuples(st.sampled_from(Role), st.integers(1, 3)), max_size=3)
places = st.sampled_from(["acv-001", "acv-017"])
people = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 3),
        email=st.just("x@beffroi.example"),
        acts=st.dictionaries(places, roles, max_size=2),
        off=st.frozensets(st.sampled_from([ALL, *Kind]), max_size=2),
    ),
    max_size=3,
    unique_by=lambda person: person.id,
)
# A cause holds from its first day to its last: outside, it is not among the facts.
histories = st.lists(
    st.tuples(
        st.builds(
            Cause,
            kind=st.sampled_from(Kind),
            subject_kind=st.just("action"),
            subject_id=st.sampled_from("12"),
            territory=places,
            since=st.integers(0, 120).map(lambda days: TODAY + timedelta(days=days)),
            organisation=st.integers(1, 3),
        ),
        st.integers(0, 200),
    ),
    max_size=6,
)


@settings(deadline=None)
@given(people=people, histories=histories, days=st.lists(st.integers(0, 400), max_size=25))
def test_whatever_happens_reminders_are_right_and_few(people, histories, days):
    said, letters = set(), []
    for day in (TODAY + timedelta(days=number) for number in days):
        causes = tuple(one for one, lasts in histories if one.since <= day <= one.since + timedelta(days=lasts))
        sent = reminders(Facts(causes, tuple(people), frozenset(said)), today=day)
        letters += [(day, letter, causes) for letter in sent]
        rows = [row for letter in sent for row in letter.said()]

        # One letter a person a day; never twice the same cause for the same period.
        assert len({letter.person.id for letter in sent}) == len(sent)
        assert len(set(rows)) == len(rows)
        assert not said & set(rows)
        said |= set(rows)

    for day, letter, causes in letters:
        for one, _period in letter.items:
            # Never after the cause is gone, never before its time, never what was stopped, never to others.
            assert one in causes
            assert (day - one.since).days >= RHYTHMS[one.kind].after
            assert not letter.person.off & {ALL, one.kind}
            assert {role for role, _ in letter.person.acts[one.territory]} & RHYTHMS[one.kind].roles


@settings(deadline=None)
@given(people=people, histories=histories)
def test_a_day_without_anything_new_sends_nothing(people, histories):
    causes = tuple(one for one, _ in histories)
    day = TODAY + timedelta(days=300)
    first = reminders(Facts(causes, tuple(people)), today=day)
    said = frozenset(row for letter in first for row in letter.said())

    assert reminders(Facts(causes, tuple(people), said), today=day) == []
