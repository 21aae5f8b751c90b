"""An ORT is published once it holds, with the title and the day of its prefectoral act, and its sectors."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from beffroi.programme.conventions import seed as conventions_seed
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort
from beffroi.programme.facts.publish import publish
from beffroi.programme.people.roles import Circle
from beffroi.territory import finding
from tests.programme import making, making_conventions
from tests.programme.making_conventions import PAIR

ACT = {"act_title": "Arrêté préfectoral 2020-117", "act_date": date(2020, 3, 9)}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "facts"


def agreed(code: str = PAIR, **traits: object) -> Ort:
    fields = {"communes": ["72154"], "signed_date": date(2020, 2, 3), "ends_date": date(2025, 2, 2)} | traits
    return Ort.objects.create(territory=making.territory(code), **fields)


def orts(out: Path, *, circle: Circle = Circle.PUBLIC) -> list[dict]:
    publish(out, circle=circle)
    return pq.read_table(out / "orts.parquet").to_pylist()


def sector(**traits: object) -> int:
    held = {
        "communes": ["72154"],
        "starts_date": date(2020, 6, 1),
        "act_title": "Délibération",
        "act_date": date(2020, 5, 4),
    }
    return making_conventions.perimeter(making.territory(PAIR), **({"kind": PerimeterKind.ORT} | held | traits)).pk


def test_an_ort_is_told_with_its_act_and_its_days(out: Path):
    ort = agreed(**ACT)

    (told,) = orts(out)

    assert (told["ort"], told["territory"], told["communes"]) == (ort.pk, PAIR, "72154")
    assert (told["act_title"], told["act_date"]) == ("Arrêté préfectoral 2020-117", date(2020, 3, 9))
    assert (told["starts_date"], told["ends_date"]) == (date(2020, 3, 9), date(2025, 2, 2))


def test_an_agreement_that_no_act_makes_hold_stays_between_agents(out: Path):
    agreed()

    assert orts(out) == []
    (between,) = orts(out, circle=Circle.AGENTS)
    assert (between["starts_date"], between["act_title"]) == (None, None)


def test_an_ort_of_the_national_list_holds_from_its_agreement(out: Path):
    place = finding.territory("acv-017")
    conventions_seed.import_territory(place, territory=making.territory("acv-017"), at=making.AT)

    (told,) = orts(out)

    assert told["starts_date"] == told["signed_date"] == place.communes[0].ort_signed
    assert (told["act_date"], told["is_imported"]) == (None, True)


def test_an_ort_leads_to_its_sectors_and_to_no_other_perimeter(out: Path):
    agreed(**ACT)
    own = sector()
    sector(name="Avant l’ORT", starts_date=date(2019, 1, 1), ends_date=date(2019, 12, 31))
    sector(name="Après l’ORT", starts_date=date(2025, 2, 3))
    sector(name="De l’autre ville", communes=["72264"])
    sector(name="Autre nature", kind=PerimeterKind.OPERATIONAL)
    sector(name="Proposé", starts_date=None)

    (told,) = orts(out)

    assert told["perimeters"] == str(own)
    assert own in pq.read_table(out / "perimeters.parquet")["perimeter"].to_pylist()


def test_a_perimeter_in_force_is_told_with_the_title_of_its_act_and_a_proposal_without(out: Path):
    sector()
    sector(name="Proposé", starts_date=None, act_title="Projet d’arrêté")

    publish(out, circle=Circle.AGENTS)

    told = {
        row["starts_date"] is None: row["act_title"] for row in pq.read_table(out / "perimeters.parquet").to_pylist()
    }
    assert told == {False: "Délibération", True: None}


def test_a_made_up_act_says_so(out: Path):
    agreed(is_demonstration=True, **ACT)

    assert [row["is_demonstration"] for row in orts(out)] == [True]
