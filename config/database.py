"""Where the programme is kept: an SQLite file in the installation's folder, or the PostgreSQL of DATABASE_URL."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# A connection is kept between two requests of a thread; one that the server closed meanwhile is opened again.
KEPT_SECONDS = 60


def databases(*, folder: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES; `folder` is the one that the installation writes."""
    if address := os.environ.get("DATABASE_URL"):
        return {"default": _postgresql(address)}
    return {"default": _sqlite(folder / "beffroi.sqlite3")}


def _sqlite(file: Path) -> dict[str, Any]:
    # WAL: readers never wait for the writer. IMMEDIATE: a transaction that will write waits for its turn at its first
    # line, instead of failing in the middle because another wrote meanwhile.
    options = {"transaction_mode": "IMMEDIATE", "timeout": 30, "init_command": "pragma journal_mode=wal"}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": options,
        "CONN_MAX_AGE": KEPT_SECONDS,
    }


def _postgresql(address: str) -> dict[str, Any]:
    database = dj_database_url.parse(address, conn_max_age=KEPT_SECONDS, conn_health_checks=True)
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database, as in postgresql://beffroi@localhost:5432/beffroi; "
            "leave it out for SQLite."
        )
    return dict(database)
