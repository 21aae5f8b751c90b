"""What the tests of every room share."""

from tests.browser import browser, browser_page, open_page, site_url

__all__ = ["browser", "browser_page", "open_page", "site_url"]
