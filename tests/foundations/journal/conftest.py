"""What these tests share: all is taken for committed, nothing is left of another test, and something happens."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from beffroi.foundations.journal import kept as keeping
from beffroi.foundations.journal.chain import record
from tests.programme.making import AT


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    keeping.forget()
    yield
    keeping.forget()


@pytest.fixture
def happens() -> Callable[..., None]:
    """`happens("acv-017")`: the journal has one row more, about something on this territory."""

    def one_more(territory: str, *, kind: str = "action", verb: str = "action.changed") -> None:
        with transaction.atomic():
            record(verb, subject=(kind, 1), by="system", at=AT, territory=territory)

    return one_more
