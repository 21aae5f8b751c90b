"""What was read of some kinds of things is given again until the journal has a row about one of them."""

import pytest
from django.db import transaction

from beffroi.foundations.journal import kept as keeping
from beffroi.foundations.journal.chain import record
from tests.programme.making import AT

pytestmark = pytest.mark.django_db
NAMES = frozenset({"organisation"})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch):
    """How often it was read, each time that it is asked."""
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    keeping.forget()
    times = iter(range(1, 100))
    yield lambda: keeping.kept_until(NAMES, "names", lambda: next(times))
    keeping.forget()


def happens(kind: str, *, territory: str = "") -> None:
    with transaction.atomic():
        record(f"{kind}.changed", subject=(kind, 1), by="system", at=AT, territory=territory)


def test_what_happens_to_another_kind_of_thing_changes_nothing(asked):
    assert asked() == 1
    happens("action", territory="acv-012")
    happens("membership")

    assert asked() == asked() == 1


@pytest.mark.parametrize("kind", ["organisation", *sorted(keeping.OF_MANY)])
def test_it_is_read_again_when_one_of_its_kind_changes_or_when_many_things_do(asked, kind):
    asked()
    happens(kind)

    assert asked() == 2


def test_after_very_many_rows_it_is_read_again(asked, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_ROWS", 2)
    asked()
    for _time in range(3):
        happens("action")

    assert asked() == 2


def test_a_transaction_reads_for_itself():
    times = iter(range(1, 100))

    assert [keeping.kept_until(NAMES, "names", lambda: next(times)) for _time in range(2)] == [1, 2]


def test_one_answer_asks_for_the_last_row_once(asked, django_assert_num_queries):
    asked()
    happens("organisation")

    with keeping.reading():
        last = keeping.link()
        happens("organisation")
        with django_assert_num_queries(1):  # the rows since it was read
            assert keeping.link() == last
            assert asked() == 2
            assert asked() == 2

    assert asked() == 3


def test_the_accesses_of_many_people_do_not_push_out_what_is_kept_of_the_territories(asked, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BOOKS", 1)
    times = iter(range(1, 100))

    def ledger() -> dict[str, int]:
        return keeping.kept_by_territory("money", ["acv-012"], lambda codes: {code: next(times) for code in codes})

    first = ledger()
    for person in range(5):
        keeping.kept_until(frozenset({"membership"}), ("grants", person), tuple)

    assert ledger() == first
