"""The sources of outlines and zones, read from small files in their producers' own schemas."""

from tests.observatory.intake.samples import rows, square


def test_outlines_keep_their_commune_and_those_without_are_left(country):
    outlined = {row["commune"] for row in rows(country, "commune_outlines")}
    assert "01004" in outlined
    assert len(outlined) == 10, "the second feature of 01001 has no outline"


def test_the_outlines_of_the_programme_are_those_of_2018_at_the_communes_of_today(archive, made):
    archive.geojson(
        "territory/acv_communes_polygones_2018.geojson.gz",
        [({"insee_com": "91228", "nom": "Évry", "id_acv": "acv-225"}, square(2.4, 48.6))],
    )
    assert [row["commune"] for row in made("acv_outlines")] == ["91228"]


def test_an_iris_of_both_files_is_taken_from_the_general_one(archive, made):
    def put(path, *outlined):
        told = [{"code_iris": code, "insee_com": code[:5], "nom_iris": name} for code, name in outlined]
        archive.geojson(path, [(one, square(5, 46)) for one in told])

    put("territory/iris2020_metropole_subdivises.geojson.gz", ("010040101", "Les Pérouses"))
    put("territory/iris2020_acv_metropole.geojson.gz", ("010040101", "Autre nom"), ("570720000", "Hayange"))
    with_unplaced = made("iris_outlines", unplaced=1)
    assert [(row["iris"], row["commune"], row["name"]) for row in with_unplaced] == [
        ("010040101", "01004", "Les Pérouses"), ("570720000", None, "Hayange"),
    ]  # fmt: skip


def test_an_intercommunal_body_cut_by_department_is_one_again(archive, made):
    archive.geojson(
        "territory/epci_polygones_anct2022.geojson.gz",
        [
            ({"insee_dep": dep, "siren_epci": "200029999", "lib_epci": "CC Rives de l'Ain"}, square(lon, 46))
            for dep, lon in (("01", 5.0), ("39", 5.02))
        ],
    )
    (body,) = made("epci_outlines")
    assert (body["epci"], body["name"]) == ("200029999", "CC Rives de l'Ain")


def test_regions_and_departments_have_their_outline(archive, made):
    archive.geojson(
        "territory/regions_polygones_anct2025.geojson.gz", [({"insee_reg": "84", "lib_reg": "ARA"}, square(5, 46))]
    )
    assert [(row["region"], row["name"]) for row in made("regions")] == [("84", "ARA")]


def test_the_kind_of_a_zone_does_not_bear_its_year_and_an_empty_row_is_left(archive, made):
    archive.lines(
        "territory/zonages_libelles_2023.csv.gz", "NIVGEO,CODGEO,LIBGEO,NB_COM", "AAV2020,524,Lyon,398", ",,,"
    )
    assert made("zone_names") == [{"kind": "AAV", "zone": "524", "name": "Lyon", "communes": 398}]


def test_the_zones_of_2018_of_communes_that_merged_are_not_guessed(archive, made):
    header = (
        "CODGEO,LIBGEO,DEP,REG,EPCI,NATURE_EPCI,ARR,CV,ZE2010,UU2010,TUU2015,TDUU2015,AU2010,TAU2015,CATAEU2010,BV2012"
    )
    zones = "L,01,84,200069193,CC,012,0108,8213,01000,0,05,{},00,120,01093"
    archive.lines(
        "territory/zonages_communes_2018.csv.gz",
        header,
        "01001," + zones.format("997"),
        "93066," + zones.format("001"),
        "93059," + zones.format("001"),
    )
    told = {row["commune"]: row["aav_2010"] for row in made("zones_2018")}
    assert told == {"01001": "997", "93066": None}
