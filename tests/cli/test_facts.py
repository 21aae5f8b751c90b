"""`beffroi facts publish` writes the programme's facts where one asks for them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from beffroi.cli.main import main
from tests.programme import making

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["facts", *words])


def test_it_says_how_many_rows_each_table_has(tmp_path: Path):
    making.territory("acv-017")

    said = run("publish", "--out", str(tmp_path / "facts"), "--json")

    assert said.exit_code == 0, said.output
    told = json.loads(said.stdout)
    assert (told["circle"], told["tables"]["territories"]) == ("public", 1)
    assert (tmp_path / "facts" / "territories.csv").read_text(encoding="utf-8").count("\n") == 2


def test_people_read_a_line_a_table(tmp_path: Path):
    said = run("publish", "--out", str(tmp_path / "facts"))

    assert "funding_lines" in said.stdout
    assert "datapackage.json" in said.stdout


def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path):
    (tmp_path / "letter.txt").write_text("keep me")

    refused = run("publish", "--out", str(tmp_path))

    assert refused.exit_code == 1
    assert "holds something else" in refused.stderr


@pytest.mark.parametrize("words", [["--help"], ["publish", "--help"]])
def test_every_command_has_help_with_an_example(words: list[str]):
    assert "Example:" in run(*words).stdout
