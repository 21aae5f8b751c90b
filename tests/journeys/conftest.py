"""A journey is lived in a real browser, by several people, on days that the test names."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from beffroi.foundations import clock
from beffroi.programme.people.models import User
from tests.programme import making
from tests.programme.making_conventions import PAIR


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None: ...


class _InThisTransaction(ThreadedWSGIServer):
    def _close_connections(self) -> None:
        """The connection is the test's: a request that ends leaves it open."""


@pytest.fixture(autouse=True)
def _home(db, tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def site_url(db) -> Iterator[str]:
    """The site, in the transaction of this test: the journal cannot be emptied afterwards, so nothing is committed."""
    from config.wsgi import application

    shared = connections["default"]
    shared.inc_thread_sharing()
    server = _InThisTransaction(("127.0.0.1", 0), _Quiet, connections_override={"default": shared})
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    shared.dec_thread_sharing()


@pytest.fixture
def on(monkeypatch) -> Callable[[date], None]:
    """`on(date(2018, 7, 12))`: the site lives that day, at ten in the morning."""

    def live(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC))

    return live


@pytest.fixture
def enter(browser: Browser, site_url: str) -> Iterator[Callable[[User], Page]]:
    """A browser of one's own, already signed in: the door has its own tests."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def entered(user: User) -> Page:
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        context = browser.new_context(base_url=site_url, locale="fr-FR", viewport={"width": 1280, "height": 900})
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site_url}])
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield entered
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def pair():
    """La Flèche – Sablé-sur-Sarthe, and the organisations that sign there."""
    return making.territory(PAIR)
