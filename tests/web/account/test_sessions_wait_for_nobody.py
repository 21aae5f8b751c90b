"""While an import writes to SQLite, whoever reads pages is not kept waiting by the renewal of their session."""

import os
from pathlib import Path

import pytest

from tests.fresh_database import Fresh, run

# The session is an hour old: the next page renews it. Another connection holds the only turn to write.
READ_A_PAGE = """
import os, sqlite3, sys, django; django.setup()
from datetime import timedelta
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from beffroi.web.account.sessions import SessionStore

session = SessionStore(); session["seen"] = 1; session.create()
old = timezone.now() + timedelta(hours=1)
Session.objects.filter(pk=session.session_key).update(expire_date=old)
writer = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
if sys.argv[1] == "busy":
    writer.execute("begin immediate")
again = SessionStore(session.session_key)
if len(sys.argv) > 2:
    connection.cursor().execute("pragma busy_timeout = 50")
    again["seen"] = 2
assert again["seen"] and again.modified
again.save()
print(Session.objects.get(pk=session.session_key).expire_date > old)
"""


@pytest.fixture(scope="module")
def database(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory):
    if os.environ.get("DATABASE_URL"):
        pytest.skip("PostgreSQL has no single turn to write")
    folder: Path = tmp_path_factory.mktemp("sessions")
    with fresh_database(folder) as environment:
        yield environment


def test_a_session_is_renewed_when_nobody_writes(database: dict[str, str]):
    assert run("-c", READ_A_PAGE, "idle", environment=database).strip() == "True"


def test_a_session_that_cannot_be_renewed_at_once_is_left_for_the_next_page(database: dict[str, str]):
    assert run("-c", READ_A_PAGE, "busy", environment=database).strip() == "False"


def test_what_a_person_did_is_never_given_up(database: dict[str, str]):
    with pytest.raises(AssertionError, match="UpdateError"):
        run("-c", READ_A_PAGE, "busy", "changed", environment=database)
