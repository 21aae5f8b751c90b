"""The sentences of the site and their English: `python -m beffroi.web.messages` lists what has no translation yet.

Sentences are written in French in the code; each application of the site keeps its English in its own locale folder.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | None, str]


def applications() -> list[Path]:
    """The folders that keep translations, or hold templates and so should."""
    return sorted({found.parent for name in ("locale", "templates") for found in WEB.glob(f"*/{name}")})


def sentences(application: Path) -> dict[Key, str]:
    """What an application asks to be translated: context and sentence, with the file that first asks."""
    found: dict[Key, str] = {}
    for file in sorted([*application.rglob("*.py"), *application.glob("templates/**/*.html")]):
        for message, context in _asked_by(file):
            found.setdefault((context, message), str(file.relative_to(WEB)))
    return found


def translated(application: Path) -> set[Key]:
    """What its catalogue gives in English, every plural form included."""
    found: set[Key] = set()
    for message in catalogue(application):
        singular = message.id if isinstance(message.id, str) else message.id[0]
        forms = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if singular and all(forms):
            found.add((message.context, singular))
    return found


def catalogue(application: Path) -> Catalog:
    file = application / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not file.is_file():
        return Catalog(locale="en")
    with file.open("rb") as stream:
        return read_po(stream, locale="en")


def _asked_by(file: Path) -> Iterator[tuple[str, str | None]]:
    text = file.read_text(encoding="utf-8")
    # What Django makes of a template is Python but for its margins.
    source = re.sub(r"(?m)^\s+", "", templatize(text)) if file.suffix == ".html" else text
    for _line, message, _comments, context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield (message[0] if isinstance(message, tuple) else message), context


def untranslated(application: Path) -> dict[Key, str]:
    """What an application asks and no catalogue of the site gives: Django reads them all as one."""
    known = set().union(*map(translated, applications()))
    return {key: file for key, file in sentences(application).items() if key not in known}


def main() -> None:
    for application in applications():
        for (_context, sentence), file in untranslated(application).items():
            print(f"{file}: {sentence}")


if __name__ == "__main__":
    main()
