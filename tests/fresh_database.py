"""An empty, migrated database of its own for tests that need several processes, or to break it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg

ROOT = Path(__file__).parents[1]


@contextmanager
def fresh_database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a process that uses it: SQLite in `folder`, or PostgreSQL where DATABASE_URL is set."""
    environment = os.environ | {"BEFFROI_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    server = os.environ.get("DATABASE_URL")
    name = f"beffroi_{uuid4().hex[:12]}"
    if server:
        _on_server(server, f"create database {name}")
        environment["DATABASE_URL"] = f"{server.rsplit('/', 1)[0]}/{name}"
    try:
        run("-m", "django", "migrate", "--verbosity", "0", environment=environment)
        yield environment
    finally:
        if server:
            _on_server(server, f"drop database {name} with (force)")


def run(*words: str, environment: dict[str, str]) -> str:
    """What a Python process says; it must succeed."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _on_server(server: str, statement: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
