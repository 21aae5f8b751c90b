"""What a committee decided is carried out by somebody, by a day, and followed until it is done or lapses."""

from datetime import date

import pytest

from beffroi.foundations.journal.chain import history
from beffroi.programme.committees import follow_up
from beffroi.programme.committees.operations import CommitteeRefused
from beffroi.programme.committees.queries import to_follow
from beffroi.programme.committees.states import FollowUp
from beffroi.programme.moves import MoveRefused
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making
from tests.programme.committees.test_decisions import DAY, decided
from tests.programme.making_conventions import PAIR, at

LATER, LONG_AFTER = date(2018, 10, 1), date(2018, 12, 1)


@pytest.fixture
def decision():
    return decided(making.territory(PAIR))


@pytest.fixture
def director():
    return making.project_director(PAIR)


def entrusted(decision, director):
    town = making.organisation(OrganisationKind.COMMUNE, code="44109")
    return follow_up.entrust(decision, owner=town, due_date=LATER, by=director, at=at(DAY))


def test_a_decision_entrusted_to_somebody_is_followed_until_it_is_done(decision, director):
    assert not to_follow().exists(), "nobody was to carry it out"

    followed = entrusted(decision, director)
    assert list(to_follow()) == [followed]
    assert (followed.is_overdue(LATER), followed.is_overdue(LONG_AFTER)) == (False, True)

    follow_up.follow(followed, "finish", note="Panneaux posés.", by=director, at=at(LONG_AFTER))
    assert not to_follow().exists()
    assert [row.verb for row in history(decision)[:2]] == ["decision.followed", "decision.entrusted"]


def test_a_decision_lapses_with_a_reason_and_may_be_taken_up_again(decision, director):
    followed = entrusted(decision, director)

    with pytest.raises(MoveRefused, match="Dites pourquoi"):
        follow_up.follow(followed, "lapse", note=" ", by=director, at=at(LATER))
    lapsed = follow_up.follow(followed, "lapse", note="La gare a fermé.", by=director, at=at(LATER))
    again = follow_up.follow(lapsed, "resume", note="", by=director, at=at(LONG_AFTER))

    assert (lapsed.life_state, again.life_state) == (FollowUp.LAPSED, FollowUp.OPEN)


def test_what_nobody_was_to_do_cannot_be_done(decision, director):
    with pytest.raises(MoveRefused, match="qui fait suite"):
        follow_up.follow(decision, "finish", note="", by=director, at=at(LATER))


@pytest.mark.parametrize(
    ("due", "why"),
    [(date(2018, 7, 1), "après la séance"), (None, "Rien ne change")],
)
def test_what_is_said_of_the_follow_up_has_to_hold(decision, director, due, why):
    with pytest.raises(CommitteeRefused, match=why):
        follow_up.entrust(decision, owner=None, due_date=due, by=director, at=at(DAY))


def test_only_the_secretary_of_the_committee_follows_its_decisions(decision):
    stranger = making.project_director("acv-017")

    with pytest.raises(CommitteeRefused, match="secrétariat"):
        follow_up.entrust(decision, owner=None, due_date=LATER, by=stranger, at=at(DAY))
    with pytest.raises(MoveRefused):
        follow_up.follow(decision, "finish", note="", by=stranger, at=at(LATER))


def test_what_is_done_is_not_entrusted_to_another(decision, director):
    done = follow_up.follow(entrusted(decision, director), "finish", note="", by=director, at=at(LATER))

    with pytest.raises(CommitteeRefused, match="reprenez d’abord"):
        follow_up.entrust(done, owner=None, due_date=LONG_AFTER, by=director, at=at(LATER))
