"""The pair of towns of the Sarthe, its outlines, and whoever opens its pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from beffroi.programme.people.models import User
from tests.programme import making
from tests.programme.making_conventions import PAIR


@pytest.fixture(autouse=True)
def _home(db, tmp_path, monkeypatch):
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
def region(pair):
    return making.state_region(pair.region)


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which somebody has signed in."""

    def signed_in(user: User) -> Client:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        return client

    return signed_in
