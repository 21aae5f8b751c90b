"""A committee is convened, held, decides, and its minutes are adopted."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import history
from beffroi.foundations.journal.models import Entry
from beffroi.programme.committees import operations, queries, rules
from beffroi.programme.committees.models import AgendaItem, Attendance, Committee, Decision, Session
from beffroi.programme.committees.operations import CommitteeRefused, DateMovedMeanwhile
from beffroi.programme.committees.states import (
    MOVES,
    CommitteeKind,
    DecisionSubject,
    Outcome,
    SessionState,
)
from beffroi.programme.moves import MoveRefused
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.people.scope import scope
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import PAIR, at

DAY = date(2018, 7, 12)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def pair():
    return making.territory(PAIR)


@pytest.fixture
def regional(pair):
    return conv.committee(CommitteeKind.REGIONAL, territory=pair)


@pytest.fixture
def prefect_of_region(pair):
    return making.state_region(pair.region)


def test_a_regional_committee_goes_from_the_calendar_to_adopted_minutes(pair, regional, prefect_of_region):
    by = prefect_of_region
    session = operations.plan(Session(committee=regional, date=DAY, place="Nantes"), by=by, at=at(date(2018, 6, 20)))
    point = AgendaItem(session=session, title="Convention de La Flèche – Sablé-sur-Sarthe", territory=pair)
    operations.add_agenda_item(point, by=by, at=at(date(2018, 6, 21)))
    operations.convene(session, by=by, at=at(date(2018, 6, 28)))
    prefecture = making.organisation(OrganisationKind.PREFECTURE_REGION, code="52")
    operations.note_attendance(Attendance(session=session, organisation=prefecture), by=by, at=at(DAY))
    session = operations.hold(session, by=by, at=at(DAY))
    minutes = conv.document(session, territory=None, by=by, on=DAY, region="52")
    operations.propose_minutes(session, minutes=minutes, by=by, at=at(date(2018, 7, 20)))
    session = operations.adopt_minutes(session, by=by, at=at(date(2018, 9, 3)))

    assert session.life_state is SessionState.MINUTES_ADOPTED
    assert session.minutes == minutes
    assert [entry.verb for entry in history(session)] == [
        "session.minutes_adopted",
        "session.minutes_proposed",
        "session.held",
        "session.convened",
        "session.planned",
    ]


def test_a_session_is_not_convened_without_a_point_on_its_agenda(regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    with pytest.raises(MoveRefused, match="Inscrivez au moins un point"):
        operations.convene(session, by=prefect_of_region, at=at(DAY))


def test_a_session_is_not_held_before_its_day_nor_with_nobody_and_both_are_said(regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    operations.add_agenda_item(AgendaItem(session=session, title="Avis"), by=prefect_of_region, at=at(DAY))
    operations.convene(session, by=prefect_of_region, at=at(DAY))
    with pytest.raises(MoveRefused) as refusal:
        operations.hold(session, by=prefect_of_region, at=at(date(2018, 7, 11)))
    assert len(refusal.value.sentences) == 2


def test_a_session_may_be_put_off_until_it_is_held(regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    moved = operations.move_date(session, to=date(2018, 7, 19), by=prefect_of_region, at=at(DAY))
    assert moved.date == date(2018, 7, 19)
    held = conv.held(regional, on=DAY)
    with pytest.raises(CommitteeRefused, match="La séance est « Tenue »"):
        operations.move_date(held, to=date(2018, 7, 19), by=prefect_of_region, at=at(DAY))


def test_a_session_moved_to_its_own_day_is_told_that_nothing_changes_and_the_journal_says_nothing(
    regional, prefect_of_region
):
    session = conv.planned(regional, on=DAY)
    before = Entry.objects.count()

    with pytest.raises(CommitteeRefused, match="rien ne change"):
        operations.move_date(session, to=DAY, seen=DAY, by=prefect_of_region, at=at(DAY))

    assert Entry.objects.count() == before


def test_a_session_is_not_moved_over_another_person_s_choice_unseen(regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    for day in (13, 14, 15):
        operations.move_date(session, to=date(2018, 7, day), by=prefect_of_region, at=at(DAY))

    with pytest.raises(DateMovedMeanwhile) as moved:
        operations.move_date(session, to=date(2018, 7, 19), seen=date(2018, 7, 13), by=prefect_of_region, at=at(DAY))

    assert moved.value.date == date(2018, 7, 15)
    assert [entry.after["date"] for entry in moved.value.since] == ["2018-07-15", "2018-07-14"]
    session.refresh_from_db()
    assert session.date == date(2018, 7, 15)


def test_a_cancelled_session_decides_nothing(pair, regional, prefect_of_region):
    session = operations.cancel(conv.planned(regional, on=DAY), by=prefect_of_region, at=at(DAY))
    decision = Decision(session=session, subject_kind=DecisionSubject.VERSION, text="Avis", outcome=Outcome.APPROVED)
    with pytest.raises(CommitteeRefused, match="« Annulée » ; il faut qu’elle soit « Tenue » ou"):
        operations.decide(decision, by=prefect_of_region, at=at(DAY))


def test_nothing_is_decided_any_more_once_the_minutes_are_adopted(regional, prefect_of_region):
    by = prefect_of_region
    session = conv.held(regional, on=DAY)
    minutes = conv.document(session, territory=None, by=by, on=DAY, region="52")
    operations.propose_minutes(session, minutes=minutes, by=by, at=at(DAY))
    operations.revise_minutes(session, by=by, at=at(DAY))
    operations.propose_minutes(session, minutes=minutes, by=by, at=at(DAY))
    operations.adopt_minutes(session, by=by, at=at(DAY))
    late = Decision(session=session, subject_kind=DecisionSubject.MONEY, text="Trop tard", outcome=Outcome.APPROVED)
    with pytest.raises(CommitteeRefused):
        operations.decide(late, by=by, at=at(DAY))


def test_the_minutes_are_a_document_of_the_session_itself(pair, regional, prefect_of_region):
    session, other = conv.held(regional, on=DAY), conv.held(regional, on=date(2018, 9, 13))
    minutes = conv.document(other, territory=None, by=prefect_of_region, on=DAY, region="52")
    with pytest.raises(CommitteeRefused, match="n’est pas un document de cette séance"):
        operations.propose_minutes(session, minutes=minutes, by=prefect_of_region, at=at(DAY))


def test_only_its_secretariat_writes_for_a_committee(pair, regional):
    elsewhere = making.state_region("84")
    town = making.project_director(pair.pk)
    for by in (elsewhere, town):
        with pytest.raises(CommitteeRefused, match="revient au secrétariat du comité"):
            operations.plan(Session(committee=regional, date=DAY), by=by, at=at(DAY))
    session = conv.planned(regional, on=DAY)
    with pytest.raises(MoveRefused, match="revient à"):
        operations.cancel(session, by=town, at=at(DAY))


def test_each_committee_has_the_secretariat_of_its_level(pair):
    team, officer = making.national_team(), making.state_officer(pair.department)
    sarthe, paris = scope(officer, on=DAY), scope(team, on=DAY)
    expected = {
        CommitteeKind.PROJECT: (True, False),
        CommitteeKind.REGIONAL: (False, False),
        CommitteeKind.DEPARTMENTAL: (True, False),
        CommitteeKind.NATIONAL: (False, True),
    }
    found = {
        kind: tuple(
            bool(rules.secretary_roles(conv.committee(kind, territory=pair), scope=who)) for who in (sarthe, paris)
        )
        for kind in CommitteeKind
    }
    assert found == expected


def test_a_committee_is_set_up_once_in_one_place_by_its_secretariat(pair):
    project = {"programme": pair.programme, "kind": CommitteeKind.PROJECT, "name": "Comité de projet"}
    with pytest.raises(CommitteeRefused):
        operations.add_committee(Committee(territory=pair, **project), by=making.partner(), at=at(DAY))
    operations.add_committee(Committee(territory=pair, **project), by=making.project_director(pair.pk), at=at(DAY))
    with pytest.raises(ValidationError, match="existe déjà"):
        operations.add_committee(Committee(territory=pair, **project), by=making.national_team(), at=at(DAY))


def test_the_database_keeps_a_committee_in_the_place_of_its_kind(pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        Committee.objects.create(programme=pair.programme, kind=CommitteeKind.REGIONAL, territory=pair, name="Mixte")


def test_the_database_refuses_adopted_minutes_without_a_document(regional):
    session = conv.planned(regional, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(state=SessionState.MINUTES_ADOPTED)


def test_an_organisation_that_represents_another_is_noted_as_such(pair, regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    anah, epci = making.organisation(OrganisationKind.ANAH), making.organisation(OrganisationKind.EPCI)
    noted = operations.note_attendance(
        Attendance(session=session, organisation=epci, person="Président", represents=anah),
        by=prefect_of_region,
        at=at(DAY),
    )
    assert noted.represents == anah
    assert "Président" not in str(history(noted)[0].after)
    with pytest.raises(ValidationError, match="se représenter elle-même"):
        operations.note_attendance(
            Attendance(session=session, organisation=epci, represents=epci), by=prefect_of_region, at=at(DAY)
        )


def test_a_committee_does_not_decide_on_a_territory_of_another_region(regional, prefect_of_region):
    cahors = making.territory("acv-042")
    session = conv.held(regional, on=DAY)
    decision = Decision(
        session=session, territory=cahors, subject_kind=DecisionSubject.VERSION, text="Avis", outcome=Outcome.APPROVED
    )
    with pytest.raises(CommitteeRefused, match="Cahors n’est pas du ressort"):
        operations.decide(decision, by=prefect_of_region, at=at(DAY))


def test_sessions_are_read_by_those_who_act_over_the_place_of_the_committee(pair, regional):
    session = conv.planned(regional, on=DAY)
    local = conv.planned(conv.committee(CommitteeKind.PROJECT, territory=pair), on=DAY)

    def seen_by(user):
        return set(queries.sessions_seen(scope(user, on=DAY)))

    assert seen_by(making.state_region("52")) == {session, local}
    assert seen_by(making.project_director(pair.pk)) == {local}
    assert seen_by(making.state_officer("46")) == set()
    assert seen_by(making.evaluator()) == set()


def test_the_committees_that_may_decide_on_a_territory_are_of_the_four_levels(pair):
    own = {conv.committee(kind, territory=pair) for kind in CommitteeKind}
    cahors = making.territory("acv-042")
    conv.committee(CommitteeKind.REGIONAL, territory=cahors)
    assert set(queries.committees_of(pair)) == own


def test_every_state_of_a_session_is_reached_and_every_move_leaves_a_state():
    reached = {SessionState.PLANNED} | {move.reaches for move in MOVES.values()}
    assert reached == set(SessionState)
    assert all(move.leaves and move.open_to for move in MOVES.values())


def test_a_point_is_taken_off_the_agenda_before_the_session(regional, prefect_of_region):
    session = conv.planned(regional, on=DAY)
    item = operations.add_agenda_item(AgendaItem(session=session, title="Avis"), by=prefect_of_region, at=at(DAY))
    operations.remove_agenda_item(item, by=prefect_of_region, at=at(DAY))
    assert not session.agenda.exists()
    held = conv.held(regional, on=DAY)
    with pytest.raises(CommitteeRefused):
        operations.remove_agenda_item(held.agenda.get(), by=prefect_of_region, at=at(DAY))


def test_an_organisation_that_was_expected_and_excused_is_noted_once(regional, prefect_of_region):
    session, bank = conv.planned(regional, on=DAY), making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES)
    for present in (True, False):
        noted = Attendance(session=session, organisation=bank, present=present)
        operations.note_attendance(noted, by=prefect_of_region, at=at(DAY))
    assert [attendance.present for attendance in session.attendances.all()] == [False]
