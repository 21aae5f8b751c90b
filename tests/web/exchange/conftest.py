"""Every test of the room reads the database; no worker is started but the one that the test drains itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.foundations.jobs import worker


@pytest.fixture(autouse=True)
def _room(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    monkeypatch.setattr(worker, "start", lambda: None)


@pytest.fixture
def work() -> Callable[[], int]:
    return worker.drain
