"""What happened to an action or to its money, in the words of the room."""

from collections.abc import Iterable
from typing import Any

from beffroi.foundations.journal.models import Entry
from beffroi.web.action import wording
from beffroi.web.components.history import Told, Words, linked, named, organisations
from beffroi.web.components.history import told as told_in

__all__ = ["Told", "linked", "named", "organisations", "told"]


def told(entries: Iterable[Entry], *, fields: Any = wording.FIELDS, said: Any = wording.said) -> list[Told]:
    return told_in(entries, words=Words(wording.verb, fields, said))
