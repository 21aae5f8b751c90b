"""The journal: one row an operation, kept as written by the database itself, chained so that a forgery shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from beffroi.foundations.journal import chain
from beffroi.foundations.journal.append_only import SQLITE
from beffroi.foundations.journal.models import Entry, Head

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def written(*subjects: str) -> list[Entry]:
    return [
        chain.record("convention.signed", subject=("convention", subject), by="system", at=AT, after={"n": n})
        for n, subject in enumerate(subjects)
    ]


@contextmanager
def raw_hand() -> Iterator[None]:
    """Someone with the rights of the database's owner takes the triggers off first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in SQLITE:
                cursor.execute(f"drop trigger {name}")
        else:
            cursor.execute("alter table journal_entry disable trigger user")
    yield


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_row_says_who_did_what_to_what_and_when():
    chain.record(
        "convention.signed",
        subject=("convention", 12),
        by="5e0c",
        on_behalf_of="prefecture 46",
        at=AT,
        territory="acv-017",
        before={"state": "ready"},
        after={"signed_date": date(2024, 3, 1), "cost": Decimal("1250.50")},
    )

    (entry,) = chain.history(("convention", 12))
    assert (entry.verb, entry.by, entry.on_behalf_of, entry.at) == ("convention.signed", "5e0c", "prefecture 46", AT)
    assert entry.territory == "acv-017"
    assert entry.before == {"state": "ready"}
    assert entry.after == {"signed_date": "2024-03-01", "cost": "1250.50"}


def test_the_history_of_a_thing_is_its_own_latest_first():
    written("12", "13", "12")

    assert [entry.after["n"] for entry in chain.history(("convention", "12"))] == [2, 0]


def test_a_model_names_itself():
    head = Head.objects.get()

    chain.record("head.seen", subject=head, by="system", at=AT)

    assert [entry.subject_kind for entry in chain.history(head)] == ["head"]


@pytest.mark.django_db(transaction=True, databases=[])
def test_the_journal_is_not_written_outside_the_transaction_of_an_operation():
    with pytest.raises(chain.OutsideOperation, match=r"transaction\.atomic"):
        chain.record("convention.signed", subject=("convention", 1), by="system", at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "update journal_entry set by = 'someone else'",
        "delete from journal_entry",
        "delete from journal_entry where sequence = 2",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement: str):
    written("1", "2", "3")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(statement)

    assert Entry.objects.count() == 3


def test_the_database_refuses_the_orm_as_well():
    (entry,) = written("1")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.save()


def test_the_database_refuses_to_empty_or_replace():
    written("1")
    statement = (
        "insert or replace into journal_entry select * from journal_entry"
        if connection.vendor == "sqlite"
        else "truncate journal_entry"
    )

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(statement)

    assert Entry.objects.count() == 1


def test_a_whole_journal_has_no_fault():
    written("1", "2", "3")

    assert list(chain.faults()) == []


def test_an_empty_journal_has_no_fault():
    assert list(chain.faults()) == []


@pytest.mark.parametrize(
    "change",
    [
        "by = 'someone else'",
        "verb = 'convention.refused'",
        "subject_id = '99'",
        "after = '{\"n\": 7}'",
        "at = '2024-03-02 09:30:00+00:00'",
        "territory = 'acv-001'",
    ],
)
def test_a_row_changed_by_hand_is_found_and_named(change: str):
    written("1", "2", "3")

    with raw_hand():
        execute(f"update journal_entry set {change} where sequence = 2")

    (fault,) = chain.faults()
    assert fault.startswith("Row 2 (")
    assert fault.endswith("was changed after it was written.")


def test_a_row_rewritten_with_a_right_checksum_breaks_the_link_of_the_next():
    _, second, _ = written("1", "2", "3")
    second.by = "someone else"

    with raw_hand():
        execute(f"update journal_entry set by = 'someone else', hash = '{chain.link(second)}' where sequence = 2")

    assert list(chain.faults()) == [
        "Row 3 does not follow the row before it: one of the two was replaced.",
    ]


def test_a_last_row_rewritten_with_a_right_checksum_is_not_the_one_that_was_written():
    *_, last = written("1", "2", "3")
    last.by = "someone else"

    with raw_hand():
        execute(f"update journal_entry set by = 'someone else', hash = '{chain.link(last)}' where sequence = 3")

    assert list(chain.faults()) == [
        "Row 3 is not the one that was written: the end of the journal was replaced.",
    ]


def test_a_row_removed_from_the_middle_is_found():
    written("1", "2", "3")

    with raw_hand():
        execute("delete from journal_entry where sequence = 2")

    assert list(chain.faults()) == ["Row 2 is absent: the journal goes from 1 to 3."]


def test_an_end_cut_off_is_found():
    written("1", "2", "3")

    with raw_hand():
        execute("delete from journal_entry where sequence > 1")

    assert list(chain.faults()) == [
        "The journal ends at row 1, but row 3 was written last: its end was cut off.",
    ]


def test_a_row_added_behind_the_journal_is_found():
    (entry,) = written("1")
    entry.pk, entry.sequence, entry.previous_hash = None, 2, entry.hash
    entry.hash = chain.link(entry)

    entry.save(force_insert=True)

    assert list(chain.faults()) == ["Row 2 was added without the journal: the last row it wrote is 1."]


def test_a_journal_whose_head_was_deleted_is_not_whole():
    written("1")

    Head.objects.all().delete()

    assert len(list(chain.faults())) == 1


@pytest.mark.parametrize(
    "value", [1e22, 2.35e-05, -0.0, 1.0, 0.1 + 0.2, "É\u2028’", None, [1.5, {"a": 3.0}], 10**18, 48.990312345678901]
)
def test_any_value_is_read_back_as_it_was_hashed(value: object):
    chain.record("value.kept", subject=("value", 1), by="system", at=AT, after={"value": value})

    assert list(chain.faults()) == []
    assert chain.history(("value", 1))[0].after == {"value": value}


def test_what_cannot_be_said_in_json_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        chain.record("value.kept", subject=("value", 1), by="system", at=AT, after={"value": float("nan")})


def test_the_last_link_can_be_noted_elsewhere():
    *_, entry = written("1", "2")

    assert (chain.last().sequence, chain.last().hash) == (2, entry.hash)
