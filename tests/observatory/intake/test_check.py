"""What `beffroi data` says of sources, without writing anything."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from beffroi.cli import data as command
from beffroi.observatory.intake.build import build_table
from beffroi.observatory.intake.check import check, check_source
from beffroi.observatory.intake.loading import DeclarationRefused, load_sources
from tests.observatory.intake import samples


@pytest.fixture
def state(archive, tables):
    """The state of the file of commune codes, and why."""

    def find(**changes):
        found = check_source(samples.declared("commune_codes", **changes), archive=archive.root, tables=tables)
        return found.state, found.why

    return find


def test_a_table_that_follows_from_its_files_is_current(archive, state):
    samples.put_country(archive)
    assert state() == ("current", "")


def test_a_file_that_changed_since_the_build_makes_the_table_outdated(archive, state):
    samples.put_country(archive, communes={"01004": samples.COMMUNES["01004"]})
    assert state() == ("outdated", "")


def test_a_source_whose_table_was_never_made_is_checked_all_the_same(archive, state, tables):
    samples.put_country(archive)
    (tables / "commune_codes.parquet").unlink()
    assert state() == ("not built", "Its files are as declared.")


def test_a_file_that_is_not_there_is_absent(state):
    kind, why = state()
    assert kind == "absent"
    assert "beffroi data fetch commune_codes" in why


def test_a_file_that_is_not_what_was_declared_is_refused(archive, state):
    archive.lines("sources/cog/v_commune_2026.csv.gz", "COM,LIBELLE", "01004,Ambérieu")
    kind, why = state()
    assert kind == "refused"
    assert "has no column TYPECOM" in why


def test_a_file_of_another_checksum_than_declared_is_refused(archive, state):
    samples.put_country(archive)
    file = replace(load_sources()["commune_codes"].files[0], sha256="0" * 64)
    kind, why = state(files=(file,))
    assert kind == "refused"
    assert "has the checksum" in why


def test_a_source_that_needs_an_absent_table_says_which(archive, tmp_path):
    archive.lines("sources/lovac/logement_vacants_communes_2025.csv.gz", "CODGEO_25;pp_vacant_plus_2ans_25", "01004;s")
    found = check_source(samples.declared("lovac_2025"), archive=archive.root, tables=tmp_path / "none")
    assert (found.state, found.is_right) == ("not built", True)
    assert "commune_moves, commune_passage, communes: build them first" in found.why


def test_a_check_goes_through_what_a_source_needs(archive, tables):
    samples.put_country(archive)
    sources = {name: samples.declared(name) for name in load_sources()}
    states = {one.name: one.state for one in check(sources, ["communes"], archive=archive.root, tables=tables)}
    assert states == {"commune_outlines": "current", "communes": "current"}


@pytest.fixture
def run(archive, tables, monkeypatch):
    """`beffroi data …` on the archive and the tables of the test."""
    monkeypatch.setattr(command.home, "archive", lambda: archive.root)
    monkeypatch.setattr(command.home, "tables", lambda: tables)
    monkeypatch.setattr(command, "load_sources", lambda: {name: samples.declared(name) for name in load_sources()})
    return lambda *words: CliRunner().invoke(command.data, words)


def test_the_list_says_what_is_declared_and_what_is_built(run):
    told = run("list").output
    assert "census_iris" in told
    assert "not built" in told
    rows = {row["name"]: row for row in json.loads(run("list", "--json").output)}
    assert (rows["communes"]["rows"], rows["census_iris"]["rows"]) == (len(samples.COMMUNES), None)
    assert rows["commune_passage"]["licence"] == "odbl"


def test_a_build_says_what_it_made_and_what_was_there(archive, run):
    samples.put_country(archive)
    assert run("build", "communes").output.count("(unchanged)") == 2
    done = json.loads(run("build", "--fresh", "--json", "communes").output)
    assert done[-1] == {"name": "communes", "rows": len(samples.COMMUNES), "made": True}


def test_a_refused_build_ends_with_one_and_says_why(run):
    refused = run("build", "communes")
    assert refused.exit_code == 1
    assert "is not in the archive" in refused.output


def test_a_name_nobody_declared_is_a_misuse(run):
    misused = run("build", "shops")
    assert misused.exit_code == 2
    assert "No source is named shops" in misused.output


def test_a_declaration_that_is_refused_is_told(run, monkeypatch):
    def refuse():
        raise DeclarationRefused("shops.yml: `licence` is missing; every source says it.")

    monkeypatch.setattr(command, "load_sources", refuse)
    assert run("list").exit_code == 1


def test_a_check_ends_with_one_when_something_is_wrong(archive, run):
    samples.put_country(archive)
    right = run("check", "communes")
    assert right.exit_code == 0
    assert "✓ communes" in right.output
    archive.lines("territory/communes_reference.csv.gz", "insee_com,nom", "01004,Ambérieu")
    wrong = run("check", "--json", "communes")
    assert wrong.exit_code == 1
    assert json.loads(wrong.output)[-1]["state"] == "refused"


def test_nothing_is_written_by_a_check(archive, tables, run):
    samples.put_country(archive, communes={"01004": samples.COMMUNES["01004"]})
    before = {path.name: path.stat().st_mtime_ns for path in tables.iterdir()}
    run("check", "commune_codes")
    assert {path.name: path.stat().st_mtime_ns for path in tables.iterdir()} == before


def test_every_table_is_right_after_a_build(archive, tables):
    samples.put_country(archive)
    source = samples.declared("commune_codes")
    build_table(source, archive=archive.root, tables=tables, fresh=True)
    assert check_source(source, archive=archive.root, tables=tables).is_right
