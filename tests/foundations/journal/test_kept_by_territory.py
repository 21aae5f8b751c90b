"""What was read of a territory is given again until the journal has a row about it."""

from collections.abc import Collection

import pytest

from beffroi.foundations.journal import kept as keeping
from beffroi.foundations.journal.models import Head

pytestmark = pytest.mark.django_db
HERE, THERE = "acv-017", "acv-012"


class Reader:
    """Counts how often each territory was read."""

    def __init__(self) -> None:
        self.times = {HERE: 0, THERE: 0}

    def __call__(self, codes: Collection[str]) -> dict[str, int]:
        for code in codes:
            self.times[code] += 1
        return {code: self.times[code] for code in codes}

    def asked(self, *codes: str) -> dict[str, int]:
        return keeping.kept_by_territory("figure", codes or (HERE, THERE), self)


@pytest.fixture
def reader(settled):
    return Reader()


def test_nothing_happened_so_nothing_is_read_again(reader):
    assert reader.asked() == reader.asked() == {HERE: 1, THERE: 1}


def test_only_the_territory_that_a_row_is_about_is_read_again(reader, happens):
    reader.asked()
    happens(HERE)

    assert reader.asked() == {HERE: 2, THERE: 1}


def test_a_territory_not_asked_meanwhile_is_read_again_when_it_is(reader, happens):
    reader.asked()
    happens(HERE)
    reader.asked(THERE)

    assert reader.asked() == {HERE: 2, THERE: 1}


def test_a_row_about_no_territory_makes_all_be_read_again(reader, happens):
    reader.asked()
    happens("", kind="organisation", verb="organisation.changed")

    assert reader.asked() == {HERE: 2, THERE: 2}


@pytest.mark.parametrize("kind", sorted(keeping.OF_ACCOUNTS))
def test_what_happens_to_an_account_touches_no_territory(reader, kind, happens):
    reader.asked()
    happens("", kind=kind, verb="account.closed")

    assert reader.asked() == {HERE: 1, THERE: 1}


def test_after_very_many_rows_all_is_read_again(reader, monkeypatch, happens):
    monkeypatch.setattr(keeping, "MOST_ROWS", 2)
    reader.asked()
    for _time in range(3):
        happens(HERE)

    assert reader.asked() == {HERE: 2, THERE: 2}


def test_what_another_thread_read_after_a_later_row_is_taken_as_it_is(reader, monkeypatch, happens):
    happens(HERE)
    before = keeping.link()
    happens(THERE)
    reader.asked()
    monkeypatch.setattr(keeping, "link", lambda: before)

    assert reader.asked() == {HERE: 1, THERE: 1}


def test_a_database_put_back_as_it_was_is_read_again(reader, happens):
    """A restored copy has rows with the same numbers: their links tell that they are others."""
    happens(HERE)
    reader.asked()
    head = Head.objects.get()
    Head.objects.update(hash="0" * 64)
    keeping._books["figure"] = keeping.Book((head.sequence, "f" * 64), keeping._books["figure"].pages)

    assert reader.asked() == {HERE: 2, THERE: 2}


def test_a_transaction_reads_for_itself():
    """What it sees may never be committed."""
    reader = Reader()

    assert reader.asked() == {HERE: 1, THERE: 1}
    assert reader.asked() == {HERE: 2, THERE: 2}


def test_the_books_least_asked_for_leave_first(reader, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BOOKS", 2)
    for key in ("a", "b", "a", "c"):
        keeping.kept_by_territory(key, [HERE], reader)

    assert list(keeping._books) == ["a", "c"]
