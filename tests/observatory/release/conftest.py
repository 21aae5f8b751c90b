import shutil

import pytest

from tests.observatory.release import workshop


@pytest.fixture(scope="session")
def first_release(tmp_path_factory):
    """One release of the small country, made once: to be read, never changed."""
    return workshop.release(tmp_path_factory.mktemp("first"))


@pytest.fixture
def own_release(first_release, tmp_path):
    """A copy of it, to be damaged."""
    return shutil.copytree(first_release, tmp_path / "own")
