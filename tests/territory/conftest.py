"""The real extracts, for the tests marked `shared`."""

from pathlib import Path

import pytest
from hypothesis import settings

# The machine is shared: an example that is slow once is not a fault.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real extracts of ../shared/data are not here")
    return SHARED
