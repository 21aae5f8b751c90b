"""Everything in the programme is told by the database."""

import pytest


@pytest.fixture(autouse=True)
def _database(db: None) -> None: ...
