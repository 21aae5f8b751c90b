"""The content policy forbids whatever is written into a page: scripts, styles, handlers."""

import re

import pytest

from tests.repository.tree import named, tracked

INLINE = {
    "a script written into the page": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>",
    "a style sheet written into the page": r"<style[\s>]",
    "a style attribute": r"\sstyle=",
    "an event handler": r"\son[a-z]+=",
    "a javascript: address": r"javascript:",
}


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds(what):
    found = [
        f"{named(path)}:{text.count(chr(10), 0, hit.start()) + 1}"
        for path in tracked("beffroi/**.html", "beffroi/**.svg", "beffroi/web/**.py", "beffroi/api/**.py")
        for text in [path.read_text(encoding="utf-8")]
        for hit in re.finditer(INLINE[what], text)
    ]
    assert found == []


def test_every_template_is_used():
    pages = tracked("beffroi/**/templates/**")
    texts = [p.read_text(encoding="utf-8") for p in tracked("beffroi/**.py", "beffroi/**.html", "config/**.py")]
    found_by_django = {"404.html", "400.html", "403.html", "500.html"}
    taking_the_place_of_allauth = ("allauth/", "account/", "mfa/", "usersessions/")
    unused = []
    for page in pages:
        name = str(page).split("/templates/", 1)[1]
        if name in found_by_django or name.startswith(taking_the_place_of_allauth):
            continue
        if not any(f'"{name}"' in text or f"'{name}'" in text for text in texts):
            unused.append(named(page))
    assert unused == []
