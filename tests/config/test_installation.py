"""What an installation says by its environment: database, mail, key; what cannot be right is refused."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from beffroi.foundations.secret_key import keep_key
from config import environment
from config.database import databases
from config.mail import mail


@pytest.fixture(autouse=True)
def _nothing_said(monkeypatch: pytest.MonkeyPatch):
    for name in ("DATABASE_URL", "BEFFROI_MAIL", "BEFFROI_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_the_database_is_a_file_of_the_installation(tmp_path: Path):
    database = databases(folder=tmp_path)["default"]

    assert database["NAME"] == tmp_path / "beffroi.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_server_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://beffroi:secret@db.example:5433/programme")

    database = databases(folder=tmp_path)["default"]

    assert (database["ENGINE"], database["HOST"], database["PORT"]) == (
        "django.db.backends.postgresql",
        "db.example",
        5433,
    )


def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("DATABASE_URL", "mysql://db.example/programme")

    with pytest.raises(ImproperlyConfigured, match="leave it out for SQLite"):
        databases(folder=tmp_path)


def test_letters_go_to_the_console_unless_a_server_is_named():
    assert mail()["EMAIL_BACKEND"].endswith("console.EmailBackend")


def test_a_demonstration_writes_to_nobody_whatever_the_environment_names(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_MAIL", "smtp://mail.example")

    assert mail(is_demonstration=True)["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://agent:mot%20de%20passe@mail.example", 587, True, False),
        ("smtps://agent:mot%20de%20passe@mail.example:4465", 4465, False, True),
    ],
)
def test_letters_travel_encrypted(monkeypatch: pytest.MonkeyPatch, address: str, port: int, tls: bool, ssl: bool):
    monkeypatch.setenv("BEFFROI_MAIL", address)

    said = mail()

    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("mail.example", port)
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (tls, ssl)
    assert said["EMAIL_HOST_PASSWORD"] == "mot de passe"


def test_a_mail_server_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_MAIL", "mail.example")

    with pytest.raises(ImproperlyConfigured, match="smtp://"):
        mail()


def test_the_workers_of_a_demonstration_share_a_key_that_stays(tmp_path: Path):
    keep_key(tmp_path)
    first = environment.secret_key(production=False, folder=tmp_path)
    keep_key(tmp_path)

    assert environment.secret_key(production=False, folder=tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_without_a_kept_key_each_process_has_its_own(tmp_path: Path):
    assert environment.secret_key(production=False, folder=tmp_path) != environment.secret_key(
        production=False, folder=tmp_path
    )


def test_production_wants_a_key_of_its_own(tmp_path: Path):
    keep_key(tmp_path)

    with pytest.raises(ImproperlyConfigured, match="BEFFROI_SECRET_KEY is not set"):
        environment.secret_key(production=True, folder=tmp_path)
