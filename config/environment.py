"""What the environment says, read once and refused with a sentence when it cannot be right."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from beffroi.foundations.secret_key import kept_key, new_key

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]


def one_of(name: str, *, values: tuple[str, ...]) -> str:
    """The value of a variable with a closed list of values; the first is the default."""
    value = os.environ.get(name) or values[0]
    if value not in values:
        raise ImproperlyConfigured(f"{name} is « {value} ». Possible values: {', '.join(values)}.")
    return value


def secret_key(*, production: bool, folder: Path) -> str:
    """The key given; outside production that of the installation, or a random one that dies with the process."""
    if key := os.environ.get("BEFFROI_SECRET_KEY"):
        return key
    if production:
        raise ImproperlyConfigured(
            "BEFFROI_SECRET_KEY is not set. In production give it at least 50 random characters: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return kept_key(folder) or new_key()


def hosts(*, production: bool) -> list[str]:
    """The names under which the site answers, from a list separated by commas; loopback outside production."""
    named = [host.strip() for host in os.environ.get("BEFFROI_HOSTS", "").split(",") if host.strip()]
    if production and (not named or "*" in named):
        raise ImproperlyConfigured(
            "BEFFROI_HOSTS must name the hosts of the site, separated by commas (« * » is refused): "
            "BEFFROI_HOSTS=beffroi.example.org"
        )
    return named or LOOPBACK


def folder(name: str, *, default: Path) -> Path:
    return Path(os.environ.get(name) or default)


def is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}
