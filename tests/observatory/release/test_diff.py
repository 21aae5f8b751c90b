"""What moved between two releases, and why."""

import pytest

from beffroi.observatory.release.diff import compare
from beffroi.observatory.release.read import DamagedRelease
from tests.observatory.engine.small import CENSUS_SQL, write
from tests.observatory.release import workshop


def causes(difference):
    return {change.indicator: change.why for change in difference.changes}


def test_a_release_is_not_different_from_itself(first_release):
    difference = compare(first_release, first_release)

    assert difference.changes == difference.figures == ()


def test_a_new_file_of_a_source_moves_figures_and_is_named(first_release, tmp_path):
    difference = compare(first_release, workshop.release(tmp_path, vacant=40))

    assert causes(difference) == {"HAB-03": ("source:census_iris",), "HAB-04": ("source:census_iris",)}
    moved = {(f.indicator, f.place_kind, f.place): f for f in difference.figures}
    centre = moved["HAB-03", "centre", "46042"]
    assert (centre.before["value"], centre.after["value"]) == (30.0, 40.0)
    assert ("HAB-03", "rest", "46042") not in moved


def test_a_new_method_is_named_in_the_indicator_and_in_those_made_of_it(first_release, tmp_path):
    declarations = workshop.declare(tmp_path / "own")
    why = [{"version": 2, "date": "2026-12-01", "why": {"fr": "x", "en": "x"}}]
    sql = CENSUS_SQL.replace("vacant_homes as numerator", "vacant_homes / 2 as numerator")
    write(declarations / "housing", sql=sql, version=2, changes=why)

    difference = compare(first_release, workshop.release(tmp_path, declarations=declarations))

    assert causes(difference) == {"HAB-03": ("method",), "HAB-04": ("part:HAB-03",)}


def test_an_indicator_that_comes_and_one_that_goes_are_counted(first_release, tmp_path):
    less = workshop.release(tmp_path, only=("HAB-03",))

    (gone,) = compare(first_release, less).changes
    (come,) = compare(less, first_release).changes

    assert (gone.indicator, gone.moved, gone.added, gone.why) == ("HAB-04", 0, 0, ("method",))
    assert gone.removed == come.added > 0


def test_a_wider_scope_adds_places_and_says_that_it_is_the_scope(first_release, tmp_path):
    (change,) = compare(first_release, workshop.release(tmp_path, scope="national")).changes

    assert (change.moved, change.removed, change.why) == (0, 0, ("scope",))


def test_other_code_is_told_as_a_cause(first_release, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "beffroi.observatory.engine.publish.code_version", lambda: {"version": "0.2.0", "sha256": "0" * 64}
    )

    difference = compare(first_release, workshop.release(tmp_path, vacant=40))

    assert causes(difference)["HAB-03"] == ("source:census_iris", "code")


def test_a_damaged_release_is_not_compared(own_release, first_release):
    (own_release / "values.parquet").write_bytes(b"")

    with pytest.raises(DamagedRelease, match=r"values\.parquet"):
        compare(first_release, own_release)
