"""The door: people come in by invitation, with a password and what they added to it; a session ends."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beffroi.programme.people import operations
from beffroi.programme.people.models import User
from beffroi.web.access import ACCESS, OWN_ACCOUNT
from tests.programme import making
from tests.programme.making import AT

pytestmark = pytest.mark.django_db
PASSWORD = "Une phrase longue, sans rapport"
EMAIL = "directrice@ville.example"


@pytest.fixture(autouse=True)
def _no_former_attempt():
    cache.clear()


@pytest.fixture
def person() -> User:
    user = making.project_director(
        "acv-017", person=making.user("Directrice de projet", email=EMAIL, password=PASSWORD)
    )
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


def sign_in(client: Client, *, email: str = EMAIL, password: str = PASSWORD, follow: bool = False):
    return client.post(reverse("account_login"), {"login": email, "password": password}, follow=follow)


def is_in(client: Client) -> bool:
    return client.get(reverse("account_change_password")).status_code == 200


def test_a_person_signs_in_with_their_address_whatever_its_capitals(client: Client, person: User):
    answer = sign_in(client, email="Directrice@Ville.example")

    assert answer.status_code == 302
    assert is_in(client)


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "Une autre phrase longue"), ("inconnue@ville.example", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_address_are_refused_in_the_same_words(
    client: Client, person: User, email: str, password: str
):
    answer = sign_in(client, email=email, password=password)

    assert answer.status_code == 200
    errors = answer.context["form"].non_field_errors()
    assert len(errors) == 1
    assert EMAIL not in errors[0]
    assert not is_in(client)


def test_attempts_are_limited(client: Client, person: User):
    for _ in range(5):
        sign_in(client, password="faux mot de passe")

    sign_in(client)

    assert not is_in(client)


def test_a_closed_account_does_not_come_in(client: Client, person: User):
    sign_in(client)
    operations.close_account(person, by=None, at=AT)

    assert not is_in(client)
    sign_in(client)
    assert not is_in(client)


def test_nobody_signs_up(client: Client):
    answer = client.post(reverse("account_signup"), {"email": EMAIL, "password1": PASSWORD})

    assert not User.objects.exists()
    assert "account/signup_closed.html" in [template.name for template in answer.templates]


def test_the_invited_person_signs_in_with_the_password_they_chose(client: Client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        operations.invite(
            EMAIL,
            organisation=making.organisation(),
            role=making.Role.PROJECT_DIRECTOR,
            scope_kind=making.ScopeKind.TERRITORIES,
            scope_codes=["acv-017"],
            link_to=lambda token: f"https://beffroi.example/{token}",
            by=None,
            at=timezone.now(),
        )
    token = re.search(r"beffroi\.example/(\S+)", mail.outbox[0].body)[1]
    operations.accept(token, name="Directrice de projet", password=PASSWORD, at=timezone.now())

    sign_in(client)

    assert is_in(client)


def test_a_forgotten_password_is_replaced_by_a_link_that_serves_once(client: Client, person: User):
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    link = re.search(r"https?://\S+", mail.outbox[0].body)[0]
    form = client.get(link, follow=True)

    client.post(
        form.request["PATH_INFO"], {"password1": "Une phrase toute neuve", "password2": "Une phrase toute neuve"}
    )

    assert not is_in(client)
    sign_in(client, password="Une phrase toute neuve")
    assert is_in(client)
    assert Client().get(link).context["token_fail"]


def test_an_unknown_address_is_not_told_to_be_unknown_nor_written_to(client: Client):
    answer = client.post(reverse("account_reset_password"), {"email": "inconnue@ville.example"})

    assert answer.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_asked_for_once_it_is_set(client: Client, person: User):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(person, secret)

    answer = sign_in(client)

    assert answer.url == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(answer.url, {"code": "000000"})
    assert not is_in(client)
    client.post(answer.url, {"code": code_of(secret)})
    assert is_in(client)


def test_the_secret_of_the_second_factor_is_not_readable_in_the_database(person: User):
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")

    kept = Authenticator.objects.get()

    assert "JBSWY3DPEHPK3PXP" not in str(kept.data)
    assert TOTP(kept).validate_code(code_of("JBSWY3DPEHPK3PXP"))


def test_a_passkey_can_be_asked_for_at_the_door(client: Client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.status_code == 200
    assert "challenge" in answer.json()["request_options"]["publicKey"]


def test_a_session_ends_when_nothing_was_asked_for_a_while(client: Client, person: User):
    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_in(client)


def test_a_session_that_is_used_goes_on(client: Client, person: User):
    sign_in(client)
    soon = timezone.now() + timedelta(minutes=5)
    Session.objects.update(expire_date=soon)

    assert is_in(client)

    assert Session.objects.get().expire_date > soon + timedelta(hours=1)


def test_a_page_read_again_at_once_writes_nothing(client: Client, person: User):
    sign_in(client)
    is_in(client)

    with CaptureQueriesContext(connection) as asked:
        assert is_in(client)

    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def test_a_session_ends_after_its_whole_age_however_much_it_is_used(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
):
    sign_in(client)
    began = client.session["_began"]
    monkeypatch.setattr(settings, "SESSION_WHOLE_AGE", timezone.now().timestamp() - began - 0.001)

    assert not is_in(client)
    assert not Session.objects.exists()


def test_another_password_ends_the_other_sessions(client: Client, person: User):
    other = Client()
    sign_in(client)
    sign_in(other)

    person.set_password("Une phrase toute neuve")
    person.save()

    assert not is_in(other)


def test_a_person_chooses_the_reminders_that_arrive(client: Client, person: User):
    sign_in(client)
    client.post(reverse("account_reminders"), {"kind": ["blocked", "ends_soon"]})

    page = client.get(reverse("account_overview"))

    assert [choice.kind for choice in page.context["reminders"] if choice.arrives] == ["blocked", "ends_soon"]


def test_an_account_says_its_roles_and_what_they_reach(client: Client, person: User):
    sign_in(client)

    page = client.get(reverse("account_overview")).content.decode()

    assert "Directeur ou directrice de projet" in page
    assert "Aurillac" in page


def test_the_link_of_an_invitation_opens_an_account_and_leads_to_a_second_factor_then_the_desk(
    client: Client, django_capture_on_commit_callbacks
):
    token = invited(django_capture_on_commit_callbacks)
    address = reverse("account_invitation", args=[token])

    weak = client.post(address, {"name": "Agente de la ville", "password": "azerty"})
    opened = client.post(address, {"name": "Agente de la ville", "password": PASSWORD}, follow=True)
    again = Client().get(address)

    assert "Agente de la ville" in weak.content.decode()
    assert opened.request["PATH_INFO"] == reverse("mfa_index")
    assert "Ajoutez un second facteur" in opened.content.decode()
    assert client.get(reverse("desk:home")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert len(client.get(reverse("usersessions_list")).context["sessions"]) == 1
    assert again.status_code == 404


def test_an_invitation_adds_to_the_account_of_its_address(
    client: Client, person: User, django_capture_on_commit_callbacks
):
    token = invited(django_capture_on_commit_callbacks, territory="acv-104")

    answer = client.post(reverse("account_invitation", args=[token]))

    assert answer.url == reverse("account_login")
    assert person.memberships.count() == 2


def invited(capture, *, territory: str = "acv-017") -> str:
    with capture(execute=True):
        operations.invite(
            EMAIL,
            organisation=making.organisation(),
            role=making.Role.PROJECT_DIRECTOR,
            scope_kind=making.ScopeKind.TERRITORIES,
            scope_codes=[territory],
            link_to=lambda token: f"https://beffroi.example/{token}",
            by=None,
            at=timezone.now(),
        )
    return re.search(r"beffroi\.example/(\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("route", sorted(OWN_ACCOUNT))
def test_the_pages_of_an_account_are_closed_to_whoever_is_not_signed_in(client: Client, route: str):
    address = reverse(route, kwargs={"pk": 1} if route in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else None)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_the_routes_by_which_an_address_would_change_are_not_opened():
    assert {"account_email", "socialaccount_connections", "account_confirm_email"}.isdisjoint(ACCESS)


def test_a_public_page_opens_no_session_and_reads_no_database(client: Client, person: User):
    sign_in(client)
    sessions = dict(Session.objects.values_list("session_key", "session_data"))

    answer = client.get(reverse("public:legal"))

    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    assert dict(Session.objects.values_list("session_key", "session_data")) == sessions


def test_a_public_page_asks_the_database_nothing(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("public:legal"))


def test_a_page_made_for_a_person_is_never_kept(client: Client, person: User):
    sign_in(client)
    mine = client.get(reverse("account_change_password"))
    stranger = Client().get(reverse("account_change_password"))

    assert mine.status_code == 200
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in mine.headers
    assert stranger.status_code == 302


def test_the_form_at_the_door_is_made_anew_for_each_visitor(client: Client):
    mine, yours = (Client().get(reverse("account_login")) for _ in range(2))

    assert mine.headers["Cache-Control"] == "private, no-store"
    assert mine.cookies["csrftoken"].value != yours.cookies["csrftoken"].value


def test_a_public_page_stays_kept_when_somebody_signed_in_asks_for_it(client: Client, person: User):
    stranger = Client().get(reverse("public:legal"))
    sign_in(client)

    mine = client.get(reverse("public:legal"))

    assert mine.headers["ETag"] == stranger.headers["ETag"]
    assert mine.content == stranger.content
