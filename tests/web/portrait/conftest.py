"""The towns that the tests of the pages speak of, chosen by what they are and not by their figures."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from beffroi.territory.towns import Territory, territories
from beffroi.web.figures.reading import Reading, served

LOADED = re.compile(r'(?:<link rel="stylesheet" href|<script[^>]* src)="/static/([^"?]+)"')


@pytest.fixture(scope="session")
def reading() -> Reading:
    return served()


@pytest.fixture
def client() -> Client:
    """A reader without an account: these pages are public and read no database."""
    return Client()


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


@pytest.fixture(scope="session")
def town() -> Territory:
    return next(place for place in territories() if not place.is_pair and not place.is_overseas)


@pytest.fixture(scope="session")
def pair() -> Territory:
    return next(place for place in territories() if place.is_pair)


@pytest.fixture(scope="session")
def overseas() -> Territory:
    return next(place for place in territories() if place.is_overseas)


@pytest.fixture(scope="session")
def later() -> Territory:
    return next(place for place in territories() if place.entry != "2018")


@pytest.fixture
def weight():
    """The bytes that a page and what it loads (styles and scripts) take once compressed."""

    def weighed(html: str) -> int:
        files = [finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name)) for name in LOADED.findall(html)]
        assert files
        assert all(files)
        parts = [html.encode(), *(Path(file).read_bytes() for file in files)]
        return sum(len(gzip.compress(part, compresslevel=6)) for part in parts)

    return weighed
