"""Files that people bring."""

from enum import StrEnum
from pathlib import Path

from beffroi.foundations.home import home


class Scan(StrEnum):
    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


def path_of(sha256: str) -> Path:
    return home() / "documents" / sha256[:2] / sha256
