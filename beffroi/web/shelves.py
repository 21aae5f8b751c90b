"""Where kept pages wait: in the memory of each process, and on a disk that all share and that outlives them."""

import gzip
import hashlib
import json
import shutil
import threading
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from beffroi.foundations.files import whole_file


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as it is kept: its headers, and its body, compressed by the shelves that send it so."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        unpacked = "gzip" not in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(gzip.decompress(self.body) if unpacked else self.body)
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
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Page | None:
        with self._lock:
            if page := self._pages.get(key):
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Page) -> None:
        if len(page.body) > self.capacity // 8:
            return
        with self._lock:
            if key not in self._pages:
                self._pages[key] = page
                self.size += len(page.body)
            while self.size > self.capacity:
                _, oldest = self._pages.popitem(last=False)
                self.size -= len(oldest.body)


class DiskShelf:
    """A folder with a file for each page: a line of JSON (headers, checksum of the body), then the body.

    The shelf of one edition of the site is a folder named after it, beside those of other editions. A file bears the
    `name` of what does not change of its page, and holds the key of the page that was last made: the next one takes
    its place. Nothing here ever stops an answer: a file that is not whole is no page, a disk that refuses a page keeps
    none.
    """

    def __init__(self, folder: Path, *, edition: str) -> None:
        self.folder = folder / edition

    def get(self, key: str, *, name: str = "") -> Page | None:
        try:
            head, _, packed = self._file(name or key).read_bytes().partition(b"\n")
            told = json.loads(head)
            if told["key"] != key or told["sha256"] != hashlib.sha256(packed).hexdigest():
                return None
            return Page(headers=tuple((name, value) for name, value in told["headers"]), body=packed)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, key: str, page: Page, *, name: str = "") -> None:
        head = {"key": key, "headers": page.headers, "sha256": hashlib.sha256(page.body).hexdigest()}
        with suppress(OSError), whole_file(self._file(name or key)) as draft:
            draft.write_bytes(json.dumps(head).encode() + b"\n" + page.body)

    def tidy(self) -> None:
        """Removes the pages of other editions, and the drafts of a process that was stopped while it wrote."""
        for other in self.folder.parent.glob("*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        for draft in self.folder.glob(".*"):
            draft.unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.page"
