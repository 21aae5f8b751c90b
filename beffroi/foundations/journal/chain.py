"""The chain: what each row says, and how one row holds the next."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model, Q, QuerySet

from beffroi.foundations.journal.models import Entry, Head

SAID = ("sequence", "at", "by", "on_behalf_of", "verb", "subject_kind", "subject_id", "territory", "before", "after")


class OutsideOperation(RuntimeError):
    """A row is written with what it tells of, or not at all."""


def record(
    verb: str,
    *,
    subject: Model | tuple[str, object],
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
    kind, subject_id = named(subject)
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        sequence=head.sequence + 1,
        at=at,
        by=by,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject_kind=kind,
        subject_id=subject_id,
        territory=territory,
        before=plain(before or {}),
        after=plain(after or {}),
        previous_hash=head.hash,
    )
    entry.hash = link(entry)
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def named(subject: Model | tuple[str, object]) -> tuple[str, str]:
    """The kind and the identifier of a thing, as the journal writes them: « version », « 12 »."""
    kind, identifier = (subject._meta.model_name, subject.pk) if isinstance(subject, Model) else subject
    return str(kind), str(identifier)


def link(entry: Entry) -> str:
    """The checksum of what the row says and of the row before it."""
    said = {name: getattr(entry, name) for name in SAID} | {"at": entry.at.astimezone(UTC).isoformat()}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous_hash}\n{text}".encode()).hexdigest()


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and amounts as text, whole floats as integers: what is read back is what was hashed, on both databases."""
    return _whole_as_integers(json.loads(json.dumps(values, cls=DjangoJSONEncoder, allow_nan=False)))


def _whole_as_integers(value: Any) -> Any:
    # PostgreSQL gives 1e22 back as an integer, SQLite as a float.
    if isinstance(value, dict):
        return {key: _whole_as_integers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_whole_as_integers(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def faults() -> Iterator[str]:
    """A sentence for each row that is not as it was written, or is not where it was.

    Writers need not stop meanwhile: the end is read before the rows, and again after them.
    """
    start = _head()
    previous, expected, hash_at_start = "", 0, ""
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
        if entry.sequence == start.sequence:
            hash_at_start = entry.hash
    if start.sequence > expected:
        yield f"The journal ends at row {expected}, but row {start.sequence} was written last: its end was cut off."
    elif hash_at_start != start.hash:
        yield f"Row {start.sequence} is not the one that was written: the end of the journal was replaced."
    if _head().sequence < expected:
        yield f"Row {expected} was added without the journal: the last row it wrote is {start.sequence}."


def _head() -> Head:
    # Without its only row nothing can be written any more; everything that was written then counts as forged.
    return Head.objects.filter(pk=1).first() or Head(pk=1)


def history(subject: Model | tuple[str, object]) -> list[Entry]:
    """What happened to one thing, latest first."""
    kind, subject_id = named(subject)
    return list(Entry.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("-sequence"))


def with_import(subject: Model, *, imported_in: int | None) -> QuerySet[Entry]:
    """The same, with the row of the import that brought it with many others, where one did."""
    kind, subject_id = named(subject)
    brought = Q(sequence=imported_in) if imported_in else Q(pk__in=())
    return Entry.objects.filter(Q(subject_kind=kind, subject_id=subject_id) | brought).order_by("-sequence")


def last() -> Head:
    """The last link: noted elsewhere, it proves later that nothing before it was rewritten."""
    return _head()
