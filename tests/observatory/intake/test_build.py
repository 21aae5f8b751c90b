"""From the archive to tables: made whole or not at all, not made twice, the same bytes for the same files."""

import hashlib
import json

import pytest
import yaml

from beffroi.observatory.intake.build import UnknownSource, build, build_table, in_order
from beffroi.observatory.intake.corrections import CorrectionRefused
from beffroi.observatory.intake.gates import GateFailed
from beffroi.observatory.intake.loading import DeclarationRefused, load_source, load_sources
from beffroi.observatory.intake.raw import FileAbsent
from beffroi.observatory.intake.readers.refusal import FileRefused
from tests.observatory.intake import samples
from tests.observatory.intake.samples import rows

FIELDS = {
    "name": "towns",
    "producer": "Insee",
    "title": {"fr": "Villes", "en": "Towns"},
    "url_main": "https://www.insee.fr/towns",
    "licence": "lov2",
    "vintage": "2021",
    "coverage": {"fr": "Tout.", "en": "All."},
    "key": ["code"],
    "files": [{"path": "towns/*.csv", "format": "csv", "set": {"year": 2021, "kind": "l'une"}}],
    "columns": [
        {"name": "n", "from": ["N", "n"], "type": "count"},
        {"name": "code", "type": "commune"},
        {"name": "area", "type": "number", "optional": True},
    ],
}


@pytest.fixture
def declare(tmp_path):
    """A declaration of towns, with what stands beside it."""

    def write(beside=None, **changes):
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        for name, text in (beside or {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "towns.yml").write_text(yaml.safe_dump(FIELDS | changes), encoding="utf-8")
        return load_source(folder / "towns.yml")

    return write


@pytest.fixture
def stands(archive, tmp_path):
    """Build a source in a folder of tables, and give the rows."""

    def make(source, **options):
        build_table(source, archive=archive.root, tables=tmp_path / "tables", **options)
        return rows(tmp_path / "tables", source.name)

    return make


def test_files_of_a_series_become_one_table_sorted_by_its_key(archive, declare, stands):
    archive.lines("towns/2.csv", "code,N", "2A004,5")
    archive.lines("towns/1.csv", "n,code,area", "7,1004,1.5")
    assert stands(declare()) == [
        {"code": "01004", "year": 2021, "kind": "l'une", "n": 7, "area": 1.5},
        {"code": "2A004", "year": 2021, "kind": "l'une", "n": 5, "area": None},
    ]


def test_the_same_files_give_the_same_bytes(archive, declare, stands, tmp_path):
    archive.lines("towns/1.csv", "code,n", *(f"{code:05},{code % 7}" for code in range(1000, 9999, 7)))
    stands(declare())
    first = (tmp_path / "tables" / "towns.parquet").read_bytes()
    stands(declare(), fresh=True)
    assert (tmp_path / "tables" / "towns.parquet").read_bytes() == first


def test_a_table_remembers_what_it_was_made_of(archive, declare, stands, tmp_path):
    path = archive.lines("towns/1.csv", "code,n", "01004,7")
    source = declare()
    stands(source)
    told = json.loads((tmp_path / "tables" / "towns.origin.json").read_text(encoding="utf-8"))
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["files"] == [{"path": "towns/1.csv", "sha256": checksum, "bytes": path.stat().st_size}]
    assert (told["name"], told["rows"], told["declaration"]) == ("towns", 1, source.sha256)


def test_a_table_is_made_again_only_when_something_changed(archive, declare, tmp_path):
    def made(source, **options):
        return build_table(source, archive=archive.root, tables=tmp_path / "tables", **options).made

    archive.lines("towns/1.csv", "code,n", "01004,7")
    assert made(declare())
    assert not made(declare())
    assert made(declare(), fresh=True)
    assert made(declare(vintage="2022")), "the declaration changed"
    archive.lines("towns/1.csv", "code,n", "01004,8")
    assert made(declare(vintage="2022")), "the file changed"
    (tmp_path / "tables" / "towns.parquet").unlink()
    assert made(declare(vintage="2022")), "the table is gone"


def test_a_refused_file_leaves_the_table_that_was_there(archive, declare, stands, tmp_path):
    archive.lines("towns/1.csv", "code,n", "01004,7")
    before = stands(declare())
    archive.lines("towns/1.csv", "code,n", "01004,seven", "2A004,eight")
    with pytest.raises(FileRefused) as refusal:
        stands(declare())
    assert str(refusal.value) == (
        "1.csv row 1, column n: 'seven' (and 1 more). What would be right: a whole number; or the word declared "
        "among `tokens`."
    )
    assert rows(tmp_path / "tables", "towns") == before
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["towns.origin.json", "towns.parquet"]


def test_a_file_that_is_not_in_the_archive_is_named_with_its_address(declare, stands):
    with pytest.raises(FileAbsent, match=r"beffroi data fetch towns.*from https://www\.insee\.fr/towns"):
        stands(declare())


def test_a_renamed_column_is_refused_with_what_the_file_has(archive, declare, stands):
    archive.lines("towns/1.csv", "CODGEO,n", "01004,7")
    with pytest.raises(FileRefused, match=r"has no column code; it has CODGEO, n.*new name added to `from` of code"):
        stands(declare())


def test_a_ragged_line_is_refused_with_its_number(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,7", "2A004,5,9")
    with pytest.raises(FileRefused, match=r"1.csv cannot be read: .*Line: 3"):
        stands(declare())


def test_undeclared_columns_of_a_wide_file_become_rows(archive, declare, stands):
    archive.lines("towns/1.csv", "code,Boulangerie,Police", "01004,3,", "2A004,,1")
    melted = {"names": "label", "values": "shops", "type": "count"}
    source = declare(melt=melted, columns=[{"name": "code", "type": "commune"}], key=["code", "label"])
    assert [(row["code"], row["label"], row["shops"]) for row in stands(source)] == [
        ("01004", "Boulangerie", 3),
        ("2A004", "Police", 1),
    ]


def test_a_source_may_be_reshaped_by_sql_with_a_nomenclature_beside_it(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,7")
    beside = {
        "towns.sql": "select code, label from raw join sizes on n >= least::int",
        "towns.sizes.csv": "least,label\n5,small\n50,large\n",
    }
    assert stands(declare(beside)) == [{"code": "01004", "label": "small"}]


def test_a_source_may_be_reshaped_by_python(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,7")
    beside = {"towns.py": "def reshape(raw):\n    return raw.select(['code', 'year'])\n"}
    assert stands(declare(beside)) == [{"code": "01004", "year": 2021}]


def correction(**changes):
    told = {
        "key": {"code": "01004"},
        "column": "n",
        "was": 7,
        "becomes": 9,
        "reason": {"fr": "Faute de frappe.", "en": "A slip."},
        "source": "the town",
    }
    return {"towns.corrections.yml": yaml.safe_dump([told | changes])}


def test_a_known_error_is_mended_and_the_file_is_not_touched(archive, declare, stands):
    path = archive.lines("towns/1.csv", "code,n", "01004,7", "2A004,7")
    before = path.read_bytes()
    assert [row["n"] for row in stands(declare(correction()))] == [9, 7]
    assert path.read_bytes() == before


def test_an_error_may_be_a_value_that_is_missing(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,")
    assert stands(declare(correction(was=None)))[0]["n"] == 9


def test_a_correction_that_finds_no_error_any_more_is_refused(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,9")
    with pytest.raises(CorrectionRefused, match=r"has n = 7.*remove the correction"):
        stands(declare(correction()))


def test_a_correction_of_a_column_that_is_not_there_is_refused(archive, declare, stands):
    archive.lines("towns/1.csv", "code,n", "01004,9")
    with pytest.raises(DeclarationRefused, match="no column people"):
        stands(declare(correction(column="people")))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"at_least": 3}, "not true that the table has at least 3 rows. For instance: it has 2"),
        ({"key": ["n"]}, 'not true that one row for each "n". For instance: 7, 2'),
        (
            {"gates": [{"name": "towns are small", "sql": "select code, n from built where n > 5"}]},
            "not true that towns are small. For instance: 01004, 7; 2A004, 7",
        ),
    ],
)
def test_a_table_that_holds_what_it_must_not_is_not_written(archive, declare, stands, tmp_path, changes, told):
    archive.lines("towns/1.csv", "code,n", "01004,7", "2A004,7")
    with pytest.raises(GateFailed) as refusal:
        stands(declare(**changes))
    assert told in str(refusal.value)
    assert not (tmp_path / "tables").exists()


def test_a_table_is_built_after_those_that_it_needs():
    order = in_order(load_sources(), ["lovac_rates_2021"])
    assert order[-2:] == ["lovac", "lovac_rates_2021"]
    assert {"communes", "commune_passage", "commune_moves", "commune_outlines"} <= set(order[:-2])


def test_a_source_that_nobody_declared_is_refused_with_those_that_are():
    with pytest.raises(UnknownSource, match=r"No source is named shops; there are .*census_iris"):
        in_order(load_sources(), ["shops"])


def test_several_tables_are_built_one_after_the_other(archive, tmp_path, capsys):
    samples.put_country(archive)
    sources = {name: samples.declared(name) for name in load_sources()}
    built = list(build(sources, ["communes", "commune_codes"], archive=archive.root, tables=tmp_path / "tables"))
    assert [(one.name, one.made) for one in built][-1] == ("communes", True)
    assert capsys.readouterr().err == "", "no progress bar where nobody watches"


def test_the_order_of_rows_in_a_file_changes_nothing(archive, declare, stands, tmp_path):
    archive.lines("towns/1.csv", "code,n", "01004,7", "2A004,5")
    stands(declare())
    first = (tmp_path / "tables" / "towns.parquet").read_bytes()
    archive.lines("towns/1.csv", "code,n", "2A004,5", "01004,7")
    stands(declare())
    assert (tmp_path / "tables" / "towns.parquet").read_bytes() == first
