"""The two databases of a benchmark: SQLite in a folder, PostgreSQL where DATABASE_URL says or started for it."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from bench.measure import ROOT, python

DATABASES = ("sqlite", "postgresql")


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")


def asked_for(database: str, *, module: str) -> tuple[str, ...]:
    """The databases to measure; without a PostgreSQL, the same command is run again in one that ends with it."""
    wanted = DATABASES if database == "both" else (database,)
    if "postgresql" in wanted and not os.environ.get("DATABASE_URL"):
        command = [str(ROOT / ".ci/with-postgresql"), *python("-m", module, *sys.argv[1:])]
        sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)  # noqa: S603 — our own command
    return wanted


@contextmanager
def installation(database: str) -> Iterator[dict[str, str]]:
    """The environment of an installation on this database, its folder new and gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        yield {"BEFFROI_HOME": home, "DATABASE_URL": os.environ["DATABASE_URL"] if database == "postgresql" else ""}
