"""Phase and alarms follow from facts and a day: stated by examples, then by the laws that hold for any facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.life import (
    ORDER,
    Alarm,
    AlarmKind,
    End,
    OrtPeriod,
    Severity,
    SignedConvention,
    SignedVersion,
    TerritoryFacts,
    alarms,
    ends_on,
    months_after,
    phase,
)
from beffroi.territory.towns import Phase

SIGNED = date(2018, 9, 28)
PROJECT = date(2020, 2, 14)
END = date(2022, 12, 31)


@pytest.fixture(autouse=True)
def _database():
    """None of this reads the database."""


def facts(*versions, orts=(), deadline=None):
    return TerritoryFacts((SignedConvention(versions, ort_deadline=deadline),), orts)


CADRE = SignedVersion(VersionKind.CADRE, SIGNED, ends_date=END)
AVENANT = SignedVersion(VersionKind.AVENANT_PROJET, PROJECT)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (SIGNED - timedelta(days=1), Phase.PREPARATION),
        (SIGNED, Phase.INITIALISATION),
        (PROJECT - timedelta(days=1), Phase.INITIALISATION),
        (PROJECT, Phase.DEPLOYMENT),
        (END, Phase.DEPLOYMENT),
        (END + timedelta(days=1), Phase.CLOSED),
    ],
)
def test_the_phase_follows_the_signatures(on, expected):
    assert phase(facts(CADRE, AVENANT), on=on) is expected


def test_a_territory_without_a_signature_is_in_preparation():
    assert phase(TerritoryFacts(), on=END) is Phase.PREPARATION
    assert alarms(TerritoryFacts(), on=END) == ()


def test_the_initialisation_is_too_long_after_eighteen_months():
    due = date(2020, 3, 28)
    assert alarms(facts(CADRE), on=due) == ()
    expected = Alarm(AlarmKind.INITIALISATION_TOO_LONG, Severity.WARNING, due)
    assert alarms(facts(CADRE), on=due + timedelta(days=1)) == (expected,)
    assert alarms(facts(CADRE, AVENANT), on=due + timedelta(days=1)) == ()


def test_a_convention_that_ends_within_six_months_says_so_until_an_amendment_prolongs_it():
    ending = facts(CADRE, AVENANT)
    assert alarms(ending, on=date(2022, 6, 29)) == ()
    assert alarms(ending, on=date(2022, 7, 2)) == (Alarm(AlarmKind.ENDS_SOON, Severity.WARNING, END),)
    longer = SignedVersion(VersionKind.AVENANT_PROLONGATION, date(2022, 7, 1), ends_date=date(2023, 12, 31))
    assert alarms(facts(CADRE, AVENANT, longer), on=date(2022, 7, 2)) == ()
    assert ends_on(facts(CADRE, AVENANT, longer), on=date(2022, 7, 2)) == End(date(2023, 12, 31))


FIRST, SECOND = (date(2018, 3, 27), END), (date(2023, 1, 1), date(2026, 12, 31))


def test_a_convention_that_gives_no_end_ends_with_its_phase_and_the_alarm_says_so():
    undated = SignedConvention(
        (SignedVersion(VersionKind.CADRE, date(2023, 6, 30), is_imported=True),), phases=(SECOND,)
    )
    former = SignedConvention((SignedVersion(VersionKind.CADRE, SIGNED, is_imported=True),), phases=(FIRST, SECOND))
    known, summer, winter = TerritoryFacts((former, undated)), date(2026, 6, 30), date(2026, 11, 26)

    assert alarms(known, on=summer) == ()
    assert alarms(known, on=winter) == (Alarm(AlarmKind.ENDS_SOON, Severity.WARNING, SECOND[1], is_of_phase=True),)
    assert ends_on(known, on=winter) == End(SECOND[1], is_of_phase=True)


def test_the_first_phase_was_prolonged_so_that_its_undated_convention_follows_the_programme():
    first = SignedConvention((SignedVersion(VersionKind.CADRE, SIGNED, is_imported=True),), phases=(FIRST, SECOND))
    known = TerritoryFacts((first,))

    assert ends_on(known, on=date(2021, 3, 1)) == End(END, is_of_phase=True)
    assert ends_on(known, on=date(2024, 3, 1)) == End(SECOND[1], is_of_phase=True)
    assert AlarmKind.ENDS_SOON not in {alarm.kind for alarm in alarms(known, on=date(2024, 3, 1))}


def test_an_amendment_that_gives_an_end_is_believed_rather_than_the_phase():
    version = SignedVersion(VersionKind.CADRE, date(2023, 6, 30), is_imported=True)
    longer = SignedVersion(VersionKind.AVENANT_PROLONGATION, date(2026, 9, 1), ends_date=date(2028, 12, 31))
    known = TerritoryFacts((SignedConvention((version, longer), phases=(SECOND,)),))

    assert ends_on(known, on=date(2026, 11, 26)) == End(date(2028, 12, 31))
    assert AlarmKind.ENDS_SOON not in {alarm.kind for alarm in alarms(known, on=date(2026, 11, 26))}


def test_a_convention_of_which_not_even_the_phase_is_known_neither_ends_soon_nor_is_closed():
    unknown = facts(SignedVersion(VersionKind.CADRE, SIGNED, is_imported=True))
    assert phase(unknown, on=date(2040, 1, 1)) is Phase.INITIALISATION
    assert ends_on(unknown, on=date(2040, 1, 1)) is None
    assert AlarmKind.ENDS_SOON not in {alarm.kind for alarm in alarms(unknown, on=date(2040, 1, 1))}


def test_the_missing_ort_warns_until_the_deadline_then_blocks():
    deadline = date(2024, 1, 1)
    second = SignedVersion(VersionKind.CADRE, date(2023, 6, 30), ends_date=date(2026, 12, 31))
    project = SignedVersion(VersionKind.AVENANT_PROJET, date(2023, 6, 30))
    missing = facts(second, project, deadline=deadline)
    before, after = date(2023, 12, 31), deadline
    assert [alarm.severity for alarm in alarms(missing, on=before)] == [Severity.WARNING]
    assert [alarm.severity for alarm in alarms(missing, on=after)] == [Severity.BLOCKING]
    held = facts(second, project, orts=(OrtPeriod(before),), deadline=deadline)
    assert alarms(held, on=after) == ()
    over = facts(second, project, orts=(OrtPeriod(SIGNED, before),), deadline=deadline)
    assert [alarm.kind for alarm in alarms(over, on=after)] == [AlarmKind.ORT_MISSING]


def test_a_terminated_convention_closes_its_territory():
    terminated = SignedVersion(VersionKind.CADRE, SIGNED, ends_date=END, terminated_date=date(2021, 5, 3))
    assert phase(facts(terminated, AVENANT), on=date(2021, 5, 3)) is Phase.DEPLOYMENT
    assert phase(facts(terminated, AVENANT), on=date(2021, 5, 4)) is Phase.CLOSED


def test_of_an_imported_convention_deployment_is_read_from_an_ort_or_a_later_version():
    imported = SignedVersion(VersionKind.CADRE, SIGNED, is_imported=True)
    later = SignedVersion(VersionKind.CADRE, date(2023, 12, 12), is_imported=True)
    on = date(2024, 3, 1)
    assert phase(facts(imported), on=on) is Phase.INITIALISATION
    assert phase(facts(imported, orts=(OrtPeriod(PROJECT),)), on=on) is Phase.DEPLOYMENT
    assert phase(facts(imported, later), on=on) is Phase.DEPLOYMENT
    written_here = SignedVersion(VersionKind.CADRE, SIGNED)
    assert phase(facts(written_here, orts=(OrtPeriod(PROJECT),)), on=on) is Phase.INITIALISATION


def test_an_ort_older_than_the_convention_does_not_deploy_it_before_it_is_signed():
    imported = SignedVersion(VersionKind.CADRE, date(2024, 5, 1), is_imported=True)
    known = facts(imported, orts=(OrtPeriod(date(2019, 12, 19)),))
    assert phase(known, on=date(2024, 4, 30)) is Phase.PREPARATION
    assert phase(known, on=date(2024, 5, 1)) is Phase.DEPLOYMENT


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2018, 8, 31), 6, date(2019, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2018, 12, 15), 1, date(2019, 1, 15)),
        (date(2018, 9, 28), 18, date(2020, 3, 28)),
        (date(2018, 9, 28), 0, date(2018, 9, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert months_after(day, months) == expected


DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))
MAYBE = st.none() | DAYS


@st.composite
def versions(draw):
    signed = draw(DAYS)
    return SignedVersion(
        kind=draw(st.sampled_from(VersionKind)),
        signed_date=signed,
        ends_date=draw(st.none() | st.dates(signed, date(2028, 12, 31))),
        terminated_date=draw(st.none() | st.dates(signed, date(2028, 12, 31))),
        is_imported=draw(st.booleans()),
    )


ANY_FACTS = st.builds(
    TerritoryFacts,
    st.lists(
        st.builds(
            SignedConvention,
            st.lists(versions(), min_size=1, max_size=4).map(tuple),
            ort_deadline=MAYBE,
            phases=st.sampled_from([(), (FIRST, SECOND), (SECOND,)]),
        ),
        max_size=2,
    ).map(tuple),
    st.lists(st.builds(OrtPeriod, DAYS, MAYBE), max_size=2).map(tuple),
)


@given(known=ANY_FACTS, first=DAYS, later=DAYS)
def test_without_a_new_signature_a_territory_never_goes_back_a_phase(known, first, later):
    first, later = sorted((first, later))
    between = [v for c in known.conventions for v in c.versions if first < v.signed_date <= later]
    if not between:
        assert ORDER.index(phase(known, on=first)) <= ORDER.index(phase(known, on=later))


@given(known=ANY_FACTS, on=DAYS)
def test_what_is_signed_after_a_day_changes_nothing_of_that_day(known, on):
    past = TerritoryFacts(
        tuple(replace(c, versions=tuple(v for v in c.versions if v.signed_date <= on)) for c in known.conventions),
        tuple(ort for ort in known.orts if ort.homologated_date <= on),
    )
    assert phase(past, on=on) is phase(known, on=on)
    assert alarms(past, on=on) == alarms(known, on=on)


@given(known=ANY_FACTS, on=DAYS)
def test_an_alarm_rings_once_a_kind_only_while_a_convention_lives(known, on):
    rung = alarms(known, on=on)
    kinds = [alarm.kind for alarm in rung]
    assert len(kinds) == len(set(kinds))
    if phase(known, on=on) in {Phase.PREPARATION, Phase.CLOSED}:
        assert rung == ()
    for alarm in rung:
        if alarm.kind is AlarmKind.ENDS_SOON:
            assert on <= alarm.due < months_after(on, 6)
            assert ends_on(known, on=on) == End(alarm.due, alarm.is_of_phase)
        if alarm.kind is AlarmKind.INITIALISATION_TOO_LONG:
            assert phase(known, on=on) is Phase.INITIALISATION
            assert alarm.due < on
