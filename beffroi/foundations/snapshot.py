"""`snapshot()`: all that is read inside is of one instant, and nobody who writes waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """For reading only. Inside a transaction that is already open, it sees what that one sees.

    SQLite has one writer, and our transactions ask for its place as they begin: this one does not. PostgreSQL gives
    each question the instant at which it is asked, unless the transaction says otherwise.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()  # which tells the connection its usual mode
    usual = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("set transaction isolation level repeatable read, read only")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual
