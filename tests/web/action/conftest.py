"""Every test of the room reads the database."""

import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None: ...
