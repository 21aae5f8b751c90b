"""What may be declared, and what a refusal says."""

import pytest
import yaml

from beffroi.observatory.engine.declaration import BadDeclaration, Indicator, load, load_all
from beffroi.observatory.engine.schema import record_faults
from beffroi.observatory.engine.vocabulary import axes, fields, units
from tests.observatory.engine.small import CENSUS_SQL, declared, ready, vacancy, write

WORDS = {"fr": "x", "en": "x"}


def test_the_examples_of_the_guide_make_a_whole_declaration(tmp_path):
    indicator = vacancy(tmp_path)

    assert indicator.code == "HAB-03"
    assert indicator.sources == ["census_iris"]
    assert indicator.parts == []


# There the wording is bad, which only a reader can judge.
WORDING = {"name", "question", "definition", "not_said", "formula", "numerator", "denominator"}
WORDING |= {"not_comparable_with", "references"}


@pytest.mark.parametrize("name", sorted(fields().keys() - WORDING))
def test_the_loader_refuses_the_bad_example_that_the_guide_gives(tmp_path, name):
    path = write(tmp_path / "housing", **{name: fields()[name]["bad_example"]})

    with pytest.raises(BadDeclaration):
        load(path)


def test_the_fields_of_the_guide_are_those_of_an_indicator():
    assert set(fields()) | {"slug", "sql", "reads"} == set(Indicator.__dataclass_fields__)


def test_every_field_has_a_guideline_an_example_and_a_bad_example():
    for name, spec in fields().items():
        assert {"type", "guideline", "example", "bad_example"} <= spec.keys(), name


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"colour": "red"}, "colour is unknown; known fields are code,"),
        ({"unit": "percents"}, "unit is 'percents'; use one of percent,"),
        ({"examples": []}, "examples is empty; give at least one"),
        ({"code": "HAB-3"}, "code is 'HAB-3'; it must look like 'HAB-03'"),
        ({"code": "COM-03"}, "on the axis housing it starts with HAB"),
        ({"axis": "commerce", "code": "COM-03"}, "axis is 'commerce' but the folder is 'housing'"),
        ({"version": 2}, "version is 2 but `changes` does not say why for [2]"),
        ({"version": True}, "version is True; it wants a whole number"),
        ({"version": 0}, "it must be at least 1"),
        ({"decimals": "1"}, "decimals is '1'; it wants a whole number"),
        ({"bounds": [100, 0]}, "bounds are 100 and 0; the lowest comes first"),
        ({"bounds": [1]}, "bounds has 1 items; it wants 2"),
        ({"bounds": 1}, "bounds is 1; it wants a list"),
        ({"levels": ["town"]}, "levels[1] is 'town'; use one of centre,"),
        ({"levels": ["commune", "commune"]}, "levels names one of them twice"),
        ({"name": "Vacance"}, "name is 'Vacance'; it wants {fr: …, en: …}"),
        ({"name": {"fr": "Vacance", "en": ""}}, "name.en is ''; it wants a text"),
        ({"name": None}, "name is empty; it wants {fr: …, en: …}, such as"),
        ({"says": {"fr": "{valeur}", "en": "{value}"}}, "says.fr names ['valeur']; it must hold {value}"),
        ({"says": {"fr": "{value", "en": "{value}"}}, "says.fr has a brace too many or too few"),
        ({"limits": {"fr": ["un", "deux"], "en": ["one"]}}, "2 sentences in French and 1 in English"),
        ({"limits": ["un"]}, "it wants {fr: […], en: […]}"),
        ({"perimeter_sensitive": "no"}, "perimeter_sensitive is 'no'; it wants true or false"),
        ({"time": "2021"}, "time is '2021'; it wants the fields kind, reference,"),
        ({"disclosure": {"floor": 11}}, "disclosure.unit is missing; it wants one of dwellings,"),
        ({"breaks": [{"date": 2021, "what": WORDS}]}, "put quotes around a date or a number"),
        ({"denominator": None}, "kind is ratio: numerator and denominator must both be named"),
        ({"kind": "count"}, "kind is count: name the numerator, and leave the denominator null"),
        ({"kind": "published"}, "aggregate is 'sum'; kind published allows median or none"),
        ({"kind": "published", "aggregate": "median"}, "grain is iris but kind published does not add up"),
        ({"kind": "derived", "aggregate": "median"}, "levels holds ['aav', 'epci']; aggregate median reaches"),
        ({"aggregate": "none"}, "aggregate none reaches ['centre', 'commune', 'rest']"),
        ({"gates": [{"name": WORDS, "sql": "select * from sources.census_iris"}]}, "it looks at figures only"),
        ({"gates": [{"name": WORDS, "sql": "selekt"}]}, "gate 'x': the query is not a `select`"),
        (
            {"examples": [{"name": "e", "given": {"sources.other": [{"a": 1}]}, "expect": []}]},
            "the query does not read",
        ),
        ({"examples": [{"name": "e", "given": {"sources.other": [1]}, "expect": []}]}, "it wants {column: value, …}"),
        ({"examples": [{"name": "e", "given": [], "expect": []}]}, "it wants {schema.table: [rows]}"),
    ],
)
def test_a_bad_declaration_says_what_would_be_right(tmp_path, changes, complaint):
    path = write(tmp_path / "housing", **changes)

    with pytest.raises(BadDeclaration) as refusal:
        load(path)

    assert complaint in str(refusal.value)
    assert "housing/census_vacancy.yml" in str(refusal.value)


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("selekt 1", "the query is not a `select` that DuckDB can parse"),
        ("drop table x", "the query is not a `select` that DuckDB can parse"),
        ("select 1; select 2", "the file holds 2 statements; write one `select`"),
        ("select 1", "the query reads no table"),
        ("select * from secret.people", "it may read sources.…, territory.…, indicators.…"),
        ("select * from people", "the query reads people"),
        ("select * from read_csv('a.csv')", "the query calls read_csv; declare a source"),
        ("select * from indicators.census_vacancy", "the query reads itself"),
        (CENSUS_SQL + "\n" * 60 + "limit 1", "lines; 60 at most"),
    ],
)
def test_a_query_that_reads_what_it_may_not_is_refused(tmp_path, sql, complaint):
    path = write(tmp_path / "housing", sql=sql)

    with pytest.raises(BadDeclaration) as refusal:
        load(path)

    assert complaint in str(refusal.value)


def test_a_missing_field_says_what_it_wants(tmp_path):
    path = write(tmp_path / "housing")
    written = declared()
    del written["question"]
    path.write_text(yaml.safe_dump(written, allow_unicode=True))

    with pytest.raises(BadDeclaration, match=r"question is missing; it wants \{fr: …, en: …\}, such as"):
        load(path)


def test_a_file_that_is_not_yaml_or_not_a_mapping_is_refused(tmp_path):
    path = write(tmp_path / "housing")

    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(BadDeclaration, match="not YAML"):
        load(path)

    path.write_text("- a\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match="the file is"):
        load(path)


def test_meaning_without_calculation_and_calculation_without_meaning_are_refused(tmp_path):
    write(tmp_path / "housing").with_suffix(".sql").unlink()
    (tmp_path / "housing" / "orphan.sql").write_text("select 1")

    with pytest.raises(BadDeclaration) as refusal:
        load_all(tmp_path)

    assert "census_vacancy.sql is absent; the calculation goes beside the meaning" in str(refusal.value)
    assert "orphan.sql: no .yml of that name; say what it means" in str(refusal.value)


def test_the_set_refuses_a_code_or_a_slug_used_twice_and_names_that_lead_nowhere(tmp_path):
    write(tmp_path / "housing")
    write(tmp_path / "housing", "other", related=["HAB-99"])
    write(tmp_path / "commerce", axis="commerce", code="COM-01")
    reading = "select place as commune, period, value from indicators.nothing"
    example = {"name": "e", "given": {"indicators.nothing": [{"place": "A"}]}, "expect": []}
    derived = {"kind": "derived", "grain": "commune", "aggregate": "none", "levels": ["commune"], "code": "HAB-04"}
    write(tmp_path / "housing", "gap", sql=reading, examples=[example], **derived)

    with pytest.raises(BadDeclaration) as refusal:
        load_all(tmp_path)

    told = str(refusal.value)
    assert "code HAB-03 is already that of census_vacancy" in told
    assert "two folders hold a file of that name" in told
    assert "related names HAB-99, which no file declares" in told
    assert "reads indicators.nothing, which no file declares" in told


def test_indicators_come_in_the_order_of_their_codes(tmp_path):
    write(tmp_path / "housing", "b", code="HAB-01")
    write(tmp_path / "commerce", "a", axis="commerce", code="COM-02")

    assert [i.code for i in load_all(tmp_path).values()] == ["COM-02", "HAB-01"]


def test_the_catalogue_holds_every_field_but_the_examples_and_the_query_with_its_checksum(tmp_path):
    published = vacancy(tmp_path).published()

    assert fields().keys() - published.keys() == {"examples"}
    assert published.keys() - fields().keys() == {"slug", "sql", "sql_sha256", "sources", "parts"}
    assert len(published["sql_sha256"]) == 64


def test_ready_made_indicators_of_each_kind_are_well_declared(tmp_path):
    for kind in ("ratio", "count", "published", "derived"):
        assert ready(tmp_path / kind, kind).kind == kind


def test_units_and_axes_speak_both_languages():
    for unit in units().values():
        assert unit["symbol"].keys() == unit["label"].keys() == {"fr", "en"}
    assert list(axes()) == ["housing", "commerce", "mobility", "urban_form", "facilities", "cross_cutting"]
    for axis in axes().values():
        assert axis["open_questions"]
        for wording in axis["phases"].values():
            assert wording.keys() == {"fr", "en"}


def test_a_record_that_is_not_a_mapping_is_refused():
    assert list(record_faults(None, {"a": {"type": "text"}})) == ["the file is None; it wants the fields a"]
