"""Every test of the room reads the database; no worker is started but the one that the test drains itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from beffroi.foundations.jobs import worker
from tests.programme import making


@pytest.fixture(autouse=True)
def _room(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    monkeypatch.setattr(worker, "start", lambda: None)


@pytest.fixture
def director(client: Client) -> Client:
    making.territory("acv-017")
    client.force_login(
        making.project_director("acv-017", of=making.organisation(code="15014", name="Ville d’Aurillac"))
    )
    return client


@pytest.fixture
def work() -> Callable[[], int]:
    return worker.drain
