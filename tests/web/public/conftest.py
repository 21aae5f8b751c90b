import re

import pytest
from django.test import Client


@pytest.fixture
def visitor():
    """Someone who reads the site without script."""
    return Client(headers={"host": "localhost"})


@pytest.fixture
def read(visitor):
    """The text of a page as a reader gets it, once its answer is what was expected."""

    def text(address, *, status=200):
        response = visitor.get(address)
        assert response.status_code == status, address
        # The blanks of the templates mean nothing; no-break spaces do.
        return re.sub(r"(?<=>) | (?=[<>])", "", re.sub(r"[ \n]+", " ", response.content.decode()))

    return text
