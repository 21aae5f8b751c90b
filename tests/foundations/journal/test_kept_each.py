"""A row of a list is given again until the journal has a row about its territory."""

from collections.abc import Sequence

import pytest

from beffroi.foundations.journal import kept as keeping

pytestmark = pytest.mark.django_db
HERE, THERE = "acv-017", "acv-012"
TERRITORIES = {1: HERE, 2: HERE, 3: THERE}


class Reader:
    """Notes each reading: the keys that it was given; `there` are those that still exist."""

    def __init__(self) -> None:
        self.readings: list[list[int]] = []
        self.there = set(TERRITORIES)

    def __call__(self, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
        self.readings.append(list(keys))
        return {key: (TERRITORIES[key], f"row {key}") for key in keys if key in self.there}

    def asked(self, *keys: int) -> dict[int, str]:
        return keeping.kept_each("list", keys, self)


@pytest.fixture
def reader(settled):
    return Reader()


def test_another_page_of_the_same_list_reads_only_the_rows_that_it_adds(reader):
    assert reader.asked(1, 2) == {1: "row 1", 2: "row 2"}
    assert reader.asked(2, 3) == {2: "row 2", 3: "row 3"}

    assert reader.readings == [[1, 2], [3]]


def test_rows_come_in_the_order_asked(reader):
    reader.asked(1, 2, 3)

    assert list(reader.asked(3, 1, 2)) == [3, 1, 2]


def test_only_rows_of_the_territory_that_something_happened_to_are_read_again(reader, happens):
    reader.asked(1, 2, 3)
    happens(HERE)
    reader.asked(1, 2, 3)

    assert reader.readings == [[1, 2, 3], [1, 2]]


def test_what_happens_to_no_territory_makes_all_rows_be_read_again(reader, happens):
    """A body that changes its name owns actions everywhere."""
    reader.asked(1, 3)
    happens("", kind="organisation", verb="organisation.changed")
    reader.asked(1, 3)

    assert reader.readings == [[1, 3], [1, 3]]


def test_a_row_that_is_no_longer_there_is_left_out_and_asked_for_each_time(reader):
    reader.there = {1}

    assert reader.asked(1, 3) == reader.asked(1, 3) == {1: "row 1"}
    assert reader.readings == [[1, 3], [3]]


def test_a_list_of_very_many_rows_keeps_those_last_asked_for(reader, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_OF_A_LIST", 2)
    reader.asked(1, 2)
    reader.asked(3)
    reader.asked(3)
    reader.asked(1)

    assert reader.readings == [[1, 2], [3], [1]]


def test_the_lists_least_asked_for_leave_first(reader, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_LISTS", 2)
    for name in ("a", "b", "a", "c"):
        keeping.kept_each(name, [1], reader)

    assert set(keeping._lists) == {"a", "c"}


def test_a_transaction_reads_for_itself():
    """What it sees may never be committed."""
    reader = Reader()
    reader.asked(1)
    reader.asked(1)

    assert reader.readings == [[1], [1]]
