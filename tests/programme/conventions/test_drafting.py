"""The text of a version: who writes it, until when, and how two people write it without losing a word."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.drafting import VersionChanged
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind
from beffroi.programme.conventions.models import Annex, Party, Version
from beffroi.programme.conventions.operations import ConventionRefused
from beffroi.programme.conventions.states import VersionState
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at

DAY = DAYS["drafted"]


@pytest.fixture
def version(pair, director):
    return operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAY))


def test_the_second_of_two_writers_is_told_what_changed_and_loses_nothing(pair, version, director):
    colleague = making.town_agent(pair.pk)
    opened = version.revision
    drafting.write(version, changes={"summary": "Un centre à vivre"}, revision=opened, by=director, at=at(DAY))
    with pytest.raises(VersionChanged) as refusal:
        drafting.write(version, changes={"summary": "Un cœur de ville"}, revision=opened, by=colleague, at=at(DAY))
    assert [entry.after["summary"] for entry in refusal.value.since] == ["Un centre à vivre"]
    assert [entry.by for entry in refusal.value.since] == [str(director.public_id)]
    kept = drafting.write(version, changes={"summary": "Un cœur"}, revision=opened + 1, by=colleague, at=at(DAY))
    assert (kept.summary, kept.revision) == ("Un cœur", 3)


def test_a_convention_does_not_end_before_it_takes_effect(version, director):
    changes = {"effective_date": date(2018, 9, 1), "ends_date": date(2018, 8, 1)}
    with pytest.raises(ValidationError, match="finit après sa prise d’effet"):
        drafting.write(version, changes=changes, revision=1, by=director, at=at(DAY))
    with pytest.raises(ValueError, match="state cannot be written so"):
        drafting.write(version, changes={"state": VersionState.SIGNED}, revision=1, by=director, at=at(DAY))


def test_the_towns_write_and_the_state_reads(pair, version, officer):
    for by in (officer, making.state_officer("46"), making.elected(pair.pk)):
        with pytest.raises(ConventionRefused, match="revient à la ville"):
            drafting.write(version, changes={"summary": "…"}, revision=1, by=by, at=at(DAY))
    epci_agent = making.epci_agent(pair.pk)
    assert drafting.write(version, changes={"summary": "…"}, revision=1, by=epci_agent, at=at(DAY)).revision == 2


def test_a_text_that_is_being_examined_is_not_written(pair, director):
    version = operations.send(conv.draft(pair, by=director), plan=plan, by=director, at=at(DAYS["sent"]))
    with pytest.raises(ConventionRefused, match="Reprenez d’abord la rédaction"):
        drafting.write(version, changes={"summary": "…"}, revision=version.revision, by=director, at=at(DAYS["sent"]))


def test_an_axis_without_action_says_why(pair, version, director):
    axis = pair.programme.axes.get(key="mobility")
    with pytest.raises(ValidationError, match="sans action dit pourquoi"):
        drafting.address_axis(version, axis=axis, with_action=False, reason=" ", by=director, at=at(DAY))
    drafting.address_axis(version, axis=axis, with_action=False, reason="Plan voisin", by=director, at=at(DAY))
    held = drafting.address_axis(version, axis=axis, with_action=True, by=director, at=at(DAY))
    assert version.axes.get() == held
    assert history(version)[0].before == {"with_action": False, "reason": "Plan voisin"}


def test_the_same_organisation_may_be_a_party_in_two_capacities_but_not_twice_in_one(version, director):
    epci = making.organisation(code="247200348")
    for capacity in ("", "par délégation de l’Anah"):
        party = Party(version=version, organisation=epci, group=PartyGroup.BENEFICIARY, capacity=capacity)
        drafting.add_party(party, by=director, at=at(DAY))
    again = Party(version=version, organisation=epci, group=PartyGroup.BENEFICIARY)
    with pytest.raises(ValidationError, match="déjà partie à ce titre"):
        drafting.add_party(again, by=director, at=at(DAY))


def test_a_version_carries_perimeters_of_its_own_territory(pair, version, director):
    cahors = conv.perimeter(making.territory("acv-042"), name="Cahors centre")
    with pytest.raises(ConventionRefused, match="« Cahors centre » est un périmètre d’un autre territoire"):
        drafting.set_perimeters(version, perimeters=[cahors], by=director, at=at(DAY))
    own = [conv.perimeter(pair), conv.perimeter(pair, kind=PerimeterKind.OPERATIONAL)]
    drafting.set_perimeters(version, perimeters=own, by=director, at=at(DAY))
    assert set(version.perimeters.all()) == set(own)


def test_annexes_are_documents_of_the_version_in_an_order(pair, version, director):
    documents = [
        conv.document(version, territory=pair, by=director, on=DAY, title=title) for title in ("Plan", "Diagnostic")
    ]
    for document in documents:
        annex = Annex(version=version, document=document, title=document.title)
        drafting.add_annex(annex, by=director, at=at(DAY))
    assert [(annex.order, annex.title) for annex in version.annexes.all()] == [(1, "Plan"), (2, "Diagnostic")]

    stranger = conv.document(pair, territory=pair, by=director, on=DAY)
    with pytest.raises(ConventionRefused, match="n’est pas un document de cette version"):
        drafting.add_annex(Annex(version=version, document=stranger, title="?"), by=director, at=at(DAY))

    drafting.remove_annex(version.annexes.get(order=1), by=director, at=at(DAY))
    assert [annex.title for annex in version.annexes.all()] == ["Diagnostic"]


def test_a_territory_has_one_convention_a_phase(pair, version, director):
    with pytest.raises(ValidationError, match="a déjà sa convention pour cette phase"):
        operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAY))


@pytest.mark.parametrize(
    "fields",
    [
        {"state": VersionState.SIGNED},
        {"signed_date": DAYS["signed"]},
        {"state": VersionState.FAVOURABLE},
        {"is_imported": True},
        {"state": VersionState.TERMINATED, "signed_date": DAYS["signed"]},
        {"effective_date": date(2019, 1, 1), "ends_date": date(2018, 1, 1)},
    ],
    ids=["signed, no date", "a date, not signed", "no opinion", "imported draft", "terminated, no day", "ends before"],
)
def test_the_database_refuses_what_no_operation_would_write(version, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**fields)
