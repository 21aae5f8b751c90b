"""`beffroi indicators`: the catalogue and the engine, from the command line."""

import json

import pytest
from click.testing import CliRunner

from beffroi.cli.main import main
from beffroi.observatory.engine import edition, publish
from tests.observatory.engine.small import write
from tests.observatory.release import workshop


def run(*words):
    return CliRunner().invoke(main, ["indicators", *words])


@pytest.fixture
def small_country(tmp_path, monkeypatch):
    """An installation with the tables, the registry and the two indicators of the small country."""
    workshop.build_tables(tmp_path / "home" / "tables")
    declarations = workshop.declare(tmp_path / "indicators")
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(edition, "territories", workshop.programme)
    monkeypatch.setattr(
        edition.make_release, "__kwdefaults__", edition.make_release.__kwdefaults__ | {"declarations": declarations}
    )
    return tmp_path


def test_the_list_says_code_axis_and_unit_and_may_be_of_one_axis():
    listed = run("list", "--axis", "housing")

    assert listed.exit_code == 0
    assert "HAB-03" in listed.output
    assert "COM-" not in listed.output


def test_the_list_for_programs_holds_every_indicator():
    told = json.loads(run("list", "--json").output)

    assert len(told) >= 30
    assert {"code", "name", "unit", "axis", "levels", "sources"} <= told[0].keys()


def test_an_axis_that_does_not_exist_is_a_misuse():
    assert run("list", "--axis", "habitat").exit_code == 2


@pytest.mark.parametrize("word", ["HAB-03", "census_vacancy"])
def test_an_indicator_is_explained_with_its_query_and_an_example_worked_by_hand(word):
    told = run("explain", word)

    assert told.exit_code == 0
    for title in ("Question", "Definition", "Formula", "Sources", "Limits", "Query", "Worked example", "Secrecy"):
        assert title in told.output


def test_the_explanation_for_programs_holds_the_examples_too():
    told = json.loads(run("explain", "HAB-03", "--json").output)

    assert told["code"] == "HAB-03"
    assert told["examples"][0]["given"]


def test_an_unknown_code_is_a_misuse_that_names_the_codes():
    refused = run("explain", "HAB-99")

    assert refused.exit_code == 2
    assert "HAB-03" in refused.output


def test_check_runs_the_examples_of_all_or_of_some(tmp_path):
    folder = workshop.declare(tmp_path)

    assert "2 indicators, 2 examples: all as worked by hand." in run("check", "--folder", str(folder)).output
    assert "1 indicators, 1 examples" in run("check", "HAB-03", "--folder", str(folder)).output
    assert run("check", "HAB-99", "--folder", str(folder)).exit_code == 2


def test_check_refuses_what_is_wrong_and_says_it(tmp_path):
    folder = workshop.declare(tmp_path)
    write(folder / "housing", unit="kg")
    for words in ([], ["HAB-03"]):
        refused = run("check", *words, "--folder", str(folder))
        assert refused.exit_code == 1
        assert "unit is 'kg'; use one of percent" in refused.output

    rows = [{"iris": "1", "year": 2021, "dwellings": 10, "vacant_homes": 1}]
    write(
        folder / "housing", examples=[{"name": "e", "given": {"sources.census_iris": rows}, "expect": [{"value": 11}]}]
    )
    refused = run("check", "--folder", str(folder))
    assert refused.exit_code == 1
    assert "census_vacancy, example 'e'" in refused.output


def test_run_writes_a_release_and_says_where(small_country):
    done = run("run", "--out", str(small_country / "out"))

    assert done.exit_code == 0, done.output
    assert "2 indicators" in done.output
    assert (small_country / "out" / "values.parquet").is_file()


def test_run_for_programs_tells_the_manifest_and_keeps_to_what_was_asked(small_country):
    told = json.loads(run("run", "--only", "HAB-03", "--scope", "national", "--json").stdout)

    assert told["counts"]["indicators"] == 1
    assert told["scope"] == "national"
    assert told["path"] == str(small_country / "home" / "release")


def test_run_refuses_an_unknown_code_unbuilt_tables_and_a_closed_gate(small_country, monkeypatch):
    assert run("run", "--only", "HAB-99").exit_code == 2

    write(small_country / "indicators" / "housing", bounds=[0, 25])
    refused = run("run")
    assert refused.exit_code == 1
    assert "Nothing is published" in refused.output
    assert not (small_country / "home" / "release").exists()

    monkeypatch.setenv("BEFFROI_HOME", str(small_country / "empty"))
    refused = run("run")
    assert refused.exit_code == 1
    assert "run `beffroi data build`" in refused.output


def test_the_scopes_offered_are_those_of_the_engine():
    assert all(scope in run("run", "--help").output for scope in publish.SCOPES)
