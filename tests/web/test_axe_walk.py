"""Every signed-in page of the access list, as a role that opens it sees it: nothing that axe finds, light or dark."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.people.roles import Role
from beffroi.web.access import OWN_ACCOUNT
from tests.browser import AXE, OF_COLOURS, axe
from tests.journeys.conftest import _home, enter, on, site_url
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.web import samples
from tests.web.test_access import MEMBERS, address

__all__ = ["_home", "enter", "on", "site_url"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# What an address is asked with, where it shows nothing alone.
ASKED = {
    "action:move": "?passage=deliver",
    "money:move": "?passage=accept",
    "people:invite": "?role=town_agent",
}
# Each opens what those before it did not; every one of them opens its desk.
WALKERS = (
    Role.PROJECT_DIRECTOR,
    Role.STATE_LOCAL,
    Role.STATE_REGION,
    Role.NATIONAL_TEAM,
    Role.PARTNER,
    Role.CEREMA_EXPERT,
    Role.EVALUATOR,
)
OF_A_KEY = {"mfa_edit_webauthn", "mfa_remove_webauthn"}
WALKED: dict[Role, set[str]] = {}
EVERYBODY = frozenset({"desk:home", "desk:territory"})


@pytest.fixture
def made(on):
    on(date(2024, 3, 1))
    return samples.things()


def opened(role: Role, made: dict) -> list[str]:
    """The addresses of the pages that this role opens and no walker before it."""
    addresses = {name: address(name, made) + ASKED.get(name, "") for name in MEMBERS} | {"desk:home": "/bureau/"}
    for walker in WALKERS[: WALKERS.index(role) + 1]:
        if walker not in WALKED:
            left = addresses.keys() - (frozenset().union(*WALKED.values()) - EVERYBODY)
            WALKED[walker] = names_opened(walker, {name: addresses[name] for name in left})
    return [addresses[name] for name in sorted(WALKED[role])]


def names_opened(role: Role, addresses: dict[str, str]) -> set[str]:
    client = Client(raise_request_exception=False)
    client.force_login(samples.person(role, territory=samples.HERE))
    return {name for name, where in addresses.items() if is_page(client.get(where))}


def is_page(answer) -> bool:
    answer.close()
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def wrong_with(page: Page, where: str) -> list[str]:
    """In the light by every rule; then the same page, in the dark, by those of colours."""
    answer = page.goto(where)
    assert answer is not None
    assert answer.status == 200, where
    found = [f"{where}: {fault}" for fault in axe(page)]
    page.evaluate("document.documentElement.dataset.frTheme = 'dark'")
    return found + [f"{where}, dark: {fault}" for fault in axe(page, only=OF_COLOURS)]


def walks(page: Page) -> Page:
    """Axe is sent to the browser once for all the pages of a walk."""
    page.add_init_script(path=AXE)
    return page


@pytest.mark.parametrize("role", WALKERS)
def test_the_pages_that_a_role_opens_are_accessible(enter, made, role: Role):
    pages = opened(role, made)
    page = walks(enter(samples.person(role, territory=samples.HERE)))

    assert [fault for where in pages for fault in wrong_with(page, where)] == []


@pytest.mark.parametrize("of", ["decide", "add-agenda"])
def test_a_form_that_asks_for_a_territory_first_is_accessible_at_each_step(enter, made, of):
    """The committee of a region has several territories; the walk above meets that of one."""
    body = conv.committee(CommitteeKind.REGIONAL, territory=making.territory(samples.HERE))
    making.territory("acv-108")
    session = (conv.held if of == "decide" else conv.planned)(body, on=date(2024, 2, 1))
    page = walks(enter(samples.person(Role.STATE_REGION, territory=samples.HERE)))
    page.set_viewport_size({"width": 360, "height": 800})

    found = wrong_with(page, reverse(f"committee:{of}", args=[session.pk]))
    page.get_by_label(re.compile("^Territoire")).select_option(value=samples.HERE)
    page.get_by_role("button", name="Proposer ses actions et ses financements").press("Enter")
    page.wait_for_selector("[name=subject]:focus")
    found += axe(page)
    page.locator("form.bf-narrow button:not([name]):visible").press("Enter")
    page.wait_for_selector("[role=alert]:focus")

    assert found + axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_pages_of_an_account_are_accessible(enter, made):
    person = making.project_director(samples.HERE)
    page = walks(enter(person))
    client = Client()
    client.force_login(person)
    pages = [where for name in OWN_ACCOUNT.keys() - OF_A_KEY if is_page(client.get(where := reverse(name)))]

    assert len(pages) >= 5
    assert [fault for where in pages for fault in wrong_with(page, where)] == []
