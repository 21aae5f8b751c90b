"""The public rooms in a real browser."""

import pytest

from tests.browser import axe

pytestmark = pytest.mark.browser


def test_the_home_page_has_no_accessibility_fault(browser_page):
    browser_page.goto("/")
    assert axe(browser_page) == []
