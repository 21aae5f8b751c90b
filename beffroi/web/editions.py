"""What the pages of an installation are made of, as one checksum: another release, code or setting, other pages."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

CODE_FOLDERS = ("web", "api", "foundations", "territory", "programme", "observatory/release")
CODE_FILES = {".css", ".csv", ".html", ".js", ".mjs", ".mo", ".py", ".sql", ".svg", ".typ", ".yml"}
PACKAGES = ("Django", "django-dsfr", "django-ninja", "typst")
LENGTH = 32


def edition() -> str:
    """The edition that this process serves: its release, its code, its settings, the names of its static files."""
    told = tuple(f"{name}={getattr(settings, name)!r}" for name in dir(settings) if name.startswith("BEFFROI_"))
    return _edition(settings.BEFFROI_RELEASE / "manifest.json", settings.STATIC_ROOT / "staticfiles.json", told=told)


@cache
def _edition(manifest: Path, names: Path, *, told: tuple[str, ...]) -> str:
    packages = (f"{package}={version(package)}" for package in PACKAGES)
    digest = hashlib.sha256("\n".join((*told, *packages)).encode())
    digest.update(manifest.read_bytes())
    if settings.HASHED and names.is_file():
        digest.update(names.read_bytes())
    for file in _code():
        digest.update(file.read_bytes())
    return digest.hexdigest()[:LENGTH]


def _code() -> list[Path]:
    root = Path(__file__).parents[1]
    made = root / "web" / "static" / "built"  # stands in for nothing: its hashed names are counted above
    found = (file for folder in CODE_FOLDERS for file in (root / folder).rglob("*"))
    return sorted(file for file in found if file.suffix in CODE_FILES and made not in file.parents)
