"""The real registry lives in the system: 233 territories with their dates, seeded once, corrected when it changes."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import faults, history
from beffroi.foundations.journal.models import Entry
from beffroi.programme.people import queries as people
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.people.scope import scope
from beffroi.programme.towns import operations, queries
from beffroi.programme.towns.models import AxisWording, Phase, Territory, TerritoryCommune
from beffroi.programme.towns.seed import seed
from beffroi.territory import finding
from tests.programme import making
from tests.programme.making import AT, ON

AXES = Path(__file__).parents[3] / "beffroi" / "observatory" / "axes.yml"


def test_the_222_and_those_that_came_later_are_seeded_with_their_real_dates():
    seed(at=AT)

    assert Territory.objects.filter(entry="2018").count() == 222
    assert Territory.objects.count() == 233
    assert TerritoryCommune.objects.count() == 246
    signed = Territory.objects.filter(entry="2018").exclude(registered_signature_date=None)
    days = signed.order_by("registered_signature_date").values_list("registered_signature_date", flat=True)
    assert (days[0], days[len(days) - 1]) == (date(2018, 6, 8), date(2019, 9, 24))


def test_a_second_seed_writes_nothing():
    seed(at=AT)
    rows = Entry.objects.count()

    seed(at=AT + timedelta(days=1))

    assert Entry.objects.count() == rows == 235
    assert list(faults()) == []


def test_a_pair_is_one_territory_of_two_communes_in_the_order_of_its_name():
    pair = making.territory("acv-017")

    assert (pair.name, pair.is_pair) == ("Aurillac – Arpajon-sur-Cère", True)
    assert [commune.commune for commune in queries.communes_of(pair, on=ON)] == ["15014", "15012"]
    assert [entry.verb for entry in history(pair)] == ["territory.added"]


def test_a_territory_of_an_intercommunal_body_that_crosses_departments_names_them_all():
    assert making.territory("acv-164").departments == ["35", "44", "56"]


def test_a_correction_of_the_registry_is_told_with_what_was_before():
    making.territory("acv-017")
    corrected = replace(finding.territory("acv-017"), phase2_signed=date(2023, 12, 1))

    operations.register(corrected, programme=making.programme(), by=None, at=AT)

    last, _ = history(("territory", "acv-017"))
    assert last.verb == "territory.corrected"
    assert last.before["registered_phase2_date"] == "2023-12-20"
    assert last.after["registered_phase2_date"] == "2023-12-01"


def test_a_commune_belongs_to_one_territory_at_a_time():
    making.territory("acv-017")
    other = making.territory("acv-001")

    with pytest.raises(IntegrityError), transaction.atomic():
        TerritoryCommune.objects.create(territory=other, commune="15014", name="Aurillac", order=2)


def test_a_commune_that_left_is_told_for_the_days_it_belonged():
    pair = making.territory("acv-017")
    pair.communes.filter(commune="15012").update(ends_date=date(2023, 12, 31))

    before = queries.communes_of(pair, on=date(2023, 6, 1))
    after = queries.communes_of(pair, on=ON)

    assert [commune.commune for commune in before] == ["15014", "15012"]
    assert [commune.commune for commune in after] == ["15014"]


def test_an_axis_is_worded_as_on_the_day():
    programme = making.programme()
    mobility = programme.axes.get(key="mobility")

    assert (
        queries.wordings("acv", on=date(2019, 1, 1))["mobility"]
        == "Développer l’accessibilité, la mobilité et les connexions"
    )
    assert mobility.wording(ON).text == "Développer l’accessibilité et les mobilités décarbonées"
    assert mobility.wording(date(2017, 1, 1)) is None
    assert list(queries.wordings("acv", on=ON)) == ["housing", "commerce", "mobility", "urban_form", "facilities"]


def test_the_programme_and_the_observatory_word_the_axes_alike():
    making.programme()
    observed = yaml.safe_load(AXES.read_text(encoding="utf-8"))

    for wording in AxisWording.objects.select_related("axis"):
        shown = observed[wording.axis.key]["phases"][wording.starts_date.year]["fr"]
        assert wording.text == shown.replace("'", "’")


def test_a_day_belongs_to_a_phase_of_the_programme():
    making.programme()

    assert queries.phase_on("acv", day=date(2022, 12, 31)).key == "ACV1"
    assert queries.phase_on("acv", day=date(2023, 1, 1)).key == "ACV2"
    assert queries.phase_on("acv", day=date(2027, 1, 1)) is None


def test_a_phase_ends_after_it_starts():
    programme = making.programme()

    with pytest.raises(IntegrityError, match="phase_ends_after_it_starts"), transaction.atomic():
        Phase.objects.create(programme=programme, key="X", name="X", starts_date=ON, ends_date=ON)


def test_another_wording_of_the_frame_is_told_and_the_same_is_not():
    programme = making.programme()
    declared = making._acv() | {"name": "Action Cœur de Ville (2)"}

    operations.declare_programme(declared, by=None, at=AT)
    operations.declare_programme(declared, by=None, at=AT)

    assert [entry.verb for entry in history(programme)] == ["programme.declared", "programme.declared"]


def test_the_territories_of_a_person_are_those_of_their_scope():
    for code in ("acv-001", "acv-017"):
        making.territory(code)

    seen = queries.territories_of(scope(making.state_officer("15"), on=ON))

    assert [territory.code for territory in seen] == ["acv-017"]


def test_the_organisations_of_the_programme_are_there_with_their_codes():
    seed(at=AT)

    assert people.organisation(OrganisationKind.ANAH, code="national").name == "Agence nationale de l’habitat"
    assert people.organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code="15").name == "Préfecture (Cantal)"
    assert Organisation.objects.filter(kind=OrganisationKind.COMMUNE).count() == 246
    assert not Organisation.objects.filter(is_demonstration=True).exists()
