"""The pages that everyone reads are made before anyone asks, by a process that is in nobody's way."""

import os
import sys

import pytest
from django.test import override_settings

from beffroi.territory.towns import territories
from beffroi.web import prerender

# A request opens and closes the connections of its thread, even for a page that asks the database nothing.
pytestmark = pytest.mark.django_db


@pytest.fixture
def pages_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["prerender"])
    with override_settings(HASHED=True):
        yield tmp_path / "pages"


@pytest.fixture
def _meek(monkeypatch):
    """The tests themselves keep their priority."""
    monkeypatch.setattr(prerender, "_be_last", lambda: None)
    monkeypatch.setattr(prerender, "_rest", lambda **_told: None)


def test_every_portrait_is_made_in_both_languages_after_the_pages_that_one_sees_first():
    paths = prerender.addresses()

    assert paths[1:3] == ["/", "/en/"]
    assert {f"{home}territoires/{place.code}/" for place in territories() for home in ("/", "/en/")} <= set(paths)
    assert len(paths) == len(set(paths))


def test_the_pages_made_ahead_are_on_disk_and_a_second_run_makes_none_again(pages_folder, monkeypatch):
    monkeypatch.setattr(prerender, "addresses", lambda: ["/methode/", "/en/methode/"])
    prerender.main()
    made = {file: file.stat().st_mtime_ns for file in pages_folder.rglob("*.page")}

    prerender.main()

    assert len(made) == 2
    assert {file: file.stat().st_mtime_ns for file in pages_folder.rglob("*.page")} == made


def test_while_the_site_is_written_no_page_is_made_ahead(pages_folder, monkeypatch):
    monkeypatch.setattr(prerender, "addresses", lambda: ["/methode/"])

    with override_settings(HASHED=False):
        prerender.main()

    assert not pages_folder.exists()


@pytest.mark.usefixtures("_meek")
def test_the_making_stops_when_the_server_that_started_it_is_gone(monkeypatch):
    parents = iter([10, 10, 10, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))

    assert list(prerender._while_parent_lives("abcdef")) == ["a", "b"]


@pytest.mark.parametrize(("took", "rests"), [(0.1, []), (0.13, []), (0.2, [1.2]), (4.0, [10])])
def test_the_making_rests_when_somebody_else_wants_the_processor(monkeypatch, took, rests):
    rested = []
    monkeypatch.setattr(prerender.time, "sleep", rested.append)

    prerender._rest(took=took, worked=0.1)

    assert rested == pytest.approx(rests)
