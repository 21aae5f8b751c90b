"""The gate: nothing is reached but through the access list."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from beffroi.web import access
from beffroi.web.access import Members
from beffroi.web.gate import Gate
from beffroi.web.middleware_pages import is_public
from tests.programme import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _what_is_open_to_anyone_is_forgotten():
    """It is remembered by address: here the access list is another one for the time of a test."""
    is_public.cache_clear()
    yield
    is_public.cache_clear()


@pytest.fixture
def director(client: Client) -> Client:
    client.force_login(making.project_director("acv-017"))
    return client


def test_a_route_that_nobody_placed_does_not_exist(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(access, "ACCESS", {})

    assert client.get(reverse("public:legal")).status_code == 404


def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(client: Client):
    answer = client.get("/bureau/?page=2")

    assert answer.status_code == 302
    assert answer.url == "/compte/connexion/?next=/bureau/%3Fpage%3D2"


def test_a_room_for_other_roles_is_refused(director: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(access.ACCESS, "desk:home", access.NATION)

    answer = director.get("/bureau/")

    assert answer.status_code == 403
    assert "réservée" in answer.content.decode()


def test_a_signed_in_page_is_never_kept_even_one_that_does_not_exist(director: Client):
    for answer in (director.get("/bureau/"), director.get("/en/bureau/")):
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_public_page_knows_nobody(rf: RequestFactory):
    request = rf.get(reverse("public:legal"))
    request.user = making.project_director("acv-017")
    request.resolver_match = resolve(request.path_info)

    Gate(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), (), {})

    assert not request.user.is_authenticated
    assert not hasattr(request, "scope")


def test_a_person_without_a_role_today_has_a_desk_and_nothing_else(client: Client, monkeypatch: pytest.MonkeyPatch):
    client.force_login(making.user())

    assert client.get("/bureau/").status_code == 200
    monkeypatch.setitem(access.ACCESS, "desk:home", Members(frozenset(making.Role)))
    assert client.get("/bureau/").status_code == 403
