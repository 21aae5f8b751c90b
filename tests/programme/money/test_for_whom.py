"""For which organisation someone acts on actions and money: the history of each thing says it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.foundations.journal.chain import history
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions import operations as actions
from beffroi.programme.actions import parts
from beffroi.programme.actions.models import Milestone
from beffroi.programme.money import envelopes, operations
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.operations import Told
from beffroi.programme.money.workbook.loading import load
from beffroi.programme.money.workbook.tables import read_sent
from beffroi.programme.people.acting import ORGANISATION
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import evaluator, national_team, organisation, partner, project_director, territory
from tests.programme.making_actions import AT, ON, action, described, line, town_hall


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    territory()


def bank() -> Organisation:
    return organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")


def for_whom(subject: object) -> list[str]:
    """The organisations of its history, latest first."""
    names = {f"{ORGANISATION}{one.pk}": one.name for one in Organisation.objects.all()} | {"": ""}
    return [names[entry.on_behalf_of] for entry in history(subject)]


def test_a_director_acts_on_an_action_and_on_what_it_holds_for_the_town():
    director = project_director("acv-017", of=town_hall())

    written = actions.add(described(), by=director, at=AT)
    actions.change(written, revision=1, values={"title": "Halle"}, by=director, at=AT)
    parts.add_milestone(Milestone(action=written, label="Permis", planned_date=ON), by=director, at=AT)

    assert for_whom(written) == [town_hall().name] * 3


def test_a_partner_answers_for_the_bank_and_the_installer_for_nobody():
    loan = line(state="requested", amount=1000, funder=bank())

    operations.move(loan, "accept", by=partner(), at=AT, said=Told(amount=Decimal(800), day=ON))
    operations.change(loan, revision=2, values={"planned": Decimal(900)}, by=None, at=AT)

    assert for_whom(loan) == ["", bank().name]


def test_who_holds_two_roles_acts_for_the_one_whose_money_it_is():
    both = partner(person=project_director("acv-017", of=town_hall()))
    loan, grant = line(funder=bank()), line()

    for one in (loan, grant):
        operations.change(one, revision=1, values={"planned": Decimal(5)}, by=both, at=AT)
    opened = envelopes.open_envelope(
        Envelope(partner=bank(), instrument="grant", year=2023, scope_kind="nation", amount=Decimal(10)), by=both, at=AT
    )

    assert for_whom(loan) == for_whom(opened) == [bank().name]
    assert for_whom(grant) == [town_hall().name]


def test_the_national_team_acts_for_its_agency_on_the_envelope_of_a_partner():
    opened = Envelope(partner=bank(), instrument="grant", year=2023, scope_kind="nation", amount=Decimal(10))

    envelopes.open_envelope(opened, by=national_team(), at=AT)
    envelopes.change_amount(opened, revision=1, amount=Decimal(20), by=national_team(), at=AT)
    envelopes.withdraw(opened, revision=2, reason="Doublon", by=national_team(), at=AT)

    assert for_whom(opened) == [organisation(OrganisationKind.ANCT, code="national").name] * 3


def test_nobody_acts_for_whom_they_only_evaluate():
    director = project_director("acv-017", person=evaluator(of=bank()), of=town_hall())

    written = actions.add(described(), by=director, at=AT)

    assert for_whom(written) == [town_hall().name]


def sent(*titles: tuple[int, str]) -> dict[str, bytes]:
    """A file that gives these titles to actions by their number."""
    rows = "".join(f"acv-017/{number};acv-017;{title};1;1\r\n" for number, title in titles)
    return {"actions.csv": ("Référence;Territoire;Intitulé;Axe;Version\r\n" + rows).encode("cp1252")}


def accesses_read(*titles: tuple[int, str]) -> int:
    """How often the accesses of a director are asked to the database by the import of these rows."""
    director = project_director("acv-017", of=town_hall())
    with CaptureQueriesContext(connection) as asked:
        done = load(read_sent(sent(*titles)), by=director, at=AT)
    assert done.changed == len(titles)
    return sum('FROM "people_membership"' in query["sql"] for query in asked.captured_queries)


def test_an_import_says_for_whom_and_reads_the_sender_s_accesses_once_for_all_rows():
    kept = [action(title=f"Action {rank}") for rank in range(6)]

    few = accesses_read((kept[0].number, "Halle"))
    many = accesses_read(*((one.number, f"Halle {one.number}") for one in kept[1:]))

    assert few == many == 1
    assert for_whom(kept[3]) == [town_hall().name]
    assert {entry.on_behalf_of for entry in Entry.objects.filter(verb="actions.imported")} == {
        f"{ORGANISATION}{town_hall().pk}"
    }
