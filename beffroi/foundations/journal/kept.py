"""What was read from the database, kept in this process until the journal's next row.

Every write adds a row to the journal in its own transaction, so the last link of the chain names the state of all that
is written: what was read after that link is never older than it.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from django.db import connection

from beffroi.foundations.journal import chain

MOST = 512

Read = TypeVar("Read")
_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


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


def link() -> tuple[int, str]:
    """The last link of the chain."""
    head = chain.last()
    return head.sequence, head.hash


def is_settled() -> bool:
    """Whether what is read is what was committed: a transaction sees rows of its own, which may never be."""
    return not connection.in_atomic_block
