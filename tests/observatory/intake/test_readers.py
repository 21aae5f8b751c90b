"""Every format becomes the same table of text; a wrong file is named for what it is."""

import gzip

import duckdb
import pytest

from beffroi.observatory.intake.declaration import SourceFile
from beffroi.observatory.intake.readers import read
from beffroi.observatory.intake.readers.refusal import FileRefused
from tests.observatory.intake.samples import square


@pytest.fixture
def table():
    """The names and the rows of a file."""

    def find(path, form, **written):
        con = duckdb.connect()
        names = read(con, SourceFile(path.name, form, **written), path, into="arrived")
        return names, con.execute("from arrived").fetchall()

    return find


def test_a_csv_is_read_as_text_and_its_rows_are_numbered(archive, table):
    path = archive.lines("a.csv", "CODGEO,POP", "01004,14 000", '2A004,"1,5"')
    assert table(path, "csv") == (["CODGEO", "POP"], [("01004", "14 000", 1), ("2A004", "1,5", 2)])


def test_a_gzipped_csv_in_latin_1_with_semicolons_is_read(archive, table):
    path = archive.lines("a.csv.gz", "INSEE;LIBGEO", "1004;Ambérieu", encoding="latin-1")
    assert table(path, "csv", delimiter=";", encoding="latin-1")[1] == [("1004", "Ambérieu", 1)]


def test_a_windows_file_keeps_its_oe_that_latin_1_does_not_know(archive, table):
    path = archive.lines("a.csv", "comm_insee;NOM_COM;taux", "14452;Morteaux-Coulibœuf;", encoding="cp1252")
    assert table(path, "csv", delimiter=";", encoding="cp1252")[1] == [("14452", "Morteaux-Coulibœuf", None, 1)]


def test_a_byte_order_mark_is_not_part_of_the_first_column(archive, table):
    path = archive.lines("a.csv", "CODE_UIC;LIBELLE", "87009696;La Douzillère", encoding="utf-8-sig")
    assert table(path, "csv", delimiter=";")[0] == ["CODE_UIC", "LIBELLE"]


def test_a_column_without_a_name_is_named_by_its_place(archive, table):
    path = archive.lines("a.csv", '"","INSEE_COM","INSEE_COM"', '"1","01001","x"')
    assert table(path, "csv")[0] == ["#1", "INSEE_COM", "#3"]


def test_a_header_may_stand_under_a_title(archive, table):
    path = archive.lines("a.csv", "Une table, de 2021", "CODGEO,POP", "01004,3")
    assert table(path, "csv", header_row=2) == (["CODGEO", "POP"], [("01004", "3", 1)])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "has no row"),
        (b"CODGEO;POP\n", "has no row"),
        (b"<!DOCTYPE html><html><body>404</body></html>\n", "is a web page, not a table"),
        (b"CODGEO,POP\n01004,3\n", "has one column, 'CODGEO,POP', in line 1"),
        ("CODGEO;LIBGEO\n01004;Ambérieu\n".encode("latin-1"), "is not written in utf-8"),
    ],
)
def test_a_wrong_csv_is_named_for_what_it_is(archive, table, content, told):
    with pytest.raises(FileRefused) as refusal:
        table(archive.put("a.csv", content), "csv", delimiter=";")
    assert str(refusal.value).startswith("a.csv ")
    assert told in str(refusal.value)
    assert "What would be right: " in str(refusal.value)


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_a_cut_gzip_is_refused_even_where_its_beginning_is_whole(archive, table, form):
    path = archive.lines("a.gz", "CODGEO,POP", *(f"{number:05},{number * 7919 % 99991}" for number in range(20000)))
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(FileRefused, match="cannot be unzipped"):
        table(path, form)


def test_what_is_not_gzip_under_its_name_is_refused(archive, table):
    path = archive.put("a.csv.gz", "x")
    path.write_bytes(b"<html>")
    with pytest.raises(FileRefused, match="cannot be unzipped"):
        table(path, "csv")


def test_a_windows_file_with_ragged_lines_is_refused(archive, table):
    path = archive.lines("a.csv", "a;b", "1;2", "1;2;3", encoding="cp1252")
    with pytest.raises(FileRefused, match="cannot be read"):
        table(path, "csv", delimiter=";", encoding="cp1252")


def test_a_sheet_is_read_with_whole_numbers_written_whole(archive, table):
    path = archive.workbook(
        "a.xlsx", [["INSEE_COM", "n", "taux"], ["01004", 5776, 9.5], ["2A004", None, 2]], sheet="Données"
    )
    assert table(path, "xlsx", sheet="Données") == (
        ["INSEE_COM", "n", "taux"],
        [("01004", "5776", "9.5", 1), ("2A004", None, "2", 2)],
    )
    assert table(path, "xlsx")[0] == ["INSEE_COM", "n", "taux"], "the first sheet, where none is declared"


def test_a_wrong_workbook_is_named_for_what_it_is(archive, table):
    path = archive.workbook("a.xlsx", [["INSEE_COM"]], sheet="Données")
    with pytest.raises(FileRefused, match=r"has no sheet 'Feuil1'\. What would be right: one of its sheets: Données"):
        table(path, "xlsx", sheet="Feuil1")
    with pytest.raises(FileRefused, match="has no row under its header"):
        table(path, "xlsx")
    with pytest.raises(FileRefused, match="is not an Excel workbook"):
        table(archive.put("b.xlsx", "<html>"), "xlsx")


def test_a_parquet_file_loses_its_types_so_that_one_set_of_rules_reads_all(archive, table):
    path = archive.parquet("a.parquet", [{"iris": "010010000", "pop": 832}])
    assert table(path, "parquet") == (["iris", "pop"], [("010010000", "832", 1)])
    with pytest.raises(FileRefused, match="is not Parquet"):
        table(archive.put("b.parquet", "<html>"), "parquet")


def test_features_are_rows_with_an_outline_which_may_be_missing(archive, table):
    path = archive.geojson(
        "a.geojson.gz", [({"code": "01004", "of": ["a", "b"]}, square(5, 46)), ({"code": "2A004"}, None)]
    )
    names, rows = table(path, "geojson")
    assert names == ["code", "of", "geometry"]
    assert [row[:2] + row[3:] for row in rows] == [("01004", "a,b", 1), ("2A004", None, 2)]
    assert rows[0][2][:5] == b"\x01\x03\x00\x00\x00", "a polygon, as WKB"
    assert rows[1][2] is None


@pytest.mark.parametrize(
    ("content", "told"),
    [("<html>", "is not GeoJSON"), ('{"features": []}', "has no features"), ("[1]", "has no features")],
)
def test_wrong_features_are_named_for_what_they_are(archive, table, content, told):
    with pytest.raises(FileRefused, match=told):
        table(archive.put("a.geojson", content), "geojson")


def test_a_ring_that_is_not_closed_is_named(archive, table):
    """As in the 1 km grid of 2010, whose polygons lack their last point."""
    open_ring = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
    with pytest.raises(FileRefused, match="row 2 has no usable outline"):
        table(archive.geojson("a.geojson", [({"id": 1}, square(0, 0)), ({"id": 2}, open_ring)]), "geojson")


def test_a_gzip_of_several_parts_is_read_whole(archive, table):
    path = archive.put("a.csv.gz", "a,b\n1,2\n")
    path.write_bytes(path.read_bytes() + gzip.compress(b"3,4\n"))
    assert len(table(path, "csv")[1]) == 2
