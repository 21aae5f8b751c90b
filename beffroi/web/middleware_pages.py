"""Pages are pure functions of the release, the address and the code: computed once, kept, never sent twice."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.http import parse_etags

from beffroi.web.access import Who, who_may_open
from beffroi.web.middleware import Answer

CODE_FOLDERS = ("web", "api", "territory", "observatory/release")
CODE_FILES = {".py", ".html", ".mo", ".csv", ".yml"}
CACHE_CONTROL = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Page:
    headers: tuple[tuple[str, str], ...]
    packed: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        unpacked = "gzip" not in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(gzip.decompress(self.packed) if unpacked else self.packed)
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(response.content))
        if not unpacked:
            response.headers["Content-Encoding"] = "gzip"
        return response


class Shelf:
    """The pages last asked for, up to a number of bytes; the oldest leave first. Safe between threads."""

    def __init__(self, *, capacity: int) -> None:
        self.capacity = capacity
        self.size = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Page | None:
        with self._lock:
            if page := self._pages.get(key):
                self._pages.move_to_end(key)
            return page

    def keep(self, key: str, page: Page) -> None:
        if len(page.packed) > self.capacity // 8:
            return
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self.size += len(page.packed)
            while self.size > self.capacity:
                _, oldest = self._pages.popitem(last=False)
                self.size -= len(oldest.packed)


class KeptPages:
    """Answers 304 or a kept page before any rendering.

    Only what the access list opens to anyone is kept: a page that depends on who reads it never stays on the shelf.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.shelf = Shelf(capacity=settings.BEFFROI_CACHE_BYTES)
        self.turns = [threading.Lock() for _ in range(64)]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not is_public(request.path_info):
            return _not_kept(self.answer(request))
        key = address_key(request)
        etag = f'W/"{key}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _marked(HttpResponse(status=304), etag=etag)
        if page := self.shelf.get(key):
            return page.answer(request)
        # One thread computes a page; those who ask for it meanwhile wait, and take it from the shelf.
        with self.turns[int(key[:8], 16) % len(self.turns)]:
            page = self.shelf.get(key)
            return page.answer(request) if page else self._computed(request, key=key, etag=etag)

    def _computed(self, request: HttpRequest, *, key: str, etag: str) -> HttpResponse:
        response = _not_kept(self.answer(request))
        if response.status_code != 200 or response.streaming or "no-store" in response.get("Cache-Control", ""):
            return response
        _marked(response, etag=etag)
        page = Page(headers=tuple(response.items()), packed=gzip.compress(response.content, compresslevel=6, mtime=0))
        self.shelf.keep(key, page)
        return page.answer(request)


@lru_cache(maxsize=4096)
def is_public(path: str) -> bool:
    try:
        return who_may_open(resolve(path)) is Who.ANYONE
    except Resolver404:
        return False


def address_key(request: HttpRequest) -> str:
    """What a page depends on, as one checksum: release, code, host, path, query, and the form asked of the API."""
    parts = (
        edition(settings.BEFFROI_RELEASE),
        request.scheme or "",
        request.get_host(),
        request.get_full_path(),
        request.headers.get("Accept", "") if request.path_info.startswith("/api/") else "",
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@cache
def edition(release: Path) -> str:
    """The checksum of the release's manifest and of the code that shows it."""
    digest = hashlib.sha256((release / "manifest.json").read_bytes())
    root = Path(__file__).parents[1]
    for folder in CODE_FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in CODE_FILES:
                digest.update(file.read_bytes())
    return digest.hexdigest()


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
