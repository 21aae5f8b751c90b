"""A page is a pure function of its address: computed once, answered 304 to whoever has it."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from beffroi.web import editions
from beffroi.web.middleware_pages import KeptPages, is_public
from beffroi.web.shelves import DiskShelf, Page, Shelf


@pytest.fixture
def visitor():
    return Client(headers={"host": "localhost"})


@pytest.fixture
def pages_folder(tmp_path, monkeypatch):
    """The folder of pages of a site served for real."""
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    with override_settings(HASHED=True):
        yield tmp_path / "pages"


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
        shelf.keep(name, Page(headers=(), body=b"x" * 10))

    assert shelf.get("a") is None
    assert shelf.get("i") is not None
    assert shelf.size <= 80


def test_a_page_too_large_for_the_shelf_is_left_out():
    shelf = Shelf(capacity=80)
    shelf.keep("huge", Page(headers=(), body=b"x" * 11))

    assert shelf.get("huge") is None


def test_a_page_made_by_one_process_is_read_by_the_others_and_after_a_restart(pages_folder):
    first, _calls = counting_site()
    second, calls_of_second = counting_site()
    made = ask(first, "/methode/")

    kept = ask(second, "/methode/")

    assert kept.content == made.content
    assert dict(kept.items()) == dict(made.items())
    assert calls_of_second == []


@pytest.mark.parametrize("damage", [b"", b"{", b'{"headers": []}\n', b"not a page at all"])
def test_a_page_that_is_not_whole_on_disk_is_made_again_and_rewritten(pages_folder, damage):
    ask(counting_site()[0], "/methode/")
    [file] = pages_folder.rglob("*.page")
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:-5])
    site, calls = counting_site()

    assert ask(site, "/methode/").content == b"page /methode/"
    assert len(calls) == 1
    assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "address", ["/territoires/?q=a", "/api/v1/territories", "/robots.txt", "/sitemap.xml", "/donnees/", "/healthz-not"]
)
def test_what_a_visitor_can_vary_without_end_never_fills_the_disk(pages_folder, address):
    ask(counting_site()[0], address)

    assert not list(pages_folder.rglob("*.page"))


def test_a_page_computed_for_somebody_with_a_session_is_never_kept(pages_folder):
    site, calls = counting_site()

    for _ in range(2):
        ask(site, "/methode/", cookie="sessionid=someone")
    ask(site, "/methode/")
    ask(site, "/methode/", cookie="sessionid=someone")

    assert len(calls) == 3


def test_a_disk_that_refuses_pages_stops_nothing(pages_folder):
    pages_folder.write_text("a file where the folder should be")

    assert ask(counting_site()[0], "/methode/").content == b"page /methode/"


def test_the_pages_of_other_editions_are_removed_and_those_of_this_one_stay(tmp_path):
    page = Page(headers=(("Content-Type", "text/html"),), body=b"x")
    old, new = (DiskShelf(tmp_path, edition=name) for name in ("old", "new"))
    old.keep("a", page)
    new.keep("a", page)
    (new.folder / ".a.page.draft").write_text("half")

    new.tidy()

    assert old.get("a") is None
    assert new.get("a") == page
    assert [file.name for file in new.folder.iterdir()] == ["a.page"]


@pytest.mark.parametrize(
    "address",
    ["/", "/territoires/", "/territoires/acv-001/", "/indicateurs/", "/indicateurs/HAB-03/", "/comparer/", "/methode/",
     "/en/", "/en/territoires/acv-001/", "/accessibilite/", "/mentions-legales/", "/plan-du-site/"],
)  # fmt: skip
def test_a_page_is_the_same_whatever_the_name_of_the_host(address):
    """So one kept page serves every name of the site, and no visitor can put a name of theirs in it."""
    pages = [Client(headers={"host": host}).get(address) for host in ("localhost:8000", "127.0.0.1:9000")]

    assert pages[0].content == pages[1].content
    assert pages[0].headers["ETag"] == pages[1].headers["ETag"]
    assert b"localhost" not in pages[0].content


@pytest.mark.parametrize("spoken", ["fr", "en"])
@pytest.mark.parametrize("address", ["/methode/", "/en/methode/"])
def test_an_address_is_open_to_anyone_whichever_language_is_spoken_when_it_is_first_asked(address, spoken):
    """What is remembered of an address must not depend on who asked first."""
    is_public.cache_clear()

    with translation.override(spoken):
        assert is_public(address)


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/donnees/"])
def test_a_page_that_writes_the_address_of_the_site_is_kept_for_each_host(address):
    pages = [Client(headers={"host": host}).get(address) for host in ("localhost:8000", "127.0.0.1:9000")]

    assert b"http://localhost:8000/" in pages[0].content
    assert b"http://127.0.0.1:9000/" in pages[1].content
    assert pages[0].headers["ETag"] != pages[1].headers["ETag"]


def test_a_host_that_is_not_ours_is_refused_even_when_the_page_is_kept(visitor):
    visitor.get("/methode/")

    assert visitor.get("/methode/", headers={"host": "elsewhere.example"}).status_code == 400


def test_another_setting_makes_other_pages():
    before = editions.edition()

    with override_settings(BEFFROI_PUBLISHER="Agence d’exemple"):
        assert editions.edition() != before


def test_whatever_ends_in_a_page_or_its_print_counts_in_the_edition():
    counted = {file.suffix for file in editions._code()}

    assert {".py", ".html", ".css", ".typ", ".mo", ".svg", ".csv"} <= counted
    assert not any("built" in file.parts for file in editions._code())
