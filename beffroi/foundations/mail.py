"""Letters leave when what they tell of is kept, never before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.core.mail import EmailMessage
from django.db import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    to: Collection[str]
    subject: str
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


def send(letter: Letter) -> None:
    """Once the transaction is committed. A mail server that fails is logged; it does not undo what was done."""
    transaction.on_commit(partial(deliver, letter), robust=True)


def deliver(letter: Letter) -> None:
    """Now. `OSError` when the mail server refuses it or does not answer."""
    EmailMessage(letter.subject, letter.text, None, list(letter.to), headers=dict(letter.headers)).send()
