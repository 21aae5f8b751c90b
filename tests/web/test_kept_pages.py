"""A page is a pure function of its address: computed once, answered 304 to whoever has it."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from beffroi.web.middleware_pages import KeptPages, Page, Shelf


@pytest.fixture
def visitor():
    return Client(headers={"host": "localhost"})


def counting_site(status=200, **headers):
    calls = []

    def answer(request):
        calls.append(request.get_full_path())
        return HttpResponse(f"page {request.get_full_path()}", status=status, headers=headers)

    return KeptPages(answer), calls


def ask(site, address, **headers):
    return site(RequestFactory().get(address, headers={"host": "localhost", **headers}))


def test_a_page_already_read_is_not_sent_again(visitor):
    etag = visitor.get("/methode/").headers["ETag"]

    again = visitor.get("/methode/", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag


def test_a_page_has_another_mark_in_another_language_or_with_another_filter(visitor):
    addresses = ["/territoires/", "/en/territoires/", "/territoires/?region=76"]

    assert len({visitor.get(address).headers["ETag"] for address in addresses}) == 3


def test_a_page_is_computed_once_for_everyone():
    site, calls = counting_site()

    answers = [ask(site, "/methode/").content for _ in range(3)]

    assert answers == [b"page /methode/"] * 3
    assert len(calls) == 1


def test_those_who_ask_together_for_a_page_wait_for_one_computation():
    started, calls = Event(), []

    def slow(request):
        calls.append(request)
        started.wait(0.2)
        return HttpResponse("page")

    site = KeptPages(slow)
    with ThreadPoolExecutor(4) as readers:
        answers = list(readers.map(lambda _: ask(site, "/methode/").content, range(4)))

    assert answers == [b"page"] * 4
    assert len(calls) == 1


def test_a_page_is_sent_compressed_to_those_who_can_read_it_so():
    site, _calls = counting_site()

    response = ask(site, "/methode/", **{"Accept-Encoding": "gzip, br"})

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == b"page /methode/"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response.headers["Vary"]


def test_an_error_is_never_kept():
    site, calls = counting_site(status=400)

    assert "ETag" not in ask(site, "/territoires/?region=zz").headers
    ask(site, "/territoires/?region=zz")
    assert len(calls) == 2


def test_a_page_that_is_not_open_to_anyone_is_never_kept():
    site, calls = counting_site()

    ask(site, "/nobody-placed-this/")
    ask(site, "/nobody-placed-this/")

    assert len(calls) == 2


def test_a_page_that_asks_not_to_be_stored_is_not():
    site, calls = counting_site(**{"Cache-Control": "no-store"})

    ask(site, "/healthz")
    ask(site, "/healthz")

    assert len(calls) == 2


def test_the_shelf_lets_the_oldest_page_go_when_it_is_full():
    shelf = Shelf(capacity=80)
    for name in "abcdefghi":
        shelf.keep(name, Page(headers=(), packed=b"x" * 10))

    assert shelf.get("a") is None
    assert shelf.get("i") is not None
    assert shelf.size <= 80


def test_a_page_too_large_for_the_shelf_is_left_out():
    shelf = Shelf(capacity=80)
    shelf.keep("huge", Page(headers=(), packed=b"x" * 11))

    assert shelf.get("huge") is None
