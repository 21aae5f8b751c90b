"""The public rooms in a real browser: light and dark, wide and narrow, with the keyboard, without script."""

import pytest
from playwright.sync_api import expect

from tests.browser import RULES_IN, axe

pytestmark = pytest.mark.browser

PAGES = [
    "/territoires/",
    "/donnees/",
    "/methode/",
    "/accessibilite/",
    "/mentions-legales/",
    "/plan-du-site/",
    "/en/territoires/?q=zzz",
]
NARROW = {"width": 360, "height": 780}


def show_map(page, address="/"):
    page.goto(address)
    page.locator("[data-atlas]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-state=idle]")


@pytest.mark.parametrize("scheme", RULES_IN)
def test_no_page_has_an_accessibility_fault(open_page, scheme):
    page = open_page(color_scheme=scheme)
    for address in PAGES:
        page.goto(address)
        assert axe(page, only=RULES_IN[scheme]) == [], address


@pytest.mark.parametrize("scheme", RULES_IN)
def test_the_home_page_and_its_live_map_have_no_accessibility_fault(open_page, scheme):
    page = open_page(color_scheme=scheme)
    show_map(page, "/?couleur=HAB-03")

    assert axe(page, only=RULES_IN[scheme]) == []


def test_nothing_is_wider_than_a_telephone(open_page):
    page = open_page(viewport=NARROW)
    for address in ["/", *PAGES]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address


def test_a_reader_finds_a_town_from_the_header_and_opens_its_portrait(browser_page):
    browser_page.goto("/")
    browser_page.locator("#search-name").fill("saint lo")
    browser_page.locator("#search-name").press("Enter")

    expect(browser_page.get_by_role("heading", level=1)).to_contain_text("Saint-Lô")


def test_the_live_map_opens_a_town_with_a_way_to_its_portrait(browser_page):
    show_map(browser_page)
    browser_page.get_by_role("button", name="Vierzon, ").click()

    way = browser_page.get_by_role("link", name="Voir le portrait")
    assert way.get_attribute("href").startswith("/territoires/acv-")


def test_the_live_map_is_walked_with_the_keyboard_alone(browser_page):
    show_map(browser_page)
    pins = browser_page.locator(".bf-pin")
    pins.first.focus()
    start = browser_page.evaluate("document.activeElement.getAttribute('aria-label')")

    browser_page.keyboard.press("ArrowDown")
    reached = browser_page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert reached != start
    assert browser_page.locator(".bf-pin[tabindex='0']").count() == 1

    browser_page.keyboard.press("Enter")
    expect(browser_page.get_by_role("link", name="Voir le portrait")).to_be_focused()
    browser_page.keyboard.press("Escape")
    assert browser_page.evaluate("document.activeElement.getAttribute('aria-label')") == reached


def test_without_script_the_map_is_drawn_and_its_links_work(open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Abbeville, liste de 2018").click(force=True)

    assert page.url.endswith("/territoires/acv-001/")


def test_without_script_a_dark_system_gets_a_dark_page(open_page):
    colours = []
    for scheme in ("light", "dark"):
        page = open_page(java_script_enabled=False, color_scheme=scheme)
        page.goto("/methode/")
        colours.append(page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor"))

    assert colours == ["rgb(255, 255, 255)", "rgb(22, 22, 22)"]


def test_the_theme_chosen_in_the_display_settings_stays(browser_page):
    browser_page.goto("/methode/")
    browser_page.get_by_role("button", name="Affichage").click()
    browser_page.get_by_text("Thème sombre").click()
    browser_page.goto("/donnees/")

    assert browser_page.locator("html").get_attribute("data-fr-theme") == "dark"


def test_the_first_key_offers_to_go_straight_to_the_content(browser_page):
    browser_page.goto("/territoires/")
    browser_page.keyboard.press("Tab")
    expect(browser_page.get_by_role("link", name="Contenu")).to_be_focused()
    browser_page.keyboard.press("Enter")

    assert browser_page.evaluate("document.activeElement.id") == "content"


def test_the_notice_of_the_demonstration_has_no_accessibility_fault(open_page, settings):
    settings.BEFFROI_DEMO = True
    page = open_page()
    page.goto("/methode/?avis=demonstration")  # an address of its own: the kept page has no notice
    assert page.locator(".fr-notice").count() == 1
    assert axe(page) == []
