"""Pages are pure functions of the release, the facts, the address and the code: computed once, kept, sent once."""

import gzip
import hashlib
import threading
from functools import cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.http import parse_etags

from beffroi.foundations.clock import today
from beffroi.foundations.home import home
from beffroi.programme.facts.published import edition as facts_edition
from beffroi.web.access import Who, name_of, who_may_open
from beffroi.web.editions import edition
from beffroi.web.middleware import Answer
from beffroi.web.shelves import DiskShelf, Page, Shelf

CACHE_CONTROL = "public, max-age=300"
# These write the site's own address, for machines or to be cited: another host, another page.
NAMES_ITS_HOST = {"robots", "sitemap", "public:data"}
# These show the published facts of the programme: another edition of the facts, another page.
SHOWS_FACTS = {
    "portrait:territory",
    "portrait:money",
    "portrait:money-csv",
    "portrait:perimeters-geojson",
    "public:data",
    "facts-file",
    "api-v1:entry",
    "api-v1:conventions",
    "api-v1:actions",
    "api-v1:funding-lines",
    "api-v1:funding-totals",
    "api-v1:decisions",
    "api-v1:orts",
}
# These say what is in force: another day, another page.
SAYS_WHAT_HOLDS = {"portrait:territory", "portrait:perimeters-geojson"}


class KeptPages:
    """Answers 304 or a kept page before any rendering.

    Only what the access list opens to anyone is kept: a page that depends on who reads it never stays on a shelf, nor
    does a page computed for somebody who came with a session. Both shelves hold it when its address makes a finite
    set, the same for every host; only the memory of this process, which forgets, when a visitor can vary it.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.shelf = Shelf(capacity=settings.BEFFROI_CACHE_BYTES)
        self.turns = [threading.Lock() for _ in range(64)]

    @cached_property
    def edition(self) -> str:
        return edition()

    @cached_property
    def disk(self) -> DiskShelf | None:
        return shared_shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not is_public(request.path_info):
            return _not_kept(self.answer(request))
        request.get_host()  # refuses here a host that is not ours: a kept page goes no further
        name = address_key(request, edition=self.edition)
        key = with_facts(request, name)
        etag = f'W/"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _marked(HttpResponse(status=304), etag=etag)
        if page := self.shelf.get(key):
            return page.answer(request)
        # One thread computes a page; those who ask for it meanwhile wait, and take it from the shelf.
        with self.turns[int(key[:8], 16) % len(self.turns)]:
            page = self.shelf.get(key) or self._from_disk(request, key=key, name=name)
            return page.answer(request) if page else self._computed(request, key=key, name=name, etag=etag)

    def _from_disk(self, request: HttpRequest, *, key: str, name: str) -> Page | None:
        page = self.disk.get(key, name=name) if self.disk and is_finite(request) else None
        if page:
            self.shelf.keep(key, page)
        return page

    def _computed(self, request: HttpRequest, *, key: str, name: str, etag: str) -> HttpResponse:
        response = _not_kept(self.answer(request))
        if response.status_code != 200 or response.streaming or "no-store" in response.get("Cache-Control", ""):
            return response
        _marked(response, etag=etag)
        page = Page(headers=tuple(response.items()), body=gzip.compress(response.content, compresslevel=6, mtime=0))
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            self.shelf.keep(key, page)
            if self.disk and is_finite(request):
                self.disk.keep(key, page, name=name)
        return page.answer(request)


def shared_shelf() -> DiskShelf | None:
    """The shelf on disk, where the site is served for real; while it is written, pages change under their address."""
    return DiskShelf(home() / "pages", edition=edition()) if settings.HASHED else None


def _resolved(path: str) -> ResolverMatch:
    """What an address opens in its own language, whichever one is spoken just now."""
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        return resolve(path)


@lru_cache(maxsize=4096)
def is_public(path: str) -> bool:
    try:
        return who_may_open(_resolved(path)) is Who.ANYONE
    except Resolver404:
        return False


@lru_cache(maxsize=4096)
def names_its_host(path: str) -> bool:
    return name_of(_resolved(path)) in NAMES_ITS_HOST


@lru_cache(maxsize=4096)
def shows_facts(path: str) -> bool:
    return name_of(_resolved(path)) in SHOWS_FACTS


@lru_cache(maxsize=4096)
def says_what_holds(path: str) -> bool:
    return name_of(_resolved(path)) in SAYS_WHAT_HOLDS


def with_facts(request: HttpRequest, name: str) -> str:
    """The key of a page that shows the facts: of its address, of the edition that is there now, of the day it tells."""
    path = request.path_info
    if not shows_facts(path):
        return name
    on = today().isoformat() if says_what_holds(path) else ""
    return hashlib.sha256(f"{name}\n{facts_edition()}\n{on}".encode()).hexdigest()[:32]


def is_finite(request: HttpRequest) -> bool:
    """Whether nothing that a visitor writes, but the address of a page that is there, makes another page."""
    path = request.path_info
    return not (request.META.get("QUERY_STRING") or path.startswith("/api/") or names_its_host(path))


def address_key(request: HttpRequest, *, edition: str) -> str:
    """What a page depends on, as one checksum: edition, path, query, the form asked of the API, seldom the host."""
    path = request.path_info
    parts = (
        edition,
        request.build_absolute_uri("/") if names_its_host(path) else "",
        request.get_full_path(),
        request.headers.get("Accept", "") if path.startswith("/api/") else "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _not_kept(response: HttpResponse) -> HttpResponse:
    """Says to every cache, ours first, not to keep an answer in which a cookie had a part.

    Whoever looks at the session, or at who signed in, or writes a form, leaves this trace.
    """
    if has_vary_header(response, "Cookie") or response.cookies:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _marked(response: HttpResponse, *, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers.setdefault("Cache-Control", CACHE_CONTROL)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
