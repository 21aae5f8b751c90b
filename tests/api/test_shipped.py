"""The API on the release that ships with the code."""

import pytest
from django.test import Client

from beffroi.api import fields
from beffroi.observatory.release.read import SHIPPED, kept_open


@pytest.fixture(autouse=True)
def served(settings):
    settings.BEFFROI_RELEASE = SHIPPED
    settings.ROOT_URLCONF = "beffroi.api.urls"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/api/v1/", fields.Entry),
        ("/api/v1/territories?page_size=1000", fields.Territories),
        ("/api/v1/indicators?page_size=1000", fields.Indicators),
        ("/api/v1/values?territory=acv-001&page_size=10000", fields.Values),
        ("/api/v1/peers/80001", fields.Peers),
        ("/api/v1/release", fields.ReleaseCard),
    ],
)
def test_every_answer_is_as_it_is_described(api: Client, url: str, kind: type):
    kind.model_validate(api.get(url).json(), strict=False)


def test_every_indicator_of_the_catalogue_can_be_read(api: Client):
    for code in kept_open(SHIPPED).indicators:
        indicator = fields.Indicator.model_validate(api.get(f"/api/v1/indicators/{code}").json())
        assert indicator.periods, f"{code} has no period"


def test_the_whole_release_can_be_read_page_after_page(api: Client):
    release = kept_open(SHIPPED)
    pages = [api.get(f"/api/v1/values?page_size=10000&page={number}").json() for number in (1, 2)]

    assert pages[0]["count"] == release.manifest["counts"]["values"]
    assert pages[0]["items"][-1] != pages[1]["items"][0]
    assert all((row["value"] is None) == (row["absence"] is not None) for page in pages for row in page["items"])
