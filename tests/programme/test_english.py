"""What the rooms of the programme say in French, those that keep a catalogue say in English."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from beffroi import programme

KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
CATALOGUES = sorted(Path(programme.__file__).parent.glob("*/locale/en/LC_MESSAGES/django.po"))
ROOMS = [catalogue.parents[3] for catalogue in CATALOGUES]


@pytest.fixture(autouse=True)
def _database() -> None:
    """Words are told by the code and by the catalogues, not by the database."""


def said(room):
    """The sentences that the room asks to be translated."""
    return {
        message
        for file in room.rglob("*.py")
        for _line, message, _comments, _context in extract("python", io.BytesIO(file.read_bytes()), keywords=KEYWORDS)
    }


def english(room):
    """What the catalogue of a room gives, or that of the programme, which holds what is said outside its rooms."""
    with (room / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return {message.id: message.string for message in read_po(stream, locale="en") if message.id}


def forms(sentence):
    """A sentence, or its singular and its plural."""
    return sentence if isinstance(sentence, tuple) else (sentence,)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_sentence_has_its_english_and_no_english_has_outlived_its_sentence(room):
    assert said(room) == {sentence for sentence, translation in english(room).items() if all(forms(translation))}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_translation_keeps_the_blanks_of_its_sentence(room):
    def blanks(sentence):
        return [sorted(re.findall(r"%\(\w+\)[sd]|%s", form)) for form in forms(sentence)]

    assert {s for s, translation in english(room).items() if blanks(s) != blanks(translation)} == set()


def test_what_the_programme_says_outside_the_rooms_that_keep_a_catalogue_has_its_english_too():
    root = Path(programme.__file__).parent
    spoken = said(root) - {sentence for room in ROOMS for sentence in said(room)}

    assert spoken - english(root).keys() == set()
    assert english(root).keys() - said(root) == set()
