"""Sessions end: when nothing was asked for a while, and in any case some hours after they began."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.utils import timezone

BEGAN = "_began"
# Written again only so often: reading pages does not write to the database each time.
RENEWED_EVERY = 300


class SessionStore(db.SessionStore):
    """Django's, whose age without use is SESSION_COOKIE_AGE and whose whole age is SESSION_WHOLE_AGE, in seconds."""

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
            self.modified = True
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        data.setdefault(BEGAN, timezone.now().timestamp())
        return super().create_model_instance(data)
