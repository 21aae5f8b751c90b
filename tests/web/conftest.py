"""Who opens the pages of most rooms."""

import pytest
from django.test import Client

from tests.programme import making


@pytest.fixture
def director(client: Client) -> Client:
    """The project director of Aurillac, signed in."""
    making.territory("acv-017")
    client.force_login(
        making.project_director("acv-017", of=making.organisation(code="15014", name="Ville d’Aurillac"))
    )
    return client
