"""Every message of these rooms has its English."""

import io
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[3] / "beffroi" / "web"
ROOMS = ("figures", "portrait")
CALLS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}


def messages(room):
    for file in sorted([*(WEB / room).rglob("*.py"), *(WEB / room).rglob("*.html")]):
        text = file.read_text(encoding="utf-8")
        text = templatize(text, origin=str(file)) if file.suffix == ".html" else text
        for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
            yield (message[0] if isinstance(message, tuple) else message), context


@pytest.fixture(scope="module")
def english():
    found = {}
    for room in ROOMS:
        with (WEB / room / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as stream:
            for entry in read_po(stream):
                identity = entry.id[0] if isinstance(entry.id, tuple) else entry.id
                found[identity, entry.context] = entry.string
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_has_its_english(room, english):
    missing = [message for message, context in messages(room) if not english.get((message, context))]
    assert missing == []


def test_no_english_is_left_over(english):
    used = {pair for room in ROOMS for pair in messages(room)}
    assert [identity for identity in english if identity[0] and identity not in used] == []
