"""What people write while the site runs as a demonstration is made up, whoever writes it, and is marked so."""

from datetime import date
from decimal import Decimal

import pytest

from beffroi.programme.actions import operations as actions
from beffroi.programme.committees import operations as committees
from beffroi.programme.committees.models import Session
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.conventions import operations, perimeter_operations, seed
from beffroi.programme.conventions.kinds import PerimeterKind, VersionKind
from beffroi.programme.conventions.models import Convention, Ort, Perimeter, Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.demonstration import committees as demonstration_committees
from beffroi.programme.demonstration import conventions as demonstration_conventions
from beffroi.programme.demonstration.operations import clear
from beffroi.programme.money import envelopes
from beffroi.programme.money import operations as money
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.states import Instrument, Origin
from beffroi.programme.people.roles import OrganisationKind, ScopeKind
from beffroi.territory import finding
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making import AT
from tests.programme.making_conventions import DAYS, PAIR, at

CENTRE = '{"type":"Polygon","coordinates":[[[-0.08,47.69],[-0.07,47.69],[-0.07,47.70],[-0.08,47.70],[-0.08,47.69]]]}'


@pytest.fixture(params=[True, False], ids=["demonstration", "for real"])
def shown(request, settings) -> bool:
    settings.BEFFROI_DEMO = request.param
    return request.param


@pytest.fixture
def demonstration(settings) -> None:
    settings.BEFFROI_DEMO = True


@pytest.fixture
def pair(db, tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    return making.territory(PAIR)


@pytest.fixture
def director(pair):
    return making.project_director(pair.pk)


def imported(territory):
    seed.import_territory(finding.territory(territory.pk), territory=territory, at=AT)
    return Version.objects.filter(convention__territory=territory, is_imported=True).earliest("signed_date")


def proposed(territory, *, by):
    perimeter = Perimeter(territory=territory, kind=PerimeterKind.STUDY, name="Centre")
    return perimeter_operations.propose_drawn(perimeter, geometry=CENTRE, by=by, at=AT)


def test_a_convention_and_its_versions_are_marked_in_a_demonstration_alone(shown, pair, director):
    version = conv.draft(pair, by=director)

    assert version.is_demonstration is version.convention.is_demonstration is shown
    amendment = operations.add_amendment(
        conv.signed(version, by=director).convention,
        kind=VersionKind.AVENANT_PROJET,
        by=director,
        at=at(DAYS["signed"]),
    )
    assert amendment.is_demonstration is shown


def test_what_the_registers_date_is_real_even_in_a_demonstration(shown, pair):
    imported(pair)

    for model in (Convention, Version, Ort):
        assert model.objects.exists()
        assert not model.objects.filter(is_demonstration=True).exists()


def test_an_amendment_of_a_real_convention_is_marked_and_the_real_version_is_not(demonstration, pair, director):
    real = imported(pair)

    amendment = operations.add_amendment(real.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=AT)

    real.refresh_from_db()
    assert (amendment.is_demonstration, real.is_demonstration) == (True, False)
    assert not real.convention.is_demonstration


def test_a_real_version_whose_end_a_visitor_made_up_is_marked(shown, pair):
    real, region = imported(pair), making.state_region(pair.region)

    ended = operations.terminate(real, terminated_date=making.ON, reason="Essai", by=region, at=AT)

    ended.refresh_from_db()
    assert (ended.state, ended.is_demonstration) == (VersionState.TERMINATED, shown)


def test_a_perimeter_a_session_an_action_and_its_money_are_marked_in_a_demonstration_alone(shown, pair, director):
    perimeter = proposed(pair, by=director)
    body = conv.committee(CommitteeKind.PROJECT, territory=pair)
    session = committees.plan(Session(committee=body, date=date(2026, 12, 1)), by=director, at=AT)
    action = actions.add(making_actions.described(pair), by=director, at=AT)
    funder, partner = making.organisation(OrganisationKind.REGION, code="52"), making_actions.town_hall()
    asked = {"instrument": Instrument.GRANT, "origin": Origin.ORDINARY, "planned": Decimal(10)}
    line = money.add(FundingLine(action=action, funder=funder, **asked), by=director, at=AT)
    opened = Envelope(
        partner=partner, instrument=Instrument.GRANT, year=2024, scope_kind=ScopeKind.NATION, amount=Decimal(1)
    )
    envelope = envelopes.open_envelope(opened, by=None, at=AT)

    for thing in (perimeter, session, action, line, envelope):
        thing.refresh_from_db()
        assert thing.is_demonstration is shown, type(thing).__name__


def test_what_visitors_wrote_goes_out_with_the_demonstration_and_the_real_versions_stay(demonstration, pair, director):
    real = imported(pair)
    operations.add_amendment(real.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=AT)
    proposed(pair, by=director)

    clear(at=AT)

    assert list(Version.objects.all()) == list(Version.objects.filter(is_imported=True))
    assert not Perimeter.objects.exists()


def test_the_demonstration_s_own_draft_is_marked_and_recognised_whatever_its_text_became(demonstration, db):
    place = making.territory(demonstration_committees.PLACE)
    making.organisation(OrganisationKind.COMMUNE, code="13004")
    imported(place)
    assert demonstration_conventions.write(at=AT)

    Version.objects.filter(is_imported=False).update(summary="Réécrit par un visiteur")

    assert Version.objects.get(is_imported=False).is_demonstration
    assert not demonstration_conventions.write(at=AT)
