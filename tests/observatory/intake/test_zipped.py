"""Producers often give a file inside a zip, beside its dictionary."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from beffroi.observatory.intake.fetch import Fetcher, FetchFailed
from beffroi.observatory.intake.loading import load_sources
from beffroi.observatory.intake.patience import Patience
from beffroi.observatory.intake.wanted import Wanted, wanted_files
from tests.observatory.intake.line import Server, cut, serving, whole

INCOMES = b"CODGEO;MED21\n01004;21500\n02691;18700\n"
MEMBER = "cc_filosofi_2021_COM.csv"


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    return Fetcher(tmp_path, patience=Patience(tries=3, sleep=lambda seconds: None))


def zipped(**files: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return held.getvalue()


def incomes(server: Server, *, member: str = MEMBER) -> Wanted:
    return Wanted("filosofi/incomes.csv", server.url.replace("/file", "/base.zip"), member=member)


def test_the_file_is_taken_out_of_the_zip_and_the_zip_is_kept_beside_it(server: Server, fetcher: Fetcher):
    server.says(whole(zipped(**{f"2021/{MEMBER}": INCOMES, "meta.csv": b"COD_VAR;LIB_VAR\n"})))

    fetched = fetcher.fetch(incomes(server))

    assert fetched.path.read_bytes() == INCOMES
    assert not fetched.was_there
    assert {path.name for path in fetched.path.parent.iterdir()} == {"incomes.csv", "base.zip", "base.zip.origin.json"}


def test_a_second_run_asks_nothing(server: Server, fetcher: Fetcher):
    server.says(whole(zipped(**{MEMBER: INCOMES})))
    fetcher.fetch(incomes(server))

    assert fetcher.fetch(incomes(server)).was_there
    assert len(server.asked) == 1


def test_a_zip_whose_line_is_cut_goes_on_from_where_it_was(server: Server, fetcher: Fetcher):
    body = zipped(**{MEMBER: INCOMES * 2000})
    server.says(cut(body, after=100), whole(body))

    assert fetcher.fetch(incomes(server)).path.read_bytes() == INCOMES * 2000
    assert server.asked[1]["Range"] == "bytes=100-"


def test_a_zip_without_the_file_is_refused_with_what_it_holds(server: Server, fetcher: Fetcher):
    server.says(whole(zipped(**{"DS_FILOSOFI_CC_data.csv": INCOMES})))

    with pytest.raises(FetchFailed, match=rf"holds no file named {MEMBER}; it holds DS_FILOSOFI_CC_data\.csv"):
        fetcher.fetch(incomes(server))

    assert not (fetcher.archive / "filosofi/incomes.csv").exists()


def test_a_file_that_would_fill_the_disk_once_unpacked_is_refused(server: Server, tmp_path: Path):
    server.says(whole(zipped(**{MEMBER: b"0" * 100_000})))

    with pytest.raises(FetchFailed, match="longer than the 5000 bytes allowed"):
        Fetcher(tmp_path, max_bytes=5000).fetch(incomes(server))


def test_a_page_of_excuses_inside_the_zip_is_refused_and_thrown_away(server: Server, fetcher: Fetcher):
    server.says(whole(zipped(**{MEMBER: b"<!doctype html><p>Maintenance</p>"})))

    with pytest.raises(FetchFailed, match="HTML page"):
        fetcher.fetch(incomes(server))

    assert not (fetcher.archive / "filosofi/incomes.csv").exists()


def test_a_page_instead_of_the_zip_is_refused(server: Server, fetcher: Fetcher):
    server.says(whole(b"<html><p>Consent</p></html>"))

    with pytest.raises(FetchFailed, match="HTML page"):
        fetcher.fetch(incomes(server))


def test_incomes_are_declared_inside_the_zips_of_insee(archive):
    (wanted,) = wanted_files(load_sources()["filosofi_commune"], archive=archive.root)

    assert wanted.member == MEMBER
    assert wanted.path == f"sources/filosofi/{MEMBER}"
    assert wanted.package.path == "sources/filosofi/base-cc-filosofi-2021-geo2024_csv.zip"
