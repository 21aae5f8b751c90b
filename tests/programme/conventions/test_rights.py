"""Who reads what is agreed: a signed convention is public, a draft is the business of those who act there."""

import pytest

from beffroi.programme.conventions import queries
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.operations import add_amendment
from beffroi.programme.conventions.rules import can_see_convention
from beffroi.programme.people.scope import resolve, scope
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at

ON = DAYS["signed"]
NOBODY = resolve((), places=(), on=ON)


@pytest.fixture
def amended(pair, director):
    """A signed framework convention, and the draft of an amendment."""
    cadre = conv.signed(conv.draft(pair, by=director), by=director)
    draft = add_amendment(cadre.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(ON))
    return cadre, draft


def test_the_officer_of_one_department_does_not_see_the_drafts_of_another(pair, amended, officer):
    cadre, draft = amended

    def seen_by(user):
        return queries.versions_seen(pair, scope=scope(user, on=ON))

    assert seen_by(officer) == [cadre, draft]
    assert seen_by(making.state_officer("46")) == [cadre]
    assert seen_by(making.evaluator()) == [cadre]
    assert queries.versions_seen(pair, scope=NOBODY) == [cadre]


def test_a_convention_is_known_outside_once_something_of_it_is_signed(pair, director, officer):
    version = conv.draft(pair, by=director)
    assert can_see_convention(version.convention, scope=scope(officer, on=ON))
    assert not can_see_convention(version.convention, scope=NOBODY)
    conv.signed(version, by=director)
    assert can_see_convention(version.convention, scope=NOBODY)


def test_a_proposed_perimeter_is_seen_by_those_who_act_there_and_by_all_once_it_holds(pair, officer):
    held = conv.perimeter(pair, name="En vigueur", act_title="Arrêté", act_date=ON, starts_date=ON)
    proposal = conv.perimeter(pair, name="Proposition")
    assert set(queries.perimeters_seen(pair, scope=scope(officer, on=ON))) == {held, proposal}
    assert queries.perimeters_seen(pair, scope=NOBODY) == [held]


def test_phase_and_alarms_of_one_territory_are_derived_from_what_it_signed(pair, amended):
    assert queries.phase_of(pair, on=ON) == "initialisation"
    assert queries.alarms_of(pair, on=ON) == ()
