"""Sign-in by OpenID Connect, against a real provider on loopback: an identity opens an account that exists."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from beffroi.programme.people import operations
from beffroi.programme.people.models import User
from beffroi.web.account.provider import ProConnectAdapter
from config import sign_in
from tests.programme import making
from tests.programme.making import AT

pytestmark = pytest.mark.django_db
EMAIL = "directrice@ville.example"
PEOPLE = [
    {"sub": "directrice", "email": EMAIL, "email_verified": True},
    {"sub": "douteuse", "email": EMAIL, "email_verified": False},
    {"sub": "inconnue", "email": "inconnue@ailleurs.example", "email_verified": True},
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that knows three people and asks for a nonce."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    claims = [word for person in PEOPLE for word in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", *claims]
    server = subprocess.Popen(command, env=os.environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    wait_for(f"{address}/.well-known/openid-configuration")
    yield address
    server.terminate()
    server.wait(timeout=30)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            httpx.get(address)
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{address} does not answer")


@pytest.fixture(autouse=True)
def _configured(provider: str, settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_OIDC_SERVER", provider)
    monkeypatch.setenv("BEFFROI_OIDC_CLIENT", "beffroi")
    monkeypatch.setenv("BEFFROI_OIDC_SECRET", "a-secret")
    monkeypatch.setenv("BEFFROI_OIDC_SCOPE", "openid email")
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers()


@pytest.fixture
def person() -> User:
    user = making.project_director("acv-017", person=making.user("Directrice de projet", email=EMAIL))
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def identified(client: Client, *, sub: str) -> str:
    """The address that the provider sends the browser back to, once the person said who they are."""
    leaves = client.post(reverse("proconnect_login"))
    answer = httpx.post(leaves.url, data={"sub": sub})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def is_in(client: Client) -> bool:
    return client.get(reverse("mfa_index")).status_code == 200


def test_an_identity_opens_the_account_of_its_address_and_is_remembered(client: Client, person: User):
    answer = client.get(identified(client, sub="directrice"))

    assert answer.status_code == 302
    assert is_in(client)
    kept = SocialAccount.objects.get()
    assert (kept.user, kept.uid) == (person, "directrice")


def test_a_remembered_identity_comes_in_again(client: Client, person: User):
    client.get(identified(client, sub="directrice"))
    other = Client()

    other.get(identified(other, sub="directrice"))

    assert is_in(other)
    assert SocialAccount.objects.count() == 1


def test_an_unknown_identity_opens_nothing(client: Client, person: User):
    answer = client.get(identified(client, sub="inconnue"), follow=True)

    assert not is_in(client)
    assert User.objects.get() == person
    assert "account/signup_closed.html" in [template.name for template in answer.templates] or (
        "socialaccount/signup_closed.html" in [template.name for template in answer.templates]
    )


def test_an_address_that_nobody_vouches_for_opens_nothing(client: Client, person: User):
    client.get(identified(client, sub="douteuse"), follow=True)

    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(client: Client, person: User):
    operations.close_account(person, by=None, at=AT)

    client.get(identified(client, sub="directrice"), follow=True)

    assert not is_in(client)


def test_the_request_carries_a_challenge_a_state_and_a_nonce(client: Client):
    leaves = client.post(reverse("proconnect_login"))

    asked = parse_qs(urlsplit(leaves.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert asked["state"][0]
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["acr_values"] == ["eidas1"]


def test_a_link_does_not_choose_what_is_asked_of_the_provider(client: Client):
    leaves = client.post(reverse("proconnect_login") + "?scope=admin&auth_params=nonce%3Dchosen%26prompt%3Dnone")

    asked = parse_qs(urlsplit(leaves.url).query)
    assert set(asked["scope"][0].split()) == {"openid", "email"}
    assert asked["nonce"] != ["chosen"]
    assert "prompt" not in asked


def test_an_identity_that_answers_another_request_is_refused(client: Client, person: User):
    back = identified(client, sub="directrice")
    session = client.session
    session["oidc_nonce"] = "another"
    session.save()

    answer = client.get(back)

    assert "socialaccount/authentication_error.html" in [template.name for template in answer.templates]
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, person: User):
    back = identified(client, sub="directrice")

    Client().get(back)

    assert not is_in(client)


def test_a_signed_answer_about_the_person_is_read_and_a_forged_one_refused(rf, monkeypatch: pytest.MonkeyPatch):
    key, forger = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1", "alg": "RS256"}
    adapter = ProConnectAdapter(rf.get("/"))
    adapter._openid_config = {"issuer": "https://agents.example", "jwks_uri": "keys", "userinfo_endpoint": "userinfo"}
    said = {"sub": "directrice", "email": EMAIL, "iss": "https://agents.example", "aud": "beffroi"}
    answers = {"keys": httpx.Response(200, json={"keys": [jwk]})}
    monkeypatch.setattr(
        "allauth.socialaccount.adapter.DefaultSocialAccountAdapter.get_requests_session", Answers(answers)
    )

    for hand, is_read in ((key, True), (forger, False)):
        token = jwt.encode(said, hand, algorithm="RS256", headers={"kid": "1"})
        answers["userinfo"] = httpx.Response(200, text=token, headers={"Content-Type": "application/jwt"})
        if is_read:
            assert adapter._fetch_user_info("token")["email"] == EMAIL
        else:
            with pytest.raises(Exception, match="Signature verification failed"):
                adapter._fetch_user_info("token")


class Answers:
    """A session of requests that answers from a table."""

    def __init__(self, answers: dict[str, httpx.Response]) -> None:
        self.answers = answers

    def __call__(self) -> "Answers":
        return self

    def __enter__(self) -> "Answers":
        return self

    def __exit__(self, *_: object) -> None: ...

    def get(self, address: str, **_: object) -> httpx.Response:
        answer = self.answers[address]
        answer.request = httpx.Request("GET", "https://agents.example")
        return answer


def test_without_a_provider_its_door_is_absent(client: Client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert client.post(reverse("proconnect_login")).status_code == 404
    assert client.get(reverse("proconnect_callback")).status_code == 404


def test_a_provider_half_configured_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("BEFFROI_OIDC_SECRET")

    with pytest.raises(ImproperlyConfigured, match="all of BEFFROI_OIDC_SERVER"):
        sign_in.providers()


def test_the_form_may_lead_to_the_provider_and_nowhere_else(provider: str, monkeypatch: pytest.MonkeyPatch):
    assert sign_in.origins() == [provider]
    monkeypatch.delenv("BEFFROI_OIDC_SERVER")
    assert sign_in.origins() == []
