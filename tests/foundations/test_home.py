from pathlib import Path

from beffroi.foundations import home


def test_the_home_of_an_installation_is_named_by_its_environment(monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", "/srv/beffroi")
    monkeypatch.delenv("BEFFROI_ARCHIVE", raising=False)
    assert home.archive() == Path("/srv/beffroi/archive")
    assert home.tables() == Path("/srv/beffroi/tables")


def test_the_archive_may_stand_elsewhere(monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", "/srv/beffroi")
    monkeypatch.setenv("BEFFROI_ARCHIVE", "/mnt/archive")
    assert home.archive() == Path("/mnt/archive")


def test_without_a_name_the_home_is_the_users_own_data_folder(monkeypatch):
    monkeypatch.delenv("BEFFROI_HOME", raising=False)
    assert home.home().name == "beffroi"
