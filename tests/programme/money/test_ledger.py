"""What the ledger adds up is what the lines add up to, whoever reads, and after every move."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.foundations.journal import kept as keeping
from beffroi.programme.money import ledger, operations
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.queries import readable
from beffroi.programme.money.totals import By, totals
from beffroi.programme.people.operations import add_organisation
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.people.scope import scope
from tests.programme import making
from tests.programme.making import AT, ON, organisation, territory
from tests.programme.making_actions import action, line, local_share

pytestmark = pytest.mark.django_db
CODES = ("acv-001", "acv-012", "acv-017")
READERS = {
    "the national team": making.national_team,
    "a project director": lambda: making.project_director("acv-017"),
    "an officer of the State": lambda: making.state_officer("15"),
    "a partner": making.partner,
    "an evaluator": making.evaluator,
}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch):
    """What the test writes is taken for committed, and nothing is left of what another test read."""
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    keeping.forget()
    yield
    keeping.forget()


def several_lines() -> None:
    """A refused line, a settled one, an own share; of public and internal actions, on two territories."""
    for code, circle in (("acv-017", "public"), ("acv-017", "organisation"), ("acv-001", "agents")):
        on = action(territory(code), circle=circle)
        line(on, state="settled", amount=Decimal("100.10"), paid=Decimal("99.99"))
        line(on, state="refused", amount=7)
        line(
            on,
            state="requested",
            amount=20,
            funder=organisation(OrganisationKind.BANQUE_DES_TERRITOIRES),
            origin="dedicated",
        )
        local_share(on, amount=5)


def held_by(who) -> list[ledger.Held]:
    return ledger.ledger(who, territories=CODES)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("by", sorted(ledger.DIMENSIONS))
def test_the_ledger_says_what_the_lines_add_up_to(by: By, reader: str):
    several_lines()
    who = scope(READERS[reader](), on=ON)
    lines = readable(who).filter(action__territory__in=CODES)

    assert ledger.totals(held_by(who), by=[by]) == totals(lines, by=[by])
    assert ledger.totals(ledger.counted(held_by(who)), by=[by]) == totals(lines.counted(), by=[by])


def test_the_ledger_of_no_line_has_no_total():
    who = scope(making.national_team(), on=ON)

    assert ledger.totals(held_by(who), by=[By.ORIGIN]) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.decimals(1, 10**6, places=2)), min_size=1, max_size=6))
def test_after_any_corrections_the_ledger_kept_is_the_sum_of_the_lines(kept, edits):
    """The law of a total: nothing that was read before a write is told after it."""
    who = scope(making.national_team(), on=ON)
    lines = [line(action(territory(code)), amount=10) for code in (*CODES, "acv-012")]
    keeping.forget()  # these were put there without the journal
    for which, amount in edits:
        held_by(who)
        one = FundingLine.objects.get(pk=lines[which].pk)
        operations.change(one, revision=one.revision, values={"planned": amount}, by=None, at=AT)

        told = totals(readable(who).filter(action__territory__in=CODES), by=[By.TERRITORY, By.FUNDER])
        assert ledger.totals(held_by(who), by=[By.TERRITORY, By.FUNDER]) == told


def test_a_line_that_moves_has_its_own_territory_alone_read_again(kept, monkeypatch):
    who = scope(making.national_team(), on=ON)
    one, _other = line(action(territory("acv-012"))), line(action(territory("acv-017")))
    read: list[list[str]] = []
    reading = ledger._read
    monkeypatch.setattr(ledger, "_read", lambda scope, codes: read.append(list(codes)) or reading(scope, codes))
    held_by(who)

    operations.change(one, revision=one.revision, values={"planned": Decimal(3)}, by=None, at=AT)
    held_by(who)

    assert read == [list(CODES), ["acv-012"]]


def test_an_organisation_just_added_changes_no_total_and_nothing_is_read_again(kept, monkeypatch):
    who = scope(making.national_team(), on=ON)
    line(action(territory("acv-012")))
    before = held_by(who)
    monkeypatch.setattr(ledger, "_read", lambda scope, codes: pytest.fail(f"{codes} are read again"))

    add_organisation("Foncière du centre", kind=OrganisationKind.OTHER, code="fonciere", by=None, at=AT)

    assert held_by(who) == before
