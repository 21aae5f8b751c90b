"""Where the page of a thing is, by the name that the journal gives to its kind."""

from contextlib import suppress
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

# Kind, in the journal's words: the word of `things.THINGS`, and the route of the thing's own page.
PAGES = {
    "action": ("action", "action:sheet"),
    "fundingline": ("line", "money:line"),
    "money": ("line", "money:line"),  # as decisions name what they are about
    "version": ("version", "convention:version"),
    "convention": ("convention", "convention:convention"),
    "perimeter": ("perimeter", "convention:perimeter"),
    "session": ("session", "committee:session"),
    "decision": ("decision", "committee:decision"),
    "committee": ("committee", "committee:committee"),
    "document": ("document", "convention:document"),
    "envelope": ("envelope", "money:envelope"),
    "territory": ("territory", "desk:territory"),
    "membership": ("membership", "people:access"),
    "invitation": ("invitation", "people:invitation"),
}


def page_of(kind: str, identifier: object) -> str:
    """Its address; empty for what has no page of its own."""
    if kind not in PAGES:
        return ""
    word, route = PAGES[kind]
    return address(route, **{word: identifier})


def history_of(kind: str, identifier: object) -> str:
    """The address of everything that happened to it; empty for what has no history of its own."""
    return address("desk:history", kind=kind, identifier=identifier) if kind in PAGES else ""


def address(route: str, **named: object) -> str:
    """The address of a route in the language that is spoken; empty where the installation does not have it."""
    return _address(get_language(), route, tuple(named.items()))


# A desk has some thousand of them, always the same.
@lru_cache(maxsize=1 << 14)
def _address(language: str | None, route: str, named: tuple[tuple[str, object], ...]) -> str:
    with suppress(NoReverseMatch):
        return reverse(route, kwargs=dict(named))
    return ""
