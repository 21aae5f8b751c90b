"""The catalogues that Django reads: a .mo for each .po, and the French of the sentences that have a plural.

French is the language of the code and has no translation: without one, Django takes the plural by the rule of English,
« 0 enveloppes ». The French of these sentences is themselves; only their rule is French, and nobody writes it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from beffroi.foundations.files import whole_file

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ENGLISH = "locale/en/LC_MESSAGES/*.po"
# In a folder of LOCALE_PATHS.
FRENCH = Path("programme/locale/fr/LC_MESSAGES/django.mo")


def make(root: Path) -> None:
    """Compile what was written since the last time; `root` is the package."""
    for source in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")):
        if _is_older(compiled := source.with_suffix(".mo"), [source]):
            _compile(source, compiled)
    english = sorted(root.rglob(ENGLISH))
    if _is_older(root / FRENCH, [*english, Path(__file__)]):
        _make_french(root / FRENCH, english)


def plurals(source: Path) -> "list[Message]":
    """The sentences of a .po that have a plural."""
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        return [message for message in read_po(stream) if message.pluralizable]


def _is_older(made: Path, sources: Iterable[Path]) -> bool:
    return not made.is_file() or any(made.stat().st_mtime < source.stat().st_mtime for source in sources)


def _compile(source: Path, compiled: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream, whole_file(compiled) as draft, draft.open("wb") as out:
        write_mo(out, read_po(stream))


def _make_french(compiled: Path, english: Iterable[Path]) -> None:
    """Each sentence with a plural that the English catalogues hold, as it is written in the code."""
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    french = Catalog(locale="fr")
    for message in (message for source in english for message in plurals(source)):
        french.add(message.id, string=message.id, context=message.context)
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(compiled) as draft, draft.open("wb") as out:
        write_mo(out, french)
