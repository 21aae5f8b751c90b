"""The chain: what each row says, and how one row holds the next."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from beffroi.foundations.journal.models import Entry, Head

SAID = ("sequence", "at", "by", "on_behalf_of", "verb", "subject_kind", "subject_id", "territory", "before", "after")


class OutsideOperation(RuntimeError):
    """A row is written with what it tells of, or not at all."""


def record(
    verb: str,
    *,
    subject: tuple[str, object],
    by: str,
    at: datetime,
    territory: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf_of: str = "",
) -> Entry:
    """One row, in the transaction of the operation that it tells of."""
    if not connection.in_atomic_block:
        raise OutsideOperation(
            f"{verb} was recorded outside a transaction; open `transaction.atomic()` around the operation."
        )
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        sequence=head.sequence + 1,
        at=at,
        by=by,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        territory=territory,
        before=plain(before or {}),
        after=plain(after or {}),
        previous_hash=head.hash,
    )
    entry.hash = link(entry)
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def link(entry: Entry) -> str:
    """The checksum of what the row says and of the row before it."""
    said = {name: getattr(entry, name) for name in SAID} | {"at": entry.at.astimezone(UTC).isoformat()}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous_hash}\n{text}".encode()).hexdigest()


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and amounts as text: what is stored is what is hashed."""
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


@transaction.atomic
def faults() -> Iterator[str]:
    """A sentence for each row that is not as it was written, or is not where it was."""
    previous, expected = "", 0
    for entry in Entry.objects.order_by("sequence").iterator():
        expected += 1
        if entry.sequence != expected:
            yield f"Row {expected} is absent: the journal goes from {expected - 1} to {entry.sequence}."
            expected = entry.sequence
        elif entry.previous_hash != previous:
            yield f"Row {entry.sequence} does not follow the row before it: one of the two was replaced."
        if link(entry) != entry.hash:
            told = f"{entry.verb}, {entry.subject_kind} {entry.subject_id}"
            yield f"Row {entry.sequence} ({told}) was changed after it was written."
        previous = entry.hash
    head = Head.objects.get(pk=1)
    if (head.sequence, head.hash) != (expected, previous):
        yield f"The journal ends at row {expected}, but row {head.sequence} was written last: its end was cut off."


def history(kind: str, subject_id: object) -> list[Entry]:
    """What happened to one thing, latest first."""
    return list(Entry.objects.filter(subject_kind=kind, subject_id=str(subject_id)).order_by("-sequence"))
