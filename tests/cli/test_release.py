"""`beffroi release`: shown, verified, compared from the command line."""

import json
import shutil

import pytest
from click.testing import CliRunner

from beffroi.cli.main import main
from tests.observatory.release import workshop


def run(*words):
    return CliRunner().invoke(main, ["release", *map(str, words)])


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("releases")
    return workshop.release(folder, name="before"), workshop.release(folder, name="after", vacant=40)


def test_show_says_what_is_inside_and_where_it_comes_from(releases):
    told = run("show", releases[0])

    assert told.exit_code == 0
    assert "2 indicators" in told.output
    assert "census_iris" in told.output
    assert "Licence Ouverte 2.0" in told.output


def test_show_for_programs_says_path_origins_and_counts(releases):
    told = json.loads(run("show", releases[0], "--json").output)

    assert told["path"] == str(releases[0])
    assert told["counts"]["indicators"] == 2
    assert {"name", "producer", "licence", "vintage", "files", "rows"} <= told["origins"][0].keys()


def test_the_release_looked_at_is_the_one_of_the_environment(releases, monkeypatch):
    monkeypatch.setenv("BEFFROI_RELEASE", str(releases[1]))

    assert json.loads(run("show", "--json").output)["path"] == str(releases[1])


def test_verify_accepts_a_whole_release_and_refuses_one_flipped_byte(releases, tmp_path):
    assert run("verify", releases[0]).exit_code == 0

    damaged = shutil.copytree(releases[0], tmp_path / "damaged")
    content = bytearray((damaged / "values.parquet").read_bytes())
    content[100] ^= 1
    (damaged / "values.parquet").write_bytes(content)

    refused = run("verify", damaged)
    assert refused.exit_code == 1
    assert "values.parquet" in refused.output
    assert run("show", damaged).exit_code == 1
    assert run("diff", releases[0], damaged).exit_code == 1


def test_diff_says_what_moved_and_why(releases):
    told = run("diff", *releases)

    assert told.exit_code == 0
    assert "HAB-03" in told.output
    assert "(source:census_iris)" in told.output
    assert "centre 46042 iris-mairie 2021: 30 → 40" in told.output


def test_diff_for_programs_holds_every_figure(releases):
    told = json.loads(run("diff", *releases, "--json").output)

    assert {figure["place"] for figure in told["figures"]} >= {"46042", "acv-001"}
    assert told["changes"][0]["why"] == ["source:census_iris"]


def test_a_folder_that_does_not_exist_is_a_misuse():
    assert run("show", "nowhere").exit_code == 2
