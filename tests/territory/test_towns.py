"""The registry holds the programme as it was announced, and tells its later entrants apart."""

from datetime import date

import pytest

from beffroi.territory.towns import Phase, read_territories, territories, territory_of, towns

HEADER = (
    "territory,name,commune,commune_name,programme_order,entry,entry_date,signed,phase2_signed,listed_2025,gateway_2023,"
    "ort_signed,ort_renewed,department,department_name,region,region_name,epci,epci_name,hall_lon,hall_lat,overseas"
)


def sample(*, signed: str = "2018-09-28", phase2: str = "", listed: str = "1", ort: str = ""):
    row = f"acv-001,A,80001,A,1,2018,2018-03-27,{signed},{phase2},{listed},0,{ort},,80,Somme,32,HdF,1,CA,1.8,50.1,0"
    (territory,) = read_territories(f"{HEADER}\n{row}\n")
    return territory


def test_222_territories_of_2018_are_235_communes_and_13_pairs():
    of_2018 = [territory for territory in territories() if territory.entry == "2018"]

    assert len(of_2018) == 222
    assert sum(len(territory.communes) for territory in of_2018) == 235
    assert sum(territory.is_pair for territory in of_2018) == 13
    assert [territory.code for territory in of_2018] == [f"acv-{number:03}" for number in range(1, 223)]


def test_eleven_territories_of_one_commune_joined_later():
    later = [territory for territory in territories() if territory.entry == "later"]

    assert [territory.code for territory in later] == [f"acv-{number}" for number in range(223, 234)]
    assert not any(territory.is_pair for territory in later)
    assert {territory.name: str(territory.entry_date) for territory in later} == {
        "Castelsarrasin": "2024-01-18",
        "Châteaudun": "2024-04-01",
        "Hazebrouck": "2024-02-01",
        "Pontoise": "2023-12-28",
        "Saint-Gaudens": "None",
        "Sélestat": "2024-01-29",
        "Sin-le-Noble": "2024-12-17",
        "Saint-Louis": "2024-05-01",
        "Brétigny-sur-Orge": "2024-02-05",
        "Frontignan": "2025-07-09",
        "Annemasse": "2025-04-17",
    }


def test_the_programme_is_246_communes_with_different_codes():
    assert len(towns()) == 246
    assert len({town.code for town in towns()}) == 246
    assert sum(territory_of(town.code).is_overseas for town in towns()) == 16


def test_all_222_signed_their_first_convention_between_june_2018_and_september_2019():
    signed = [territory.signed for territory in territories() if territory.entry == "2018"]

    assert min(signed) == date(2018, 6, 8)
    assert max(signed) == date(2019, 9, 24)
    assert all(territory.entry_date == date(2018, 3, 27) for territory in territories() if territory.entry == "2018")


def test_no_amendment_of_phase_2_is_earlier_than_phase_2():
    days = [territory.phase2_signed for territory in territories() if territory.phase2_signed]

    assert min(days) >= date(2023, 6, 1)
    assert all(t.signed <= t.phase2_signed for t in territories() if t.signed and t.phase2_signed)


def test_a_pair_is_one_territory_in_the_order_of_its_name():
    pair = territory_of("78335")

    assert pair.name == "Limay – Mantes-la-Jolie"
    assert [(town.code, town.order) for town in pair.communes] == [("78335", 1), ("78361", 2)]
    assert pair is territory_of("78361")


def test_a_pair_may_have_two_intercommunal_bodies():
    assert territory_of("72154").epcis == (
        ("247200348", "CC du Pays Fléchois"),
        ("247200090", "CC du Pays Sabolien"),
    )


def test_a_commune_outside_the_programme_has_no_territory():
    assert territory_of("75056") is None


def test_evry_bears_the_name_of_the_merged_commune():
    assert territory_of("91228").name == "Évry-Courcouronnes"


def test_the_town_hall_of_etampes_is_in_etampes():
    (town,) = territory_of("91223").communes

    assert (town.hall_lon, town.hall_lat) == (2.16149, 48.43426)


def test_agen_signed_its_ort_in_2019_and_renewed_it_in_2021():
    agen = territory_of("47001")

    assert (agen.ort_signed, agen.ort_renewed) == (date(2019, 11, 14), date(2021, 1, 28))


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({"signed": ""}, Phase.PREPARATION),
        ({}, Phase.INITIALISATION),
        ({"phase2": "2018-09-28"}, Phase.INITIALISATION),
        ({"phase2": "2023-12-12"}, Phase.DEPLOYMENT),
        ({"ort": "2020-01-15"}, Phase.DEPLOYMENT),
        ({"listed": "0"}, Phase.CLOSED),
    ],
)
def test_the_phase_is_read_from_the_known_dates(facts: dict[str, str], phase: Phase):
    assert sample(**facts).phase is phase


def test_vallauris_left_and_hazebrouck_is_starting():
    assert territory_of("06155").phase is Phase.CLOSED
    assert territory_of("59295").phase is Phase.INITIALISATION
    assert territory_of("31483").phase is Phase.PREPARATION
    assert territory_of("80001").phase is Phase.DEPLOYMENT
