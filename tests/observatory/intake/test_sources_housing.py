"""The sources on housing, read from small files in their producers' own schemas."""

from dataclasses import replace

import pytest

from beffroi.observatory.intake.gates import GateFailed
from beffroi.observatory.intake.loading import load_sources

LOVAC = (
    "INSEE_COM NOM_COM Nb_log_pp_2020 Nb_logvac_pp_010119 Nb_logvac_pp_C_010119 Nb_logvac_2A_010119 "
    "Prop_logvac_pp_010119 Prop_logvac_pp_C_010119 Prop_logvac_pp_2A_010119 Nb_log_pp_2021 Nb_logvac_pp_010120 "
    "Nb_logvac_pp_C_010120 Nb_logvac_2A_010120 Prop_logvac_pp_010120 Prop_logvac_pp_C_010120 "
    "Prop_logvac_pp_2A_010120 Nb_log_pp_2022 Nb_logvac_pp_010121 Nb_logvac_pp_C_010121 Nb_logvac_2A_010121 "
    "Prop_logvac_pp_010121 Prop_logvac_pp_C_010121 Prop_logvac_pp_2A_010121 CODE_EPCI NOM_EPCI CODE_DEPT NOM_DEPT "
    "NOM_REGION"
)
WORKBOOK = "sources/lovac/logements-vacants-du-parc-prive-par-commune-au-01012021-lovac.xlsx"
RATES = "sources/lovac/tauxvacance_communes_2021.csv"
FIGURES = [5776, 565, 402, 163, 9.8, 7.0, 2.8, 5843, 614, 424, 190, 10.5, 7.3, 3.3, 5922, 509, 327, 182, 8.6, 5.5, 3.1]


def put_lovac(archive, *communes, figures=FIGURES):
    rows = [[code, "Nom", *figures, "240100883", "CC", "01", "Ain", "ARA"] for code in communes]
    archive.workbook(WORKBOOK, [LOVAC.split(), *rows], sheet="Données")


def test_vacancy_keeps_the_year_of_its_numerator_and_that_of_its_denominator(archive, made):
    put_lovac(archive, "01004")
    first, _, last = made("lovac")
    assert first == {
        "commune": "01004", "year": 2019, "dwellings": 5776, "dwellings_year": 2020, "vacant": 565,
        "vacant_under_2y": 402, "vacant_2y": 163,
    }  # fmt: skip
    assert (last["year"], last["dwellings_year"], last["vacant_2y"]) == (2021, 2022, 182)


def test_a_commune_absent_for_secrecy_adds_no_row(archive, made):
    put_lovac(archive, "01004")
    assert {row["commune"] for row in made("lovac")} == {"01004"}


def test_a_commune_disclosed_in_one_year_and_secret_in_another_is_absent_in_that_one(archive, made):
    put_lovac(archive, "01004", figures=[5776, *[None] * 6, *FIGURES[7:]])
    assert [row["year"] for row in made("lovac")] == [2020, 2021]


def test_a_commune_that_took_in_a_secret_one_is_left_out_and_not_understated(archive, made):
    put_lovac(archive, "93066", "01004")
    assert {row["commune"] for row in made("lovac")} == {"01004"}
    put_lovac(archive, "93066", "93059")
    assert [row["vacant_2y"] for row in made("lovac")] == [326, 380, 364]


def test_durations_of_vacancy_that_do_not_add_up_are_refused(archive, made):
    put_lovac(archive, "01004", figures=[5776, 999, *FIGURES[2:]])
    with pytest.raises(GateFailed, match=r"not true that the two durations add up. For instance: 01004, 2019"):
        made("lovac")


def test_secrecy_is_not_zero_in_the_file_of_2025(archive, made):
    archive.lines(
        "sources/lovac/logement_vacants_communes_2025.csv.gz",
        "CODGEO_25;LIBGEO_25;pp_vacant_plus_2ans_25",
        "01001;L'Abergement-Clémenciat;s",
        "01004;Ambérieu-en-Bugey;0",
        "93059;Pierrefitte-sur-Seine;40",
        "93066;Saint-Denis;s",
        "97127;Saint-Martin;s",
    )
    assert made("lovac_2025") == [
        {"commune": "01001", "year": 2025, "vacant_2y": None, "vacant_2y_conf": "C"},
        {"commune": "01004", "year": 2025, "vacant_2y": 0, "vacant_2y_conf": "F"},
        {"commune": "93066", "year": 2025, "vacant_2y": None, "vacant_2y_conf": "C"},
    ]


def test_the_names_of_another_vintage_are_known_too(archive, made):
    archive.lines(
        "sources/lovac/logement_vacants_communes_2025.csv.gz",
        "CODGEO_24;LIBGEO_24;pp_vacant_plus_2ans_24",
        "01004;Ambérieu-en-Bugey;12",
    )
    assert made("lovac_2025")[0]["vacant_2y"] == 12


def test_the_file_of_rates_gives_back_its_lost_zeros_thousands_and_commas(archive, made):
    put_lovac(archive, "01004")
    made("lovac")
    archive.lines(
        RATES,
        "comm_insee;NOM_COM;Nb_log_pp_2022;Prop_logvac_pp_2A_010121",
        "1004;Ambérieu-en-Bugey;5\u00a0922;3,1",
        "97105;Cœur;;2,4",
        encoding="cp1252",
    )
    assert made("lovac_rates_2021") == [
        {"commune": "01004", "dwellings": 5922, "rate_2y": 3.1},
        {"commune": "97105", "dwellings": None, "rate_2y": 2.4},
    ]


def test_rates_that_differ_from_the_workbook_are_refused(archive, made):
    put_lovac(archive, "01004")
    made("lovac")
    archive.lines(
        RATES, "comm_insee;NOM_COM;Nb_log_pp_2022;Prop_logvac_pp_2A_010121", "1004;Ambérieu;5922;3,4", encoding="cp1252"
    )
    with pytest.raises(GateFailed, match="the rates are those of the workbook"):
        made("lovac_rates_2021")


DVF = (
    '"","INSEE_COM","{year}","{sales}","NbMaisons","NbApparts","propmaison","propappart","PrixMoyen","Prixm2Moyen",'
    '"SurfaceMoy"'
)
NAMES = {2020: ("Annee", "Nb_mutations"), 2024: ("annee", "nb_mutations")}


def put_dvf(archive, year, *lines, named=2020):
    header = DVF.format(year=NAMES[named][0], sales=NAMES[named][1])
    archive.lines(f"sources/dvf/indicateurs_immo_commune_dvf{year}.csv.gz", header, *lines)


@pytest.fixture
def dvf(archive, made):
    """The rows of one year of sales."""
    file = load_sources()["dvf_commune"].files[0]
    return lambda: made("dvf_commune", files=(replace(file),))


def test_sales_are_read_and_the_row_without_code_is_left(archive, dvf):
    put_dvf(
        archive, 2020,
        '"1","01001","2020",6,6,0,100,0,215083.333333333,1693.16666666667,124.333333333333',
        '"30470","NA","2020",8695,NA,NA,52.07,47.92,203107.99,2702.75,76.24',
    )  # fmt: skip
    (row,) = dvf()
    assert row == {
        "commune": "01001", "year": 2020, "sales": 6, "houses": 6, "flats": 0, "mean_price": 215083.333333333,
        "mean_price_m2": 1693.16666666667, "mean_area": 124.333333333333,
    }  # fmt: skip


def test_a_year_whose_columns_were_renamed_is_read_by_their_new_names(archive, dvf):
    put_dvf(archive, 2020, '"1","01001","2024",2,2,0,100,0,80125,2023,47', named=2024)
    assert (dvf()[0]["year"], dvf()[0]["sales"]) == (2024, 2)


def test_mean_prices_of_communes_that_merged_are_weighted_by_their_sales(archive, dvf):
    put_dvf(
        archive, 2020,
        '"1","50129","2020",30,10,20,0,0,100000,1000,80',
        '"2","50602","2020",10,10,0,0,0,200000,2000,100',
    )  # fmt: skip
    (row,) = dvf()
    assert (row["sales"], row["mean_price"], row["mean_price_m2"], row["mean_area"]) == (40, 125000.0, 1250.0, 85.0)


def test_sales_that_are_neither_houses_nor_flats_are_refused(archive, dvf):
    put_dvf(archive, 2020, '"1","01001","2020",9,6,0,100,0,215083,1693,124')
    with pytest.raises(GateFailed, match="houses and flats add up to the sales"):
        dvf()


RENTS = "id_zone;INSEE;LIBGEO;DEP;REG;EPCI;TYPPRED;loypredm2;lwr.IPm2;upr.IPm2;R2adj;{cells};NBobs_commune"


def test_a_modelled_rent_comes_with_its_interval_and_where_it_was_learnt(archive, made):
    flat = "2362;1001;L'Abergement-Clémenciat;1;84;200069193;maille;9,372335348;7,409663525;11,85487972;0,774;701;2"
    house = "1131;1001;L'Abergement-Clémenciat;1;84;200069193;commune;8,19;6,58;10,19;0,73;586;13"
    folder = "sources/loyers/indicateurs-loyers"
    archive.lines(f"{folder}-appartements_2018.csv.gz", RENTS.format(cells="NBobs_maille"), flat, encoding="latin-1")
    archive.lines(f"{folder}-maisons_2018.csv.gz", RENTS.format(cells="Nbobs_maille"), house, encoding="latin-1")
    first, second = made("rents")
    assert first == {
        "commune": "01001", "dwelling": "flat", "year": 2018, "rent_m2": 9.372335348, "low": 7.409663525,
        "high": 11.85487972, "r2": 0.774, "prediction": "maille", "n_commune": 2, "n_cell": 701,
    }  # fmt: skip
    assert (second["dwelling"], second["prediction"], second["n_cell"]) == ("house", "commune", 586)
