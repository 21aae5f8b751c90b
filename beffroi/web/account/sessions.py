"""Sessions end: when nothing was asked for a while, and in any case some hours after they began."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection
from django.utils import timezone

BEGAN = "_began"
# Written again only so often: reading pages does not write to the database each time.
RENEWED_EVERY = 300


class SessionStore(db.SessionStore):
    """Django's, whose age without use is SESSION_COOKIE_AGE and whose whole age is SESSION_WHOLE_AGE, in seconds."""

    loaded: dict[str, Any] | None = None

    def load(self) -> dict[str, Any]:
        kept = self._get_session_from_db()
        if kept is None:
            return {}
        now = timezone.now()
        data = self.decode(kept.session_data)
        if now.timestamp() - data.get(BEGAN, 0) > settings.SESSION_WHOLE_AGE:
            self.flush()
            return {}
        left = (kept.expire_date - now).total_seconds()
        if left < settings.SESSION_COOKIE_AGE - RENEWED_EVERY:
            self.modified, self.loaded = True, deepcopy(data)
        return data

    def save(self, must_create: bool = False) -> None:
        """A session that is only renewed waits for nobody: while an import writes, the next page will renew it."""
        if must_create or self.loaded is None or self._get_session() != self.loaded:
            super().save(must_create=must_create)
            return
        with _impatient():
            super().save()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        data.setdefault(BEGAN, timezone.now().timestamp())
        return super().create_model_instance(data)


@contextmanager
def _impatient() -> Iterator[None]:
    """A write to SQLite that finds another one under way is given up at once."""
    if connection.vendor != "sqlite":
        yield
        return
    wait = int(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
    with connection.cursor() as cursor:
        cursor.execute("pragma busy_timeout = 0")
        try:
            yield
        except UpdateError as fault:
            # Raised for a session that somebody ended meanwhile too: that one is ended.
            if not isinstance(fault.__context__, OperationalError):
                raise
        finally:
            cursor.execute(f"pragma busy_timeout = {wait}")
