"""What was read from the database, kept in this process until the journal's next row.

Every write adds a row to the journal in its own transaction, so the last link of the chain names the state of all that
is written: what was read after that link is never older than it.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from django.db import connection

from beffroi.foundations.journal.models import Entry, Head

THE_LINK = f"select sequence, hash from {Head._meta.db_table} where id = 1"  # noqa: S608 — a name of our own
MOST = 512
MOST_BOOKS = 64
# Of rows that are kept one by one: of how many lists, and how many rows of each.
MOST_LISTS = 32
MOST_OF_A_LIST = 2000
# After more rows than that, what they touched is no longer looked for.
MOST_ROWS = 2000
# Of no territory, and yet no reason to read them all again: what a person may read is in the key of what is kept for
# them, and nothing mentions an organisation yet when it is added.
OF_ACCOUNTS = frozenset({"user", "membership", "invitation"})
OF_NOTHING = "organisation.added"
# One row that stands for many things of any kind.
OF_MANY = frozenset({"demonstration", "import", "programme", "registry"})

Read = TypeVar("Read")
_kept: OrderedDict[Hashable, object] = OrderedDict()
Books: TypeAlias = "OrderedDict[Hashable, Book]"
# Those by territory are large and few; those by kind, small and many: each person's accesses are one.
_books: Books = OrderedDict()
_small: Books = OrderedDict()
# Each page of these is a row of a list, with the code of its territory.
_lists: Books = OrderedDict()
_lock = Lock()
_known: ContextVar[list[tuple[int, str]] | None] = ContextVar("known", default=None)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the journal is about."""

    territory: str
    kind: str
    verb: str


@dataclass(frozen=True, slots=True)
class Book:
    """What was read of some territories; none of it is older than the link."""

    link: tuple[int, str]
    pages: Mapping[Any, Any]


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
    still = _still(key, until=now)
    pages = still | dict(read(missing) if (missing := [code for code in territories if code not in still]) else {})
    _write(_books, key, Book(now, pages), most=MOST_BOOKS)
    return {code: pages[code] for code in territories}


def kept_each(
    key: Hashable, wanted: Sequence[int], read: Callable[[Sequence[int]], Mapping[int, tuple[str, Read]]]
) -> dict[int, Read]:
    """What `read` gives of each row of a list, asked again only of those on a territory that a new row is about.

    `read` is given keys; for each that is still there it answers with the code of its territory and what it read.
    """
    if not is_settled():
        return {one: found for one, (_, found) in read(wanted).items()}
    now = link()
    touched = _touched(book, until=now) if (book := _book(_lists, key)) else None
    still = {} if book is None or touched is None else _besides(touched, book.pages)
    missing = [one for one in wanted if one not in still]
    rows = still | dict(read(missing) if missing else {})
    mine = {one: rows[one] for one in wanted if one in rows}
    _write(_lists, key, Book(now, rows if len(rows) <= MOST_OF_A_LIST else mine), most=MOST_LISTS)
    return {one: found for one, (_, found) in mine.items()}


def kept_until(kinds: frozenset[str], key: Hashable, read: Callable[[], Read]) -> Read:
    """What `read` gives, asked again only after a row about a thing of these kinds, or about many things at once."""
    if not is_settled():
        return read()
    now, book = link(), _book(_small, (kinds, key))
    rows = _rows_since(book.link, until=now) if book else None
    is_told = rows is None or any(row.kind in kinds | OF_MANY for row in rows)
    found = read() if book is None or is_told else book.pages[""]
    _write(_small, (kinds, key), Book(now, {"": found}), most=MOST)
    return found


def _still(key: Hashable, *, until: tuple[int, str]) -> dict[str, Any]:
    """The pages of a book that no row since was about."""
    touched = _touched(book, until=until) if (book := _book(_books, key)) else None
    if book is None or touched is None:
        return {}
    return {code: page for code, page in book.pages.items() if code not in touched}


def _besides(touched: Collection[str], rows: Mapping[int, tuple[str, Any]]) -> dict[int, tuple[str, Any]]:
    return {one: row for one, row in rows.items() if row[0] not in touched}


def _touched(book: Book, *, until: tuple[int, str]) -> set[str] | None:
    """The territories that a row since was about; nothing when all may be concerned."""
    rows = _rows_since(book.link, until=until)
    if rows is None:
        return None
    touched = {row.territory for row in rows if row.kind not in OF_ACCOUNTS and row.verb != OF_NOTHING}
    return None if "" in touched else touched


def _rows_since(was: tuple[int, str], *, until: tuple[int, str]) -> list[Row] | None:
    """What the rows after that link are about; nothing when they are too many, or when it is another database."""
    if was == until:
        return []
    return kept(("rows since", was), lambda: _read_since(was))


def _read_since(was: tuple[int, str]) -> list[Row] | None:
    # To the end, not to the last link known here: another thread may have read a book after a later row.
    rows = Entry.objects.filter(sequence__gte=was[0]).order_by("sequence")
    found = list(rows.values_list("sequence", "hash", "territory", "subject_kind", "verb")[: MOST_ROWS + 1])
    # The first of them is the link itself, unless the journal was still empty.
    known = [row[:2] for row in found if row[0] == was[0]]
    if len(found) > MOST_ROWS or known != ([was] if was[0] else []):
        return None
    return [Row(*row[2:]) for row in found[len(known) :]]


def _book(books: Books, key: Hashable) -> Book | None:
    with _lock:
        return books.get(key)


def _write(books: Books, key: Hashable, book: Book, *, most: int) -> None:
    with _lock:
        books[key] = book
        books.move_to_end(key)
        while len(books) > most:
            books.popitem(last=False)


def forget() -> None:
    """Nothing read before is kept."""
    with _lock:
        _kept.clear()
        _books.clear()
        _small.clear()
        _lists.clear()


def link() -> tuple[int, str]:
    """The last link of the chain; while an answer is read, the one that it was when it was first asked."""
    known = _known.get()
    if known:
        return known[0]
    last = _read_link()
    if known is not None:
        known.append(last)
    return last


def _read_link() -> tuple[int, str]:
    # Asked at each answer that is given again: a question already written costs an eighth of such an answer less.
    with connection.cursor() as cursor:
        cursor.execute(THE_LINK)
        found = cursor.fetchone()
    return (found[0], found[1]) if found else (0, "")


@contextmanager
def reading() -> Iterator[None]:
    """One answer that only reads asks for the last link once: what it reads is never older than it."""
    token = _known.set([])
    try:
        yield
    finally:
        _known.reset(token)


def is_settled() -> bool:
    """Whether what is read is what was committed: a transaction sees rows of its own, which may never be."""
    return not connection.in_atomic_block
