"""What was read from the database, kept in this process until the journal's next row.

Every write adds a row to the journal in its own transaction, so the last link of the chain names the state of all that
is written: what was read after that link is never older than it.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from beffroi.foundations.journal import chain
from beffroi.foundations.journal.models import Entry

MOST = 512
MOST_BOOKS = 64
# After more rows than that, what they touched is no longer looked for.
MOST_ROWS = 2000
# Of no territory, and yet no reason to read them all again: what a person may read is in the key of what is kept for
# them, and nothing mentions an organisation yet when it is added.
OF_ACCOUNTS = frozenset({"user", "membership", "invitation"})
OF_NOTHING = "organisation.added"

Read = TypeVar("Read")
_kept: OrderedDict[Hashable, object] = OrderedDict()
_books: OrderedDict[Hashable, "Book"] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Book:
    """What was read of some territories; none of it is older than the link."""

    link: tuple[int, str]
    pages: Mapping[str, Any]


def kept(key: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, asked again only after a new row; `key` says all that it depends on but the database."""
    if not is_settled():
        return read()
    whole = (link(), key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return _kept[whole]  # type: ignore[return-value]
    found = read()
    with _lock:
        _kept[whole] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def kept_by_territory(
    key: Hashable, territories: Collection[str], read: Callable[[Collection[str]], Mapping[str, Read]]
) -> dict[str, Read]:
    """What `read` gives of each territory, asked again only of those that a new row is about.

    `read` is given the codes to read and answers for every one of them. A row about no territory (a funder that changes
    its kind, an import) makes all be read again.
    """
    if not is_settled():
        return dict(read(territories))
    now = link()
    with _lock:
        book = _books.get(key)
    still = _untouched(book, until=now) if book else {}
    pages = still | dict(read(missing) if (missing := [code for code in territories if code not in still]) else {})
    with _lock:
        _books[key] = Book(now, pages)
        _books.move_to_end(key)
        while len(_books) > MOST_BOOKS:
            _books.popitem(last=False)
    return {code: pages[code] for code in territories}


def _untouched(book: Book, *, until: tuple[int, str]) -> dict[str, Any]:
    if book.link == until:
        return dict(book.pages)
    # To the end, not to `until`: another thread may have read the book after a later row.
    rows = Entry.objects.filter(sequence__gte=book.link[0]).order_by("sequence")
    found = list(rows.values_list("sequence", "hash", "territory", "subject_kind", "verb")[: MOST_ROWS + 1])
    # The first of them is the one that the book was read at, unless the journal was still empty; else it is another
    # database.
    was = [row for row in found if row[0] == book.link[0]]
    if len(found) > MOST_ROWS or [row[:2] for row in was] != ([book.link] if book.link[0] else []):
        return {}
    new = found[len(was) :]
    touched = {row[2] for row in new if row[3] not in OF_ACCOUNTS and row[4] != OF_NOTHING}
    if "" in touched:
        return {}
    return {code: page for code, page in book.pages.items() if code not in touched}


def forget() -> None:
    """Nothing read before is kept."""
    with _lock:
        _kept.clear()
        _books.clear()


def link() -> tuple[int, str]:
    """The last link of the chain."""
    head = chain.last()
    return head.sequence, head.hash


def is_settled() -> bool:
    """Whether what is read is what was committed: a transaction sees rows of its own, which may never be."""
    return not connection.in_atomic_block
