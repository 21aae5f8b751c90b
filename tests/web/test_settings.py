"""What an installation may and may not be told, and the policy that every answer carries."""

import os
import shutil
import subprocess
import sys

import pytest
from django.test import Client

from beffroi.observatory.release.read import SHIPPED

PRODUCTION = {"BEFFROI_ENV": "production", "BEFFROI_HOSTS": "beffroi.example.org", "BEFFROI_SECRET_KEY": "k" * 50}
SHOW = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY, s.SECURE_HSTS_SECONDS, s.ALLOWED_HOSTS)"


def started(code, **variables):
    """A fresh interpreter with these BEFFROI_… variables and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "config.settings"} | variables
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("BEFFROI_SECRET_KEY", "BEFFROI_SECRET_KEY is not set. In production give it at least 50 random characters"),
        ("BEFFROI_HOSTS", "BEFFROI_HOSTS must name the hosts of the site"),
    ],
)
def test_production_without_a_secret_or_a_name_does_not_start_and_says_so(missing, sentence):
    run = started(SHOW, **{name: value for name, value in PRODUCTION.items() if name != missing})

    assert run.returncode != 0
    assert sentence in run.stderr


def test_production_refuses_to_answer_to_any_name():
    run = started(SHOW, **PRODUCTION | {"BEFFROI_HOSTS": "*"})

    assert "« * » is refused" in run.stderr


def test_production_asks_browsers_for_https_for_a_year():
    assert "31536000" in started(SHOW, **PRODUCTION).stdout


def test_a_word_that_is_not_a_choice_is_refused_with_the_choices():
    run = started(SHOW, BEFFROI_BRAND="gouvernement")

    assert "BEFFROI_BRAND is « gouvernement ». Possible values: beffroi, etat." in run.stderr


def test_the_base_map_of_ign_is_named_in_the_policy_only_when_it_is_on():
    assert "data.geopf.fr" not in started(SHOW).stdout
    assert "data.geopf.fr" in started(SHOW, BEFFROI_BASE_MAP="ign").stdout


def test_a_server_does_not_open_on_a_damaged_release_and_names_the_file(tmp_path):
    release = tmp_path / "release"
    shutil.copytree(SHIPPED, release)
    places = release / "places.csv"
    places.write_bytes(places.read_bytes()[:-1] + b"!")

    run = started("import config.wsgi", BEFFROI_RELEASE=str(release))

    assert run.returncode == 1
    assert f"the release is damaged. {places}: not the file that was released" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("address", ["/", "/en/", "/territoires/", "/api/v1/territories", "/nulle-part/", "/healthz"])
def test_every_answer_forbids_what_is_not_ours(address):
    policy = Client(headers={"host": "localhost"}).get(address).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_every_answer_carries_the_headers_of_a_public_service():
    headers = Client(headers={"host": "localhost"}).get("/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


def test_a_name_that_is_not_ours_is_refused():
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
