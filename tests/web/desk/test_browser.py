"""Desks and the door in a real browser: nothing that axe finds wrong, nothing wider than a telephone."""

from datetime import date

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.programme import making, making_actions, making_conventions
from tests.programme.making_conventions import PAIR

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DESK_PAGES = [
    "/bureau/",
    "/bureau/territoires/",
    f"/bureau/territoires/{PAIR}/",
    "/bureau/changements/",
    f"/bureau/journal/territory/{PAIR}/",
    "/compte/",
    "/compte/sessions/",
    "/en/bureau/",
]
DOOR_PAGES = ["/compte/connexion/", "/compte/mot-de-passe/oublie/", "/compte/inscription/", "/en/compte/connexion/"]


@pytest.fixture
def lived(on):
    """A territory where something waits, is late, changed and costs."""
    on(date(2024, 3, 1))
    here = making.territory(PAIR)
    making.territory("acv-017")
    director = making.project_director(PAIR)
    making_conventions.signed(making_conventions.draft(here, by=director), by=director)
    action = making_actions.action(here, state="works", title="Réhabiliter les halles", end_date=date(2024, 1, 1))
    making_actions.line(action, state="partly_paid", amount=1_250_000)
    making_actions.local_share(action)
    return here


def wrong_with(page: Page, address: str) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 400, address
    found = [f"{address}: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append(f"{address} is wider than a telephone")
    return found


@pytest.mark.parametrize("person", [making.national_team, lambda: making.project_director(PAIR), making.partner])
def test_every_desk_is_accessible_and_fits_a_telephone(enter, lived, person):
    page = enter(person())

    assert [fault for address in DESK_PAGES for fault in wrong_with(page, address)] == []


def test_the_name_of_a_table_and_its_unit_stand_in_sight_above_its_head(enter, lived):
    page = enter(making.project_director(PAIR))
    page.goto("/bureau/financements/")
    name = page.locator("caption").filter(has_text="(€)")

    name.scroll_into_view_if_needed()
    name.click(timeout=2_000)
    under, head = name.bounding_box(), page.locator("thead").bounding_box()
    assert under["y"] + under["height"] <= head["y"]


def test_on_a_telephone_the_name_of_a_list_stands_close_under_its_count(enter, lived):
    page = enter(making.project_director(PAIR))
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/bureau/actions/")
    # The library measures the caption once its script runs, and keeps that height free above the table.
    page.wait_for_function("document.querySelector('.fr-table').style.getPropertyValue('--table-offset') !== ''")

    above, name = (page.locator(one).bounding_box() for one in (".bf-list-head", ".bf-table caption"))
    assert 0 <= name["y"] - (above["y"] + above["height"]) <= 24


@pytest.mark.parametrize("width", [1280, 360])
def test_a_box_to_tick_stands_on_the_line_of_what_it_chooses(enter, lived, width):
    page = enter(making.project_director(PAIR))
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/bureau/actions/")

    box, cell = (page.locator(f".bf-table tbody {one}").first.bounding_box() for one in ("input", "td"))
    assert abs((box["y"] + box["height"] / 2) - (cell["y"] + cell["height"] / 2)) <= 1


def test_the_door_is_accessible_and_fits_a_telephone(browser, site_url, settings):
    settings.BEFFROI_DEMO = True
    page = browser.new_context(base_url=site_url, locale="fr-FR").new_page()

    assert [fault for address in DOOR_PAGES for fault in wrong_with(page, address)] == []


def test_one_click_in_the_demonstration_opens_a_desk_and_another_ends_the_session(browser, site_url, lived, settings):
    settings.BEFFROI_DEMO = True
    making.organisation(making.OrganisationKind.ANCT, code="national")
    page = browser.new_context(base_url=site_url, locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()

    page.goto("/bureau/")
    page.get_by_role("button", name="Équipe nationale (démonstration)").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mon bureau"

    page.locator(".fr-header__tools").get_by_role("button", name="Se déconnecter").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Se connecter"
