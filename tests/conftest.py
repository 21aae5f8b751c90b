"""What the tests of every room share."""

import gc
import os

import hypothesis
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template import Context, Template
from django.test import override_settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.browser import browser, browser_page, open_page, site_url
from tests.fresh_database import fresh_database

__all__ = ["browser", "browser_page", "fresh_database", "open_page", "site_url"]

# The browser's driver keeps a loop in this thread; the test reads the database beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Speed is measured by `beffroi bench`, never by a test on a busy machine.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# The longest files begin, so that no worker waits at the end for one that began last.
LONGEST = [
    "tests/web/test_axe_walk.py",
    "tests/programme/test_concurrent_writers.py",
    "tests/observatory/intake/test_real_sources.py",
    "tests/cli/test_site.py",
    "tests/web/test_access.py",
    "tests/journeys/",
    "tests/web/portrait/test_browser.py",
    "tests/programme/money/test_import_",
    "tests/web/desk/test_browser.py",
    "tests/web/public/test_browser.py",
    "tests/web/exchange/test_browser.py",
    "tests/api/test_browser.py",
    "tests/observatory/indicators/",
]
# A worker takes a file whole; of these rooms it takes all the files, which read figures that take long to compute.
TAKEN_WHOLE = ("tests/observatory/indicators/",)


# A test that has one of these meets the database; one without (a page kept, a document read) is the same on any.
OF_THE_DATABASE = {"db", "transactional_db", "fresh_database"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--of-the-database", action="store_true", help="only the tests that meet the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--of-the-database"):
        left_out = [item for item in items if not meets_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: next((rank for rank, path in enumerate(LONGEST) if path in item.nodeid), len(LONGEST)))


class _FileByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next((room for room in TAKEN_WHOLE if nodeid.startswith(room)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return _FileByFile(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it is not gone through for garbage again and again while the tests run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def meets_the_database(item: pytest.Item) -> bool:
    asked = OF_THE_DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True, scope="session")
def _a_static_file_is_looked_for_when_it_is_asked_for():
    """A site that starts lists all of its static files: a fifth of a second, and every client of a test is a start."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True, scope="session")
def _a_password_is_kept_the_same_way_with_less_work():
    """Argon2 takes a tenth of a second on purpose, against whoever guesses; here nobody does."""
    with pytest.MonkeyPatch.context() as lighter:
        for work, least in {"time_cost": 1, "memory_cost": 64, "parallelism": 1}.items():
            lighter.setattr(Argon2PasswordHasher, work, least)
        yield


@pytest.fixture(autouse=True, scope="session")
def _of_a_page_its_own_template_is_recorded(django_test_environment: None):
    """In tests Django copies what each template was given; here that of the page, not each of the many it includes."""
    recorded = Template._render

    def drawn(template: Template, context: Context) -> str:
        return recorded(template, context) if context.template is template else template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as lighter:
        lighter.setattr(Template, "_render", drawn)
        yield


@pytest.fixture(autouse=True)
def _the_end_of_an_answer_leaves_the_connection_open(monkeypatch: pytest.MonkeyPatch):
    """In a test it is that of the test's transaction. SQLite in memory never closes; PostgreSQL would."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def closed_outside(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", closed_outside)
