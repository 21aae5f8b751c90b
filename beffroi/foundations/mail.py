"""Letters leave when what they tell of is kept, never before."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.core.mail import send_mail
from django.db import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    to: Collection[str]
    subject: str
    text: str


def send(letter: Letter) -> None:
    """Once the transaction is committed. A mail server that fails is logged; it does not undo what was done."""
    leaves = partial(send_mail, letter.subject, letter.text, None, list(letter.to))
    transaction.on_commit(leaves, robust=True)
