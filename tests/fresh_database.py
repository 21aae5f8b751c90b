"""An empty, migrated database of its own for tests that need several processes, or to break it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

ROOT = Path(__file__).parents[1]
Fresh = Callable[[Path], AbstractContextManager[dict[str, str]]]


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """`with fresh_database(folder)`: the environment of a process that uses it.

    SQLite in `folder`, or PostgreSQL where DATABASE_URL is set. To migrate takes five seconds: done once, then copied.
    """
    with _database(tmp_path_factory.mktemp("migrated")) as migrated:
        run("-m", "django", "migrate", "--skip-checks", "--verbosity", "0", environment=migrated)
        yield lambda folder: _database(folder, like=migrated)


def run(*words: str, environment: dict[str, str]) -> str:
    """What a Python process says; it must succeed."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _database(folder: Path, *, like: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    environment = os.environ | {"BEFFROI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    server = os.environ.get("DATABASE_URL")
    if server:
        with _on_server(server, template=_name(like["DATABASE_URL"]) if like else "template1") as address:
            yield environment | {"DATABASE_URL": address}
    else:
        for file in Path(like["BEFFROI_HOME"]).glob("beffroi.sqlite3*") if like else ():
            shutil.copy(file, folder)
        yield environment


@contextmanager
def _on_server(server: str, *, template: str) -> Iterator[str]:
    name = f"beffroi_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    try:
        yield server.removesuffix(_name(server)) + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def _name(address: str) -> str:
    return address.rsplit("/", 1)[1]
