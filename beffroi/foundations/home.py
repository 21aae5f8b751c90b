"""Where an installation writes: one folder, named by BEFFROI_HOME."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The folder of everything that this installation writes (database, documents, archive, tables)."""
    return Path(os.environ.get("BEFFROI_HOME") or platformdirs.user_data_path("beffroi", appauthor=False))


def archive() -> Path:
    """The folder of source files as received; a file that is already there is used, never fetched again."""
    return Path(os.environ.get("BEFFROI_ARCHIVE") or home() / "archive")


def tables() -> Path:
    """The folder of source tables made by `beffroi data build`."""
    return home() / "tables"
