"""The real registry lives in the system: signed conventions of the 222 with their dates, and what is not known."""

from datetime import UTC, date, datetime

import pytest

from beffroi.foundations.journal.models import Entry
from beffroi.programme.conventions import queries
from beffroi.programme.conventions.life import AlarmKind
from beffroi.programme.conventions.models import Convention, FrameworkAgreement, Ort, OrtDeadline, Version
from beffroi.programme.conventions.seed import seed
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.towns.models import Territory
from beffroi.programme.towns.seed import seed as seed_towns
from beffroi.territory.towns import Phase, territories
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def whole_programme(django_db_setup, django_db_blocker):
    """Seeded once for the module: 233 territories and what they signed; taken away after it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        seed_towns(at=AT)
        seed(at=AT)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


pytestmark = pytest.mark.usefixtures("whole_programme")


def test_the_222_of_2018_have_a_signed_convention_with_its_real_date():
    signed = Version.objects.filter(convention__phase__key="ACV1", kind="cadre", state=VersionState.SIGNED)
    listed = {place.code: place.signed for place in territories() if place.entry == "2018" and place.is_listed}
    assert dict(signed.values_list("convention__territory", "signed_date")) == listed
    assert len(listed) == 221, "Vallauris is no longer on the list"


def test_the_curve_of_signatures_is_the_real_one_of_2018_and_2019():
    curve = queries.signatures_over_time("ACV1")
    assert curve[0][0] == date(2018, 6, 8)
    assert curve[-1] == (date(2019, 9, 24), 222)
    assert [number for _, number in curve] == sorted(number for _, number in curve)


def test_a_convention_that_left_the_list_is_over():
    vallauris = Territory.objects.get(name="Vallauris")
    assert Version.objects.get(convention__territory=vallauris).state == VersionState.EXPIRED
    assert queries.phase_of(vallauris, on=date(2026, 3, 2)) is Phase.CLOSED


def test_the_phase_derived_here_is_the_one_that_the_registry_tells():
    facts = queries.facts_of(place.code for place in territories())
    on = date(2026, 3, 2)
    told = {place.code: place.phase for place in territories()}
    assert {code: queries.phase(known, on=on) for code, known in facts.items()} == told


def test_what_the_registers_do_not_give_is_not_invented():
    assert not Version.objects.filter(is_imported=False).exists()
    assert not Version.objects.filter(parties__isnull=False).exists()
    assert not Version.objects.filter(decision__isnull=False).exists()
    assert not Version.objects.filter(state=VersionState.SIGNED, ends_date__isnull=False).exists()
    assert all("registre" in version.summary for version in Version.objects.all())
    assert not Ort.objects.exclude(act_title="").exists()


def test_the_agreement_with_cerema_is_there_with_its_two_missions():
    agreement = FrameworkAgreement.objects.get(pk="cerema-2019")
    assert agreement.signed_date == date(2019, 2, 1)
    assert [mission["key"] for mission in agreement.missions] == ["animation", "expertise"]
    assert {party["kind"] for party in agreement.parties} == {"ministry", "cerema"}


def test_the_deadline_of_the_ort_is_a_fact_of_phase_2_with_its_source():
    deadline = OrtDeadline.objects.get()
    assert (deadline.phase.key, bool(deadline.source)) == ("ACV2", True)


def test_territories_of_phase_2_without_an_ort_ring_and_the_others_do_not():
    on = date(2026, 3, 2)
    without = {place.code for place in territories() if place.ort_signed is None and place.signed}
    of_phase_2 = set(Convention.objects.filter(phase__key="ACV2").values_list("territory", flat=True))
    facts = queries.facts_of(place.code for place in territories())
    ringing = {
        code
        for code, known in facts.items()
        if AlarmKind.ORT_MISSING in {alarm.kind for alarm in queries.alarms(known, on=on)}
    }
    assert ringing == without & of_phase_2


def test_facts_of_all_the_territories_take_a_fixed_number_of_queries(django_assert_num_queries):
    codes = [place.code for place in territories()]
    with django_assert_num_queries(4):
        queries.facts_of(codes)


def test_every_import_is_in_the_journal_and_a_second_one_writes_nothing():
    before = Entry.objects.count()
    imported = Entry.objects.filter(verb="version.imported")
    assert imported.count() == Version.objects.count()
    assert set(imported.values_list("by", flat=True)) == {"system"}
    seed(at=AT)
    assert Entry.objects.count() == before


def test_a_territory_that_wrote_its_own_convention_keeps_it():
    code = "acv-104"
    Version.objects.filter(convention__territory=code).delete()
    Convention.objects.filter(territory=code).delete()
    territory = Territory.objects.get(pk=code)
    own = conv.draft(territory, by=making.project_director(code), on=DAYS["drafted"])
    seed(at=at(DAYS["signed"]))
    assert list(Version.objects.filter(convention__territory=code)) == [own]
