"""A small country built once, and the real tables where the shared extracts are."""

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from beffroi.observatory.intake.build import build, build_table
from beffroi.observatory.intake.loading import load_sources
from tests.observatory.intake import samples

SHARED = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture
def archive(tmp_path) -> samples.Archive:
    return samples.Archive(tmp_path / "archive")


@pytest.fixture(scope="session")
def country(tmp_path_factory) -> Path:
    """The built tables of the small country."""
    folder = tmp_path_factory.mktemp("country")
    archive = samples.Archive(folder / "archive")
    samples.put_country(archive)
    samples.build_country(archive, folder / "tables")
    return folder / "tables"


@pytest.fixture
def tables(country, tmp_path) -> Path:
    """A folder of tables of one's own, where the small country already stands."""
    return Path(shutil.copytree(country, tmp_path / "tables"))


@pytest.fixture
def made(archive, tables) -> Callable[..., list[dict[str, Any]]]:
    """The rows of a source built from the archive of the test, by the project's own declaration."""

    def make(name: str, **changes: Any) -> list[dict[str, Any]]:
        build_table(samples.declared(name, **changes), archive=archive.root, tables=tables)
        return samples.rows(tables, name)

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the real extracts of ../shared/data are not here")
    return SHARED


@pytest.fixture(scope="session")
def real(shared, tmp_path_factory, worker_id) -> Path:
    """The tables of all sources, built from the real extracts once for all the workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "tables"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for _ in build(load_sources(), archive=shared, tables=folder):
            pass
    return folder
