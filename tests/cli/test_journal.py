"""`beffroi journal` tells what happened, and whether it is still told as it was written."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from beffroi.cli.main import main
from beffroi.foundations.journal.append_only import SQLITE
from beffroi.foundations.journal.chain import last
from tests.programme.making import territory


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["journal", *words])


def break_row(sequence: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"drop trigger {name}")
        else:
            cursor.execute("alter table journal_entry disable trigger user")
        cursor.execute("update journal_entry set by = 'someone' where sequence = %s", [sequence])


@pytest.mark.django_db
def test_a_whole_journal_is_said_with_its_last_checksum():
    territory("acv-017")

    said = run("verify")

    assert said.exit_code == 0, said.output
    assert said.stdout == f"The journal is whole. Rows: 2. Last checksum: {last().hash}.\n"


@pytest.mark.django_db
def test_a_broken_journal_is_refused_with_the_row_that_was_changed():
    territory("acv-017")
    break_row(2)

    said = run("verify")

    assert said.exit_code == 1
    assert said.stderr == "Row 2 (territory.added, territory acv-017) was changed after it was written.\n"


@pytest.mark.django_db
def test_a_program_reads_the_faults():
    territory("acv-017")
    break_row(1)

    said = run("verify", "--json")

    assert said.exit_code == 1
    told = json.loads(said.stdout)
    assert (told["whole"], told["rows"], len(told["faults"])) == (False, 2, 1)


@pytest.mark.django_db
def test_the_history_of_a_territory_is_shown_with_what_changed():
    territory("acv-017")

    shown = run("show", "territory", "acv-017")

    assert shown.exit_code == 0
    assert "2024-03-01 10:30:00  territory.added  by system" in shown.stdout
    assert 'name: – → "Aurillac – Arpajon-sur-Cère"' in shown.stdout


@pytest.mark.django_db
def test_the_history_is_a_list_of_objects_for_programs():
    territory("acv-017")

    (row,) = json.loads(run("show", "territory", "acv-017", "--json").stdout)

    assert (row["verb"], row["territory"], row["after"]["departments"]) == ("territory.added", "acv-017", ["15"])


@pytest.mark.django_db
def test_a_thing_without_history_is_refused():
    refused = run("show", "territory", "acv-999")

    assert refused.exit_code == 1
    assert "The journal tells nothing of territory acv-999." in refused.stderr


def beffroi(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"BEFFROI_HOME": str(folder), **variables}
    command = [sys.executable, "-c", "from beffroi.cli.main import main; main()", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_a_database_the_reader_is_told_how_to_make_one(tmp_path: Path):
    refused = beffroi("journal", "verify", folder=tmp_path)

    assert refused.returncode == 1
    assert "beffroi demo --prepare" in refused.stderr


def test_a_database_that_does_not_open_is_named(tmp_path: Path):
    refused = beffroi("journal", "verify", folder=tmp_path / "absent")

    assert refused.returncode == 1
    assert str(tmp_path / "absent") in refused.stderr


def test_a_setting_that_cannot_be_right_is_refused(tmp_path: Path):
    refused = beffroi("journal", "verify", folder=tmp_path, DATABASE_URL="mysql://localhost/beffroi")

    assert refused.returncode == 1
    assert "DATABASE_URL must name a PostgreSQL database" in refused.stderr


@pytest.mark.parametrize("words", [["--help"], ["verify", "--help"], ["show", "--help"]])
def test_every_command_has_help_with_an_example(words: list[str]):
    assert "Example:" in run(*words).stdout
