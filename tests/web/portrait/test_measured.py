"""The figures of a portrait are rendered once an edition of the site; the programme's part follows its own facts."""

import pytest
from django.conf import settings
from django.test import RequestFactory, override_settings
from django.utils import translation

from beffroi.web.portrait import measured as keeping
from beffroi.web.portrait.measured import MENU, SECTION, measured, put_in

ARLES = "/territoires/acv-012/"


@pytest.fixture(autouse=True)
def _empty_shelf():
    keeping._shelf.cache_clear()
    yield
    keeping._shelf.cache_clear()


class Rendering:
    """Counts how often the figures were rendered."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        self.times += 1
        return f"<p>Vacance : 15,2 %</p>{SECTION}"


def asked(address: str = ARLES):
    return RequestFactory().get(address, headers={"host": "localhost"})


def test_the_figures_are_rendered_once_for_all_editions_of_the_facts():
    rendering = Rendering()

    first, second = (measured(asked(), rendering) for _edition in ("yesterday", "today"))

    assert first == second == f"<p>Vacance : 15,2 %</p>{SECTION}"
    assert rendering.times == 1


def test_each_language_and_each_territory_has_its_own():
    rendering = Rendering()
    for language, address in (("fr", ARLES), ("en", f"/en{ARLES}"), ("fr", "/territoires/acv-017/")):
        with translation.override(language):
            measured(asked(address), rendering)

    assert rendering.times == 3


@pytest.mark.parametrize("address", [f"{ARLES}?x=1", f"{ARLES}?x=2"])
def test_an_address_that_a_visitor_made_up_is_not_kept(address: str):
    rendering = Rendering()
    for _time in range(2):
        measured(asked(address), rendering)

    assert rendering.times == 2


def test_nothing_is_kept_of_a_page_rendered_for_somebody_who_came_with_a_session():
    rendering, request = Rendering(), asked()
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a-session"
    measured(request, rendering)
    measured(asked(), rendering)

    assert rendering.times == 2


def test_another_process_finds_them_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    rendering = Rendering()
    with override_settings(HASHED=True):
        measured(asked(), rendering)
        keeping._shelf.cache_clear()
        measured(asked(), rendering)

    assert rendering.times == 1


def test_the_programme_takes_the_place_of_its_marks():
    html = put_in(f"<ul>{MENU}</ul>{SECTION}", menu="<li>Le programme ici</li>", section="<section>Actions</section>")

    assert html == "<ul><li>Le programme ici</li></ul><section>Actions</section>"


@pytest.mark.django_db
def test_no_portrait_shows_a_mark(client):
    page = client.get(ARLES, headers={"host": "localhost"}).content.decode()

    assert "<!-- programme" not in page
    assert page.count('<link rel="stylesheet"') >= 1
