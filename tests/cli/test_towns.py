"""`beffroi towns` answers people with a table and programs with JSON."""

import json

import pytest
from click.testing import CliRunner, Result

from beffroi.cli.main import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["towns", *words])


def test_the_list_is_the_233_territories():
    listed = json.loads(run("list", "--json").stdout)

    assert len(listed) == 233
    assert listed[0]["code"] == "acv-001"
    assert listed[0]["name"] == "Abbeville"
    assert listed[0]["communes"] == [{"code": "80001", "name": "Abbeville"}]
    assert (listed[0]["region"], listed[0]["department"]) == ("Hauts-de-France", "Somme")
    assert listed[0]["signed"] == "2018-09-28"


def test_filters_narrow_the_list():
    listed = json.loads(run("list", "--region", "occitanie", "--pair", "--json").stdout)

    assert [place["name"] for place in listed] == ["Castres – Mazamet"]


def test_single_towns_are_listed_apart_from_pairs():
    assert len(json.loads(run("list", "--no-pair", "--json").stdout)) == 220


def test_the_table_says_how_many():
    shown = run("list", "--department", "81")

    assert shown.exit_code == 0
    assert "Castres – Mazamet" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "Territories: 2. Communes: 3."


def test_a_wrong_filter_says_which_and_what_would_be_right():
    refused = run("list", "--region", "Occitannie")

    assert refused.exit_code == 2
    assert "--region" in refused.stderr
    assert "76 Occitanie" in refused.stderr


@pytest.mark.parametrize("typed", ["acv-017", "15014", "15012", "aurillac", "Arpajon-sur-Cère"])
def test_a_territory_is_shown_by_code_commune_or_name(typed: str):
    shown = run("show", typed)

    assert shown.exit_code == 0
    assert "Aurillac – Arpajon-sur-Cère (acv-017)" in shown.stdout


def test_a_territory_is_one_object_for_programs():
    shown = json.loads(run("show", "acv-017", "--json").stdout)

    assert shown["code"] == "acv-017"
    assert [commune["code"] for commune in shown["communes"]] == ["15014", "15012"]
    assert shown["communes"][0]["epci_name"] == "CA du Bassin d'Aurillac"
    assert shown["phase"] == "deployment"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Saint-Gaudens", "on a day unknown, or not yet"),
        ("Agen", "signed 2019-11-14, renewed 2021-01-28"),
        ("Vallauris", "none known"),
    ],
)
def test_what_is_not_known_is_said(typed: str, line: str):
    assert line in run("show", typed).stdout


def test_an_unknown_town_is_refused_with_near_names():
    refused = run("show", "abbevile")

    assert refused.exit_code == 1
    assert "acv-001 Abbeville" in refused.stderr


@pytest.mark.parametrize("words", [["--help"], ["list", "--help"], ["show", "--help"]])
def test_every_command_has_help_with_an_example(words: list[str]):
    assert "Example:" in run(*words).stdout
