"""An empty, migrated database of its own for tests that need several processes, or to break it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).parents[1]
Fresh = Callable[[Path], AbstractContextManager[dict[str, str]]]


@pytest.fixture(scope="session")
def fresh_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fresh]:
    """`with fresh_database(folder)`: the environment of a process that uses it.

    SQLite in `folder`, or PostgreSQL where DATABASE_URL is set. To migrate takes seconds: it is a copy of the one that
    the tests of this process migrated, where each undoes what it writes.
    """
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            migrated = until_the_end.enter_context(_copied(tmp_path_factory.mktemp("migrated")))
        yield lambda folder: _database(folder, like=migrated)


def run(*words: str, environment: dict[str, str]) -> str:
    """What a Python process says; it must succeed."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _copied(folder: Path) -> Iterator[dict[str, str]]:
    """A copy of the database of this process's tests."""
    environment = _environment(folder)
    if server := os.environ.get("DATABASE_URL"):
        connection.close()  # a database is a template while nobody is in it
        with _on_server(server, template=str(connection.settings_dict["NAME"])) as address:
            yield environment | {"DATABASE_URL": address}
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "beffroi.sqlite3")) as file:
        connection.connection.backup(file)
        # As the site keeps it: of several processes that begin together, none has to change it.
        file.execute("pragma journal_mode=wal")
    yield environment


@contextmanager
def _database(folder: Path, *, like: dict[str, str]) -> Iterator[dict[str, str]]:
    environment = _environment(folder)
    if server := os.environ.get("DATABASE_URL"):
        with _on_server(server, template=_name(like["DATABASE_URL"])) as address:
            yield environment | {"DATABASE_URL": address}
        return
    for file in Path(like["BEFFROI_HOME"]).glob("beffroi.sqlite3*"):
        shutil.copy(file, folder)
    yield environment


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"BEFFROI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}


@contextmanager
def _on_server(server: str, *, template: str) -> Iterator[str]:
    name = f"beffroi_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as asked:
        asked.execute(f"create database {name} template {template}")
    try:
        yield server.removesuffix(_name(server)) + name
    finally:
        with psycopg.connect(server, autocommit=True) as asked:
            asked.execute(f"drop database {name} with (force)")


def _name(address: str) -> str:
    return address.rsplit("/", 1)[1]
