"""The ORT: agreed, homologated by a prefectoral act, in force between its days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from beffroi.foundations.journal.chain import history
from beffroi.programme.conventions import queries
from beffroi.programme.conventions.life import OrtPeriod
from beffroi.programme.conventions.models import Ort
from beffroi.programme.conventions.perimeter_operations import PerimeterRefused, add_ort, homologate
from tests.programme import making
from tests.programme.making_conventions import at

SIGNED, ACT = date(2020, 2, 3), date(2020, 6, 15)


@pytest.fixture
def ort(pair, officer):
    agreed = Ort(territory=pair, communes=["72154", "72264"], signed_date=SIGNED, ends_date=date(2025, 2, 2))
    return add_ort(agreed, by=officer, at=at(SIGNED))


def test_an_ort_holds_from_its_prefectoral_act_until_its_end(pair, officer, ort):
    assert not ort.is_in_force(SIGNED), "agreed, not yet homologated"
    held = homologate(ort, act_title="Arrêté n° 2020-15", act_date=ACT, by=officer, at=at(ACT))
    days = (date(2020, 6, 14), ACT, date(2025, 2, 2), date(2025, 2, 3))
    assert [held.is_in_force(day) for day in days] == [False, True, True, False]
    assert queries.facts_of([pair.pk])[pair.pk].orts == (OrtPeriod(ACT, date(2025, 2, 2)),)
    assert [entry.verb for entry in history(ort)] == ["ort.homologated", "ort.added"]


def test_the_national_list_attests_an_ort_without_its_act(pair):
    listed = Ort.objects.create(territory=pair, communes=["72154"], signed_date=SIGNED, is_imported=True)
    assert (listed.act_date, listed.homologated_date) == (None, SIGNED)


def test_the_act_is_neither_before_the_agreement_nor_in_the_future(officer, ort):
    for act_date in (date(2020, 2, 2), date(2020, 6, 16)):
        with pytest.raises(PerimeterRefused, match="ni à venir, ni antérieur"):
            homologate(ort, act_title="Arrêté", act_date=act_date, by=officer, at=at(ACT))


def test_an_act_has_a_title(officer, ort):
    with pytest.raises(ValidationError, match="a un intitulé et une date"):
        homologate(ort, act_title=" ", act_date=ACT, by=officer, at=at(ACT))


def test_the_state_records_the_ort_and_the_town_does_not(pair, director, ort):
    agreed = Ort(territory=pair, communes=["72154"], signed_date=SIGNED)
    for by in (director, making.state_officer("46")):
        with pytest.raises(PerimeterRefused, match="revient à l’État"):
            add_ort(agreed, by=by, at=at(SIGNED))
        with pytest.raises(PerimeterRefused, match="revient à l’État"):
            homologate(ort, act_title="Arrêté", act_date=ACT, by=by, at=at(ACT))


@pytest.mark.parametrize("communes", [[], ["46042"], ["72154", "46042"]])
def test_an_ort_lies_in_communes_of_its_territory(pair, officer, communes):
    with pytest.raises(PerimeterRefused, match="des communes du territoire : 72154, 72264"):
        add_ort(Ort(territory=pair, communes=communes, signed_date=SIGNED), by=officer, at=at(SIGNED))
