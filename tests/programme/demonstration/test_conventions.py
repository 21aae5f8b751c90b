"""The draft of the demonstration is written by the operations of everyone, says what it is, and goes as it came."""

import pytest

from beffroi.foundations.journal.chain import faults
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import operations, seed
from beffroi.programme.conventions.models import AxisCommitment, Party, Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.demonstration import committees, conventions
from beffroi.programme.people.demonstration import account_of
from beffroi.programme.people.roles import OrganisationKind
from beffroi.territory import finding
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making import AT


@pytest.fixture
def arles(db, settings):
    settings.BEFFROI_DEMO = True
    place = making.territory("acv-012")
    for kind, code in ((OrganisationKind.COMMUNE, "13004"), (OrganisationKind.PREFECTURE_DEPARTMENT, "13")):
        making.organisation(kind, code=code)
    for siren in place.epci_codes:
        making.organisation(OrganisationKind.EPCI, code=siren)
    seed.import_territory(finding.territory("acv-012"), territory=place, at=AT)
    conv.committee(committees.CommitteeKind.PROJECT, territory=place)
    committees.write(at=AT)
    for key in ("housing", "mobility"):
        signed = Version.objects.get(convention__territory=place, number=1, convention__phase__key="ACV1")
        making_actions.action(place, axis=making_actions.axis(key), version_in=signed)
    return place


def drafts():
    return Version.objects.exclude(is_imported=True)


def test_an_amendment_is_in_preparation_whole_and_says_that_it_is_a_demonstration(arles):
    assert conventions.write(at=AT)
    assert not conventions.write(at=AT), "done twice, it writes nothing"

    draft = drafts().get()
    assert draft.life_state is VersionState.DRAFT
    assert "(démonstration)" in draft.summary
    assert draft.is_demonstration
    assert not draft.convention.is_demonstration, "the convention that it amends is real"
    assert draft.axes.count() == arles.programme.axes.count()
    assert [one.is_demonstration for one in draft.perimeters.all()] == [True]
    assert list(faults()) == []
    director = account_of(committees.DIRECTOR, at=AT)
    assert [held.axis.key for held in draft.axes.filter(with_action=True)] == ["housing"]
    assert [row["axis"] for row in plan(draft).values()] == ["housing"], "those on mobility leave the plan"
    sent = operations.send(draft, plan=plan, by=director, at=AT)
    assert sent.life_state is VersionState.SENT_TO_REGIONAL_COMMITTEE, "nothing is missing in it"


def test_it_is_taken_out_whole_and_the_real_convention_stays(arles):
    real = list(Version.objects.values())
    conventions.write(at=AT)

    conventions.clear()
    committees.clear()

    assert list(Version.objects.values()) == real
    assert not Party.objects.exists()
    assert not AxisCommitment.objects.exists()


def test_where_nothing_is_signed_nothing_is_amended(db, settings):
    settings.BEFFROI_DEMO = True

    assert not conventions.write(at=AT)
