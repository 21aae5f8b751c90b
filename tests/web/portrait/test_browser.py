"""The walk of a reader, and what only a browser can tell of these pages."""

import csv
from pathlib import Path

import pytest

from tests.browser import RULES_IN, axe

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 780}


def pages(town, pair, overseas):
    return {
        "a portrait": f"/territoires/{town.code}/",
        "the portrait of a pair, in English": f"/en/territoires/{pair.code}/",
        "the portrait of a town overseas": f"/territoires/{overseas.code}/",
        "an indicator": "/indicateurs/HAB-03/",
        "an indicator, in English": "/en/indicateurs/HAB-13/",
        "the catalogue": "/indicateurs/",
        "a comparison": f"/comparer/?t={town.code}&t={pair.code}",
        "a comparison to begin": "/comparer/",
    }


def opened(page, address):
    """The page with all of its folds open."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("scheme", RULES_IN)
def test_axe_finds_nothing(open_page, town, pair, overseas, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    for name, address in pages(town, pair, overseas).items():
        opened(page, address)
        assert axe(page, only=RULES_IN[scheme]) == [], name


def test_no_page_scrolls_sideways_on_a_telephone(open_page, town, pair, overseas):
    page = open_page(viewport=PHONE)
    for name, address in pages(town, pair, overseas).items():
        opened(page, address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, name


def test_a_portrait_is_read_without_script(open_page, town):
    page = open_page(java_script_enabled=False)
    page.goto(f"/territoires/{town.code}/")
    assert page.locator("svg.strip").first.is_visible()
    page.locator("#HAB-03 ~ .fig-panel summary").first.click()
    assert page.locator("#HAB-03 ~ .fig-panel table").first.is_visible()


def test_the_table_of_a_chart_opens_with_the_keyboard(browser_page, town):
    browser_page.goto(f"/territoires/{town.code}/")
    summary = browser_page.locator("#HAB-03 ~ .fig-panel summary").first
    summary.focus()
    browser_page.keyboard.press("Enter")
    assert browser_page.locator("#HAB-03 ~ .fig-panel table").first.is_visible()


def test_a_reader_goes_from_a_town_to_its_figures_and_they_agree(browser_page, reading, town):
    page = browser_page
    page.goto("/")
    page.locator("input[name=q]").first.fill(town.name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/territoires/{town.code}/")
    shown = page.locator("article:has(#HAB-03) .fig-level--first dd").inner_text()

    page.locator("#HAB-03 a").click()
    page.wait_for_url("**/indicateurs/HAB-03/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=town.name, exact=True))
    assert shown in row.inner_text()

    with page.expect_download() as download:
        page.get_by_role("link", name="Chiffres (CSV)").click()
    with Path(download.value.path()).open(encoding="utf-8") as stream:
        centre = next(
            row for row in csv.DictReader(stream)
            if row["place_kind"] == "centre" and row["place"] == town.communes[0].code
        )  # fmt: skip
    assert reading.indicator("HAB-03").with_unit(float(centre["value"])) == shown
