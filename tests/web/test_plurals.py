"""French counts « 0 enveloppe », English “0 envelopes”: each sentence with a plural follows its own language."""

import os
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import ngettext, override

import beffroi
from beffroi.web import catalogues

SENTENCES = {
    ("%(shown)s enveloppe", "%(shown)s enveloppes"): {
        "fr": ["0 enveloppe", "1 enveloppe", "2 enveloppes"],
        "en": ["0 envelopes", "1 envelope", "2 envelopes"],
    },
    ("%(shown)s chose à faire", "%(shown)s choses à faire"): {
        "fr": ["0 chose à faire", "1 chose à faire", "2 choses à faire"],
        "en": ["0 things to do", "1 thing to do", "2 things to do"],
    },
    ("%(count)d action sur un site", "%(count)d actions sur un site"): {
        "fr": ["0 action sur un site", "1 action sur un site", "2 actions sur un site"],
        "en": ["0 actions on a site", "1 action on a site", "2 actions on a site"],
    },
    ("Beffroi : %(count)d rappel", "Beffroi : %(count)d rappels"): {
        "fr": ["Beffroi : 0 rappel", "Beffroi : 1 rappel", "Beffroi : 2 rappels"],
        "en": ["Beffroi: 0 reminders", "Beffroi: 1 reminder", "Beffroi: 2 reminders"],
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence[0])
def test_a_sentence_of_the_code_counts_as_its_language_does(sentence, language):
    with override(language):
        said = [ngettext(*sentence, n) % {"shown": n, "count": n} for n in range(3)]

    assert said == SENTENCES[sentence][language]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["0 territoire", "1 territoire", "2 territoires"]),
        ("en", ["0 territories", "1 territory", "2 territories"]),
    ],
)
def test_a_template_counts_as_its_language_does(language, said):
    template = Template(
        "{% load i18n %}{% blocktranslate count shown=n %}{{ shown }} territoire{% plural %}{{ shown }} territoires"
        "{% endblocktranslate %}"
    )

    with override(language):
        assert [template.render(Context({"n": n})) for n in range(3)] == said


def test_every_plural_of_the_english_catalogues_has_its_french():
    root = Path(beffroi.__file__).parent
    unruled = [
        message.id
        for source in root.rglob(catalogues.ENGLISH)
        for message in catalogues.plurals(source)
        if _french(message.id, 0) != message.id[0]
    ]

    assert unruled == []


def _french(sentence: tuple[str, str], n: int) -> str:
    with override("fr"):
        return ngettext(*sentence, n)


def test_the_french_is_made_again_when_a_sentence_is_added(tmp_path: Path):
    english = tmp_path / "room" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    english.parent.mkdir(parents=True)
    english.write_text(
        'msgid "%(n)s rue"\nmsgid_plural "%(n)s rues"\nmsgstr[0] "%(n)s street"\nmsgstr[1] "%(n)s streets"\n'
    )
    catalogues.make(tmp_path)
    first = (tmp_path / catalogues.FRENCH).read_bytes()

    english.write_text(english.read_text().replace("rue", "place"))
    later = (tmp_path / catalogues.FRENCH).stat().st_mtime + 1
    os.utime(english, (later, later))
    catalogues.make(tmp_path)

    assert b"rues" in first
    assert b"places" in (tmp_path / catalogues.FRENCH).read_bytes()
