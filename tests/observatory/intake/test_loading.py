"""Declarations are read strictly: what is not understood is refused, and the reader is told what would be right."""

from datetime import date

import pytest
import yaml

from beffroi.observatory.intake.corrections import load_corrections
from beffroi.observatory.intake.licences import LICENCES
from beffroi.observatory.intake.loading import DeclarationRefused, load_source, load_sources

GOOD = {
    "name": "shops",
    "producer": "Insee",
    "title": {"fr": "Commerces", "en": "Shops"},
    "url_main": "https://www.insee.fr/",
    "licence": "lov2",
    "vintage": 2021,
    "coverage": {"fr": "Tout.", "en": "All."},
    "key": ["commune"],
    "files": [{"path": "shops.csv", "format": "csv"}],
    "columns": [{"name": "commune", "from": ["CODGEO", "INSEE_COM"], "type": "commune"}],
}


def load(tmp_path, *, without=(), **changes):
    fields = {key: value for key, value in (GOOD | changes).items() if key not in without}
    path = tmp_path / "shops.yml"
    path.write_text(yaml.safe_dump(fields), encoding="utf-8")
    return load_source(path)


def with_column(**fields):
    return [*GOOD["columns"], {"name": "opened", "type": "count", **fields}]


def test_a_declaration_says_where_a_source_comes_from_and_what_its_columns_mean(tmp_path):
    source = load(tmp_path, tokens={"s": "secret"}, columns=with_column())
    assert source.licence is LICENCES["lov2"]
    assert source.vintage == "2021"
    assert source.columns[0].names == ("CODGEO", "INSEE_COM")
    assert source.columns[1].may_be_secret
    assert not source.columns[0].may_be_secret, "a code is not a figure"


def test_a_column_without_other_name_is_found_under_its_own(tmp_path):
    assert load(tmp_path, columns=with_column()).columns[1].names == ("opened",)


@pytest.mark.parametrize("field", ["producer", "title", "url_main", "licence", "coverage", "key", "files", "columns"])
def test_a_declaration_without_a_requirement_is_refused(tmp_path, field):
    with pytest.raises(DeclarationRefused, match=f"shops.yml: `{field}` is missing"):
        load(tmp_path, without=[field])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"licence": "free"}, "`licence: free` is not known; one of lov2, odbl"),
        ({"owner": "me"}, "unknown field `owner`; the fields are accessed, at_least"),
        ({"title": {"fr": "Commerces"}}, "`title` is said in French and in English"),
        ({"name": "stores"}, "`name: stores` must be the file's name, shops"),
        ({"key": "commune"}, "`key` is 'commune'; it must be of type list"),
        ({"unplaced": True}, "`unplaced` is True; it must be of type int"),
        ({"files": [{"path": "a.ods", "format": "ods"}]}, "`format: ods` is not known; one of csv, xlsx"),
        ({"files": [{"path": "a.csv", "format": "csv", "sep": ";"}]}, "file: unknown field `sep`"),
        ({"files": ["a.csv"]}, "expected fields"),
        ({"columns": with_column(type="integer")}, "column opened: `type: integer` is not known; one of commune"),
        ({"columns": with_column(tokens={"s": "hidden"})}, "'s' means 'hidden'; one of secret, missing"),
        ({"columns": with_column(name="commune")}, "column commune is declared twice"),
        ({"columns": with_column(type="date")}, "column opened is a date; say `accessed` or `published`"),
        ({"merge": {"opened": "average"}}, "`merge: {opened: average}` is not known; one of sum"),
        ({"whole": True}, "`whole` needs `geography`"),
        ({"key": ["town"]}, "the key town is no column; declare it, or its SQL"),
        ({"melt": {"names": "label", "values": "n", "type": "whole"}}, "melt: `type: whole` is not known"),
        ({"gates": [{"name": "bounds"}]}, "gate: `sql` is missing"),
    ],
)
def test_a_declaration_that_cannot_be_understood_is_refused(tmp_path, changes, told):
    with pytest.raises(DeclarationRefused) as refusal:
        load(tmp_path, **changes)
    assert told in str(refusal.value)


def test_a_file_that_is_not_yaml_is_refused(tmp_path):
    (tmp_path / "shops.yml").write_text("name: [", encoding="utf-8")
    with pytest.raises(DeclarationRefused, match=r"shops\.yml: not YAML"):
        load_source(tmp_path / "shops.yml")


def test_the_checksum_of_a_declaration_changes_with_what_stands_beside_it(tmp_path):
    before = load(tmp_path).sha256
    (tmp_path / "shops.sql").write_text("select * from raw", encoding="utf-8")
    assert load(tmp_path).sha256 != before


def test_a_correction_says_what_is_wrong_and_why(tmp_path):
    correction = {
        "key": {"commune": "01004"},
        "column": "opened",
        "was": 9,
        "becomes": 6,
        "reason": {"fr": "Faute de frappe.", "en": "A slip."},
        "source": "the town",
        "reported": date(2026, 1, 5),
    }
    source = load(tmp_path)
    (tmp_path / "shops.corrections.yml").write_text(yaml.safe_dump([correction]), encoding="utf-8")
    assert load_corrections(source)[0].reported == date(2026, 1, 5)
    (tmp_path / "shops.corrections.yml").write_text(yaml.safe_dump([correction | {"who": "me"}]), encoding="utf-8")
    with pytest.raises(DeclarationRefused, match="unknown field `who`"):
        load_corrections(source)


def test_every_source_of_the_project_is_declared_rightly():
    sources = load_sources()
    assert len(sources) >= 31
    for source in sources.values():
        assert source.url_main.startswith("https://"), source.name
        assert set(source.needs) <= set(sources), source.name
        load_corrections(source)


def test_every_type_of_facility_of_2013_has_a_code_of_its_own():
    lines = (load_sources()["bpe_2013"].folder / "bpe_2013.facilities.csv").read_text(encoding="utf-8").splitlines()
    codes = [line.rsplit(",", 2)[1] for line in lines[1:]]
    assert len(codes) == len(set(codes)) == 180
    assert all(line.rsplit(",", 2)[1][0] == line[-1] for line in lines[1:]), "the domain is the code's letter"
