"""The part of a portrait that the release makes: kept apart, for the facts of the programme change more often.

A portrait is rendered with two marks where the programme stands; what is published of the programme takes their place.
An edition of the facts thus costs the programme's part alone, a tenth of the page.
"""

import gzip
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest

from beffroi.web.editions import edition
from beffroi.web.middleware_pages import address_key, is_finite, shared_shelf
from beffroi.web.shelves import Page, Shelf

# As they stand in the template.
MENU, SECTION = "<!-- programme: menu -->", "<!-- programme: section -->"
NAME = "measured"


def measured(request: HttpRequest, render: Callable[[], str]) -> str:
    """What `render` gives, with its marks, from a shelf if it was made before for this address and this edition.

    As for whole pages, nothing is kept of what a visitor can vary, nor of a page computed for who came with a session.
    """
    if not is_finite(request) or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render()
    key = f"{address_key(request, edition=edition())}-{NAME}"
    disk = shared_shelf()
    page = _shelf().get(key) or (disk.get(key, name=key) if disk else None)
    if page is None:
        page = Page(headers=(), body=gzip.compress(render().encode(), compresslevel=1, mtime=0))
        if disk:
            disk.keep(key, page, name=key)
    _shelf().keep(key, page)
    return gzip.decompress(page.body).decode()


def put_in(html: str, *, menu: str, section: str) -> str:
    return html.replace(MENU, menu).replace(SECTION, section)


@cache
def _shelf() -> Shelf:
    return Shelf(capacity=settings.BEFFROI_CACHE_BYTES // 4)
