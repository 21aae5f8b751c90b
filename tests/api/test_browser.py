"""The page to read of the API in a real browser: under the strict policy, nothing wrong to axe."""

import pytest

from tests.browser import RULES_IN, axe

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def served():
    """The whole site, with the release that ships with it."""


@pytest.mark.parametrize("scheme", RULES_IN)
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("url", ["/api/v1/docs", "/en/api/v1/docs"])
def test_the_page_to_read_is_accessible(open_page, url: str, width: int, scheme: str):
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 800})

    page.goto(url)

    assert axe(page, only=RULES_IN[scheme]) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
