"""A second factor and a passkey as a person sets them in a browser, whose authenticator is a virtual one."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page

from tests.browser import axe
from tests.journeys.conftest import _home, site_url
from tests.programme import making

__all__ = ["_home", "site_url"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "Une phrase longue, sans rapport"
EMAIL = "directrice@ville.example"


@pytest.fixture
def page(browser, site_url):
    """A passkey belongs to a name, never to an address of the network."""
    cache.clear()
    context = browser.new_context(base_url=site_url.replace("127.0.0.1", "localhost"), locale="fr-FR")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def person():
    director = making.project_director("acv-017", person=making.user("Directrice", email=EMAIL, password=PASSWORD))
    EmailAddress.objects.create(user=director, email=EMAIL, verified=True, primary=True)
    return director


def sign_in(page: Page) -> None:
    page.goto("/compte/connexion/")
    page.locator("[name=login]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Se connecter", exact=True).click()


def open_guarded(page: Page, address: str) -> None:
    """A page that asks for the password again."""
    page.goto(address)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url(f"**{address}")


def leave(page: Page) -> None:
    page.locator(".fr-header__tools").get_by_role("button", name="Se déconnecter").click()
    page.get_by_role("heading", name="Se connecter").wait_for()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_application_gives_the_second_factor(page: Page, person):
    sign_in(page)
    open_guarded(page, "/compte/second-facteur/application/")
    secret = page.locator("#authenticator_secret").input_value()
    assert axe(page) == []

    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Activer").click()
    page.get_by_role("heading", name="Codes de récupération").wait_for()
    assert axe(page) == []
    leave(page)

    sign_in(page)
    page.wait_for_url("**/second-facteur/code/")
    assert axe(page) == []


def test_a_passkey_opens_the_site_without_a_password(page: Page, person):
    authenticator = page.context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    ready = {"isUserVerified": True, "automaticPresenceSimulation": True}
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options | ready})

    sign_in(page)
    open_guarded(page, "/compte/cles/ajouter/")
    assert axe(page) == []
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    page.get_by_label("Clé d’accès : ouvrir le site avec cette clé seule").check(force=True)
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_url(lambda url: "/cles/ajouter/" not in url)
    page.goto("/compte/cles/")
    assert "Ordinateur du bureau" in page.locator("main").inner_text()
    assert axe(page) == []
    leave(page)

    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.get_by_role("heading", name="Mon bureau").wait_for()
