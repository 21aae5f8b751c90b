"""A theme chosen while a map is being made: the map takes it, and nothing fails on the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter, on, site_url
from tests.programme import making, making_actions

__all__ = ["enter", "on", "site_url"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# As soon as MapLibre has put its canvas, long before its style is there.
TURNED_EARLY = """
new MutationObserver((_changes, watcher) => {
  if (!document.querySelector(".maplibregl-canvas")) return;
  watcher.disconnect();
  document.documentElement.dataset.frTheme = "dark";
}).observe(document, { childList: true, subtree: true });
"""
DARK_FROM_THE_START = "localStorage.setItem('scheme', 'dark')"


@pytest.fixture
def form() -> str:
    action = making_actions.action(making.territory("acv-017"), site={"type": "Point", "coordinates": [2.44, 44.92]})
    return f"/bureau/actions/{action.pk}/modifier/"


def seen(page: Page, where: str, *, script: str) -> bytes:
    """The map once it is at rest."""
    page.add_init_script(script)
    page.goto(where)
    page.locator("[data-draw], [data-atlas]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-state=idle]")
    expect(page.locator("html")).to_have_attribute("data-fr-theme", "dark")
    return page.locator(".maplibregl-canvas").screenshot()


@pytest.mark.parametrize("map_of", ["an action's form", "the home page"])
def test_a_map_takes_the_theme_that_is_chosen_while_it_is_made(enter, form, map_of):
    director = making.project_director("acv-017")
    where = form if map_of == "an action's form" else "/"

    early = seen(enter(director), where, script=TURNED_EARLY)

    assert early == seen(enter(director), where, script=DARK_FROM_THE_START)
