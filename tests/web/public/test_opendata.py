"""Open data: the release's own files, with what is needed to check and cite them."""

import hashlib
import re

import pytest
from django.conf import settings

from beffroi.observatory.release.read import kept_open


@pytest.fixture(scope="module")
def release():
    return kept_open(settings.BEFFROI_RELEASE)


def test_every_file_of_the_release_is_offered_with_its_checksum(read, release):
    page = read("/donnees/")

    for file in release.manifest["files"]:
        assert f'href="/donnees/{release.name}/{file["path"]}"' in page
        assert file["sha256"] in page


@pytest.mark.parametrize("name", ["values.parquet", "places.csv", "manifest.json"])
def test_a_file_arrives_as_it_was_released(visitor, release, name):
    response = visitor.get(f"/donnees/{release.name}/{name}")

    received = b"".join(response.streaming_content)
    assert received == (release.path / name).read_bytes()
    assert response.headers["ETag"] == f'"{hashlib.sha256(received).hexdigest()}"'
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.django_db  # the end of an answer closes the connections of its thread
def test_a_file_already_taken_is_not_sent_again(visitor, release):
    address = f"/donnees/{release.name}/places.csv"
    first = visitor.get(address)
    first.close()

    assert visitor.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["secrets.txt", "..%2Fread.py", "%2Fetc%2Fpasswd", "SHA256SUMS.bak"])
def test_nothing_but_the_listed_files_can_be_taken(visitor, release, name):
    assert visitor.get(f"/donnees/{release.name}/{name}").status_code == 404


def test_the_file_of_another_release_is_not_given_for_this_one(visitor):
    assert visitor.get("/donnees/1999-01/values.parquet").status_code == 404


def test_every_origin_names_its_producer_and_its_licence_share_alike_said(read, release):
    page = read("/donnees/")
    table = page.split('id="origines"')[1]

    assert table.count("partage à l’identique") == sum(o["licence"]["share_alike"] for o in release.manifest["origins"])
    assert all(origin["licence"]["name"] in table for origin in release.manifest["origins"])


def test_the_page_says_how_to_cite_this_very_release(read, release):
    assert re.search(
        rf"<blockquote.*publication {re.escape(release.name)}.*</blockquote>", read("/donnees/"), re.DOTALL
    )


def test_the_english_page_offers_the_same_files(read, release):
    assert f"/donnees/{release.name}/values.parquet" in read("/en/donnees/")
