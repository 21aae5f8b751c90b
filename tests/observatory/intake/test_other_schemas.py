"""Files of the field that no table needs yet: their traps are read rightly by the rules that all sources share."""

from datetime import date

import pytest
import yaml

from beffroi.observatory.intake.build import build_table
from beffroi.observatory.intake.gates import GateFailed
from beffroi.observatory.intake.loading import load_source
from tests.observatory.intake.samples import line, rows, square

DECLARED = {
    "name": "other",
    "producer": "…",
    "title": {"fr": "Autre", "en": "Other"},
    "url_main": "https://www.data.gouv.fr/",
    "licence": "lov2",
    "vintage": "2026",
    "accessed": date(2026, 4, 30),
    "coverage": {"fr": "Partiel.", "en": "Partial."},
}


@pytest.fixture
def read(tmp_path, archive):
    """The rows of a file under a declaration of columns given as name: (column of the file, type)."""

    def find(file, columns, *, sql=None, **changes):
        declared = [{"name": name, "from": column, "type": kind} for name, (column, kind) in columns.items()]
        fields = DECLARED | {"files": [file], "columns": declared, "key": list(columns)[:1]} | changes
        (tmp_path / "other.yml").write_text(yaml.safe_dump(fields), encoding="utf-8")
        if sql:
            (tmp_path / "other.sql").write_text(sql, encoding="utf-8")
        build_table(load_source(tmp_path / "other.yml"), archive=archive.root, tables=tmp_path / "made")
        return rows(tmp_path / "made", "other")

    return find


def test_charging_points_say_true_and_true_and_often_no_commune(archive, read):
    archive.lines(
        "irve.csv",
        "id_pdc_itinerance,code_insee_commune,nbre_pdc,gratuit,prise_type_2,date_mise_en_service",
        "ATHTBE1004017,,4,false,true,2020-07-25",
        "FRS63E63113,63113,2,False,True,2022-01-05",
    )
    columns = {
        "id": ("id_pdc_itinerance", "text"), "commune": ("code_insee_commune", "commune"),
        "free": ("gratuit", "flag"), "type_2": ("prise_type_2", "flag"), "opened": ("date_mise_en_service", "date"),
    }  # fmt: skip
    assert read({"path": "irve.csv", "format": "csv"}, columns) == [
        {"id": "ATHTBE1004017", "commune": None, "free": False, "type_2": True, "opened": date(2020, 7, 25)},
        {"id": "FRS63E63113", "commune": "63113", "free": False, "type_2": True, "opened": date(2022, 1, 5)},
    ]


def test_a_postcode_and_a_number_of_students_read_as_floats_are_whole_again(archive, read):
    archive.lines("esr.csv", "id;CP;inscrits_2018;inscrits_2022", "1tI7C;59008.0;1111.0;1105", encoding="utf-8-sig")
    columns = {
        "id": ("id", "text"), "postcode": ("CP", "code"), "before": ("inscrits_2018", "count"),
        "after": ("inscrits_2022", "count"),
    }  # fmt: skip
    assert read({"path": "esr.csv", "format": "csv", "delimiter": ";"}, columns) == [
        {"id": "1tI7C", "postcode": "59008", "before": 1111, "after": 1105}
    ]


SALES = (
    "id_mutation,nature_mutation,valeur_fonciere,code_commune,code_type_local,type_local,surface_reelle_bati,"
    "longitude,latitude"
)
ONE_PRICE = """
select sale, min(price) as price, min(lat) as lat,
    count(distinct kind) filter (kind in ('Maison', 'Appartement')) as homes
from (select distinct * exclude ("#row") from raw)
where nature = 'Vente'
group by sale
"""


def test_a_sale_repeats_its_whole_price_on_each_of_its_rows(archive, read):
    archive.lines(
        "dvf.csv",
        SALES,
        "2021-1,Vente,150000,33001,1,Maison,90,-0.12,45.01",
        "2021-1,Vente,150000,33001,1,Maison,90,-0.12,45.01",
        "2021-1,Vente,150000,33001,3,Dépendance,,-0.12,45.01",
        "2021-2,Vente,505.5,33001,,,,,",
    )
    columns = {
        "sale": ("id_mutation", "text"), "nature": ("nature_mutation", "text"), "price": ("valeur_fonciere", "number"),
        "commune": ("code_commune", "commune"), "kind": ("type_local", "text"), "lat": ("latitude", "number"),
    }  # fmt: skip
    assert read({"path": "dvf.csv", "format": "csv"}, columns, sql=ONE_PRICE) == [
        {"sale": "2021-1", "price": 150000.0, "homes": 1, "lat": 45.01},
        {"sale": "2021-2", "price": 505.5, "homes": 0, "lat": None},
    ]


def test_a_facility_with_a_bad_latitude_is_stopped_by_a_gate(archive, read):
    archive.lines("bpe.csv", ",TYPEQU,LONGITUDE,LATITUDE", "0,D502,-0.49,44.92", "1,D502,-0.49,-5.98")
    columns = {"row": ("#1", "count"), "facility": ("TYPEQU", "code"), "lat": ("LATITUDE", "number")}
    gate = {"name": "facilities are in Gironde", "sql": "select row, lat from built where lat not between 44 and 46"}
    with pytest.raises(GateFailed, match=r"not true that facilities are in Gironde. For instance: 1, -5\.98"):
        read({"path": "bpe.csv", "format": "csv"}, columns, gates=[gate])


def test_the_whole_number_of_an_establishment_keeps_its_zeros(archive, read):
    archive.lines("sirene.csv", "siret,etatAdministratifEtablissement", "00588003400011,F")
    columns = {"siret": ("siret", "code"), "state": ("etatAdministratifEtablissement", "code")}
    assert read({"path": "sirene.csv", "format": "csv"}, columns) == [{"siret": "00588003400011", "state": "F"}]


def test_a_monument_has_a_point_and_a_school_route_a_line(archive, read):
    archive.geojson(
        "merimee.geojson.gz",
        [
            ({"chpinsee": "31555"}, {"type": "Point", "coordinates": [1.46, 43.63]}),
            ({"chpinsee": "31556"}, line((0, 0), (1, 1))),
        ],
    )
    columns = {"commune": ("chpinsee", "commune"), "geometry": ("geometry", "geometry")}
    told = read({"path": "merimee.geojson.gz", "format": "geojson"}, columns)
    assert [row["geometry"][1] for row in told] == [1, 2], "a point, a line"


def test_a_slightly_turned_square_of_the_grid_stays_as_it_is(archive, read):
    turned = square(2.57, 44.35)
    turned["coordinates"][0][1][1] += 0.0001
    archive.geojson("grid.geojson", [({"id": "CRS3035RES200mN2471000E3675400", "ind": 12.5}, turned)])
    columns = {"id": ("id", "code"), "people": ("ind", "number"), "geometry": ("geometry", "geometry")}
    (cell,) = read({"path": "grid.geojson", "format": "geojson"}, columns)
    assert (cell["id"], cell["people"]) == ("CRS3035RES200mN2471000E3675400", 12.5)
