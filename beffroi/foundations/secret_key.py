"""The key with which an installation signs, kept in its own folder when nobody gives one."""

import secrets
from pathlib import Path

NAME = "secret_key"


def new_key() -> str:
    return secrets.token_urlsafe(50)


def kept_key(folder: Path) -> str | None:
    file = folder / NAME
    return file.read_text(encoding="utf-8") if file.is_file() else None


def keep_key(folder: Path) -> None:
    """Write one that all the workers share, readable by the installation alone; one that is there stays."""
    if kept_key(folder) is None:
        file = folder / NAME
        file.touch(mode=0o600)
        file.write_text(new_key(), encoding="utf-8")
