"""What the tests of every room share."""

import os

from tests.browser import browser, browser_page, open_page, site_url

__all__ = ["browser", "browser_page", "open_page", "site_url"]

# The browser's driver keeps a loop in this thread; the test reads the database beside it, never inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
