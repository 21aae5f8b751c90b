"""Every test of the room reads the database; `director` is signed in as the project director of Aurillac."""

import pytest
from django.test import Client

from tests.programme import making


@pytest.fixture(autouse=True)
def _database(db: None) -> None: ...


@pytest.fixture
def director(client: Client) -> Client:
    making.territory("acv-017")
    client.force_login(
        making.project_director("acv-017", of=making.organisation(code="15014", name="Ville d’Aurillac"))
    )
    return client
