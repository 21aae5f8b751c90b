"""The real extracts, for the tests marked `shared`."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real extracts of ../shared/data are not here")
    return SHARED
