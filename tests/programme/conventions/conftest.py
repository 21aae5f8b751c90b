"""Every test has a home of its own for the documents that it files, and the pair of towns of the Sarthe."""

import pytest

from tests.programme import making
from tests.programme.making_conventions import PAIR


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def pair():
    """La Flèche – Sablé-sur-Sarthe: two towns, two intercommunal bodies, one convention."""
    return making.territory(PAIR)


@pytest.fixture
def director(pair):
    return making.project_director(pair.pk)


@pytest.fixture
def officer(pair):
    return making.state_officer(pair.department)


@pytest.fixture
def prefect_of_region(pair):
    return making.state_region(pair.region)
