"""The committed table is what the sources give, once read with care."""

import csv
import gzip
import json
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from beffroi.territory.registry import make as registry
from beffroi.territory.registry.make import StaleCorrection, day_of_list, main, make
from beffroi.territory.towns import territories, towns

HERE = Path(registry.__file__).parent

SOURCE = {
    "insee_com": "78361",
    "lib_com": "Mantes-la-Jolie",
    "id_acv": "acv-117",
    "lib_acv": "Limay - Mantes-la-Jolie",
    "liste_222_2018": "1",
    "nom_cog2026": "Mantes-la-Jolie",
    "date_signature_initiale": "2018-10-05",
    "liste_2025": "1",
    "date_signature_liste_2025": "2024-08-02",
    "dep": "78",
    "departement": "Yvelines",
    "reg": "11",
    "region": "Île-de-France",
    "siren_epci": "200059889",
    "epci": "CU Grand Paris Seine et Oise",
    "mairie_lon": "1.7172",
    "mairie_lat": "48.9903",
}
LIMAY = SOURCE | {
    "insee_com": "78335",
    "lib_com": "Limay",
    "nom_cog2026": "Limay",
    "date_signature_liste_2025": "",
}
LATER = SOURCE | {
    "insee_com": "28088",
    "lib_com": "Châteaudun",
    "nom_cog2026": "Châteaudun",
    "id_acv": "acv-224",
    "lib_acv": "Châteaudun",
    "liste_222_2018": "0",
    "date_signature_initiale": "",
    "date_signature_liste_2025": "2024-01-04",
}
ETAMPES = SOURCE | {"insee_com": "91223", "id_acv": "acv-083", "lib_acv": "Étampes", "lib_com": "Étampes"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    ort = [
        {"insee_com": "78361", "date_2024": "2021-06-29", "date_2025": "2021-06-29", "date_2026": "2024-09-02"},
        {"insee_com": "78335", "date_2024": "", "date_2025": "", "date_2026": ""},
    ]
    write(tmp_path / "acv_communes.csv", rows=[SOURCE, LATER, LIMAY])
    write(tmp_path / "ort_communes.csv", rows=ort)
    write(tmp_path / "acv_entrees_de_ville_2023.csv", rows=[{"insee_com": "78335"}])
    return tmp_path


def write(path: Path, *, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_pair_is_named_by_its_communes_in_the_order_of_the_source(folder: Path):
    rows = make(folder)

    assert [(row["commune_name"], row["programme_order"]) for row in rows[:2]] == [
        ("Limay", "1"),
        ("Mantes-la-Jolie", "2"),
    ]
    assert {row["name"] for row in rows[:2]} == {"Limay – Mantes-la-Jolie"}


def test_a_pair_has_one_convention(folder: Path):
    rows = make(folder)

    assert {row["signed"] for row in rows[:2]} == {"2018-10-05"}
    assert {row["phase2_signed"] for row in rows[:2]} == {"2024-02-08"}


def test_an_ort_is_signed_on_the_first_day_known_and_renewed_on_the_last(folder: Path):
    limay, mantes, _ = make(folder)

    assert (mantes["ort_signed"], mantes["ort_renewed"]) == ("2021-06-29", "2024-09-02")
    assert (limay["ort_signed"], limay["ort_renewed"]) == ("", "")
    assert (limay["gateway_2023"], mantes["gateway_2023"]) == ("1", "0")


def test_a_later_entrant_enters_on_the_day_it_signs(folder: Path):
    *_, later = make(folder)

    assert (later["entry"], later["entry_date"], later["signed"]) == ("later", "2024-04-01", "2024-04-01")


def test_a_correction_that_no_longer_fits_its_source_is_refused(folder: Path):
    write(folder / "acv_communes.csv", rows=[ETAMPES | {"mairie_lon": "2.16"}])

    with pytest.raises(StaleCorrection, match="Look at the source again"):
        make(folder)


def test_the_tables_are_written_whole(folder: Path, tmp_path: Path):
    write_outlines(folder / "departements_polygones_anct2025.geojson.gz", insee_dep="78", lib_dep="Yvelines")
    write_outlines(folder / "regions_polygones_anct2025.geojson.gz", insee_reg="11", lib_reg="Île-de-France")
    with gzip.open(folder / "communes_reference.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write("insee_com,dep,reg,siren_epci\n78361,78,11,200059889\n27213,27,28,200059889\n")

    main(folder, into=tmp_path / "made")

    assert len((tmp_path / "made" / "towns.csv").read_text(encoding="utf-8").splitlines()) == 4
    assert (tmp_path / "made" / "departments.csv").read_text(encoding="utf-8") == (
        "department,department_name,region,region_name\n78,Yvelines,11,Île-de-France\n"
    )
    assert (tmp_path / "made" / "crossings.csv").read_text(encoding="utf-8") == (
        "epci,epci_name,departments\n200059889,CU Grand Paris Seine et Oise,27 78\n"
    )


def write_outlines(path: Path, **properties: str) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        json.dump({"features": [{"properties": properties}]}, stream)


@pytest.mark.parametrize(
    ("written", "read"),
    [("2018-01-10", "2018-10-01"), ("2024-08-02", "2024-02-08"), ("2023-12-20", "2023-12-20"), ("", "")],
)
def test_the_list_of_2025_exchanges_day_and_month(written: str, read: str):
    assert day_of_list(written) == read


def test_the_counts_are_those_that_the_registry_declares():
    counts = yaml.safe_load((HERE / "registry.yml").read_text(encoding="utf-8"))["counts"]
    of_2018 = [territory for territory in territories() if territory.entry == "2018"]

    assert counts == {
        "territories": len(territories()),
        "territories_2018": len(of_2018),
        "pairs": sum(territory.is_pair for territory in of_2018),
        "communes": len(towns()),
        "communes_2018": sum(len(territory.communes) for territory in of_2018),
        "later_territories": len(territories()) - len(of_2018),
        "first_signature": min(territory.signed for territory in of_2018),
        "last_signature_2018": max(territory.signed for territory in of_2018),
        "overseas_communes": sum(len(place.communes) for place in territories() if place.is_overseas),
    }
    assert counts["last_signature_2018"] == date(2019, 9, 24)


def test_every_disagreement_says_what_was_kept_and_every_correction_why():
    told = yaml.safe_load((HERE / "registry.yml").read_text(encoding="utf-8"))

    assert all({"about", "says", "kept"} <= set(entry) for entry in told["disagreements"])
    assert all({"commune", "column", "was", "is", "why", "source"} <= set(entry) for entry in told["corrections"])
    assert all({"producer", "title", "address", "licence"} <= set(entry) for entry in told["sources"])


@pytest.mark.shared
def test_the_committed_table_is_what_the_sources_give(shared: Path, tmp_path: Path):
    main(shared / "territory", into=tmp_path)

    for name in ("towns.csv", "departments.csv", "crossings.csv"):
        assert (tmp_path / name).read_bytes() == (HERE / name).read_bytes()


@pytest.mark.shared
def test_the_sources_still_hold_what_the_corrections_correct(shared: Path, tmp_path: Path):
    for name in ("acv_communes.csv", "ort_communes.csv", "acv_entrees_de_ville_2023.csv"):
        shutil.copy(shared / "territory" / name, tmp_path / name)

    corrected = {row["commune"]: row for row in make(tmp_path)}

    assert corrected["91223"]["hall_lat"] == "48.43426"
    assert corrected["34108"]["signed"] == "2025-07-09"
