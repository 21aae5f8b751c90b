"""The site speaks English wherever it speaks French."""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client

import beffroi
from beffroi.web import messages

APPLICATIONS = messages.applications()
ROOT = Path(beffroi.__file__).parent


@pytest.mark.parametrize("application", APPLICATIONS, ids=[folder.name for folder in APPLICATIONS])
def test_every_sentence_has_its_english(application):
    assert sorted(sentence for _context, sentence in messages.untranslated(application)) == []


@pytest.mark.parametrize("application", APPLICATIONS, ids=[folder.name for folder in APPLICATIONS])
def test_no_translation_has_outlived_its_sentence(application):
    asked = set().union(*map(messages.sentences, APPLICATIONS))
    orphans = messages.translated(application) - asked

    assert sorted(sentence for _context, sentence in orphans) == []


@pytest.mark.parametrize("application", APPLICATIONS, ids=[folder.name for folder in APPLICATIONS])
def test_a_translation_keeps_the_blanks_to_fill_of_its_sentence(application):
    blanks = re.compile(r"%\(\w+\)s|</?\w+")
    for message in messages.catalogue(application):
        if isinstance(message.id, str) and message.id:
            assert sorted(blanks.findall(message.id)) == sorted(blanks.findall(str(message.string))), message.id


def test_no_sentence_is_asked_inside_another_text_where_the_catalogues_do_not_see_it():
    """Babel reads no call inside an f-string: its English would be missing, and nothing would say so."""
    unseen = [
        f"{file.relative_to(ROOT)}, line {text.lineno}"
        for file in ROOT.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in messages.KEYWORDS
    ]

    assert unseen == []


def test_an_english_page_leads_to_the_same_page_in_french_and_back():
    client = Client(headers={"host": "localhost"})

    english, french = (
        " ".join(client.get(address).content.decode().split())
        for address in ("/en/territoires/?region=76", "/territoires/?region=76")
    )

    assert '<html lang="en"' in english
    assert 'href="/territoires/?region=76" hreflang="fr"' in english
    assert 'href="/en/territoires/?region=76" hreflang="en"' in french
