"""The committee of the demonstration is written by the operations of everyone, and goes as it came."""

import pytest

from beffroi.foundations.journal.chain import faults
from beffroi.programme.committees.models import Decision, Effect, Session
from beffroi.programme.committees.states import CommitteeKind, SessionState
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.demonstration import committees
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making import AT


@pytest.fixture
def arles(db, settings):
    settings.BEFFROI_DEMO = True
    place = making.territory("acv-012")
    making.organisation(OrganisationKind.COMMUNE, code="13004", name="Ville d’Arles")
    conv.committee(CommitteeKind.PROJECT, territory=place)
    return place


def test_a_session_was_held_decided_a_perimeter_and_another_is_coming(arles):
    assert committees.write(at=AT)
    assert not committees.write(at=AT), "done twice, it writes nothing"

    held, coming = Session.objects.order_by("date")
    perimeter = Perimeter.objects.get()
    assert (held.state, coming.state) == (SessionState.HELD, SessionState.PLANNED)
    assert perimeter.starts_date == held.date
    assert perimeter.decision in held.decisions.all()
    assert Effect.objects.get().subject_id == str(perimeter.pk)
    assert list(faults()) == []


def test_it_is_taken_out_whole(arles):
    committees.write(at=AT)
    committees.clear()

    assert not any(rows.objects.exists() for rows in (Session, Decision, Perimeter, Effect))
