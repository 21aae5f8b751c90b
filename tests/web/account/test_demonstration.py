"""The role accounts of the demonstration open with one click, in that mode and in no other."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.foundations import clock
from beffroi.programme.people import demonstration
from beffroi.programme.people.models import User
from beffroi.programme.people.seed import seed_organisations

pytestmark = pytest.mark.django_db


@pytest.fixture
def _demonstration(settings):
    settings.BEFFROI_DEMO = True
    seed_organisations(at=clock.now())


@pytest.mark.usefixtures("_demonstration")
@pytest.mark.parametrize("key", demonstration.CHARACTERS)
def test_one_click_opens_the_desk_of_a_role(client: Client, key: str):
    answer = client.post(reverse("demonstration_login"), {"role": key}, follow=True)

    assert answer.request["PATH_INFO"] == reverse("desk:home")
    assert "(démonstration)" in answer.content.decode()
    assert User.objects.get().is_demonstration


@pytest.mark.usefixtures("_demonstration")
def test_a_role_account_is_opened_once_and_has_no_password(client: Client):
    for _ in range(2):
        client.post(reverse("demonstration_login"), {"role": "national"})

    account = User.objects.get()
    assert not account.has_usable_password()
    assert account.memberships.count() == 1


@pytest.mark.usefixtures("_demonstration")
def test_an_unknown_role_account_does_not_exist(client: Client):
    assert client.post(reverse("demonstration_login"), {"role": "ministre"}).status_code == 404


def test_without_the_demonstration_no_role_account_exists(client: Client):
    page = client.get(reverse("account_login")).content.decode()

    assert client.post(reverse("demonstration_login"), {"role": "national"}).status_code == 404
    assert "Essayer sans compte" not in page
    with pytest.raises(demonstration.NoDemonstration):
        demonstration.account_of("national", at=clock.now())
    assert not User.objects.exists()
