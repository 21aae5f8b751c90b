"""Two versions side by side: what was added, taken off, changed, and what stayed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.difference import Change, Snapshot, difference
from beffroi.programme.conventions.kinds import PartyGroup, VersionKind
from beffroi.programme.conventions.models import Party
from beffroi.programme.conventions.queries import snapshot
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at


def changes(lines):
    return {line.key: line.change for line in lines}


def test_the_amendment_says_what_it_changes_to_the_convention(pair, director):
    cadre = conv.signed(conv.draft(pair, by=director), by=director)
    amendment = operations.add_amendment(
        cadre.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(DAYS["signed"])
    )
    writing = {"by": director, "at": at(DAYS["signed"])}
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    drafting.add_party(Party(version=amendment, organisation=bank, group=PartyGroup.FUNDER), **writing)
    mobility = pair.programme.axes.get(key="mobility")
    drafting.address_axis(amendment, axis=mobility, with_action=False, reason="Plan de mobilité voisin", **writing)
    plan_before = {"4": {"title": "Halle du marché", "state": "study"}}
    plan_after = {"4": {"title": "Halle du marché", "state": "programmed"}, "5": {"title": "Gare", "state": "idea"}}

    found = difference(snapshot(cadre, plan=plan_before), snapshot(amendment, plan=plan_after))

    added = [line for line in found.parties if line.change is Change.ADDED]
    assert [line.after["organisation"] for line in added] == [bank.name]
    axis = next(line for line in found.axes if line.key == "mobility")
    assert (axis.change, axis.fields) == (Change.CHANGED, ("reason",))
    assert set(changes(found.perimeters).values()) == {Change.SAME}
    assert changes(found.plan) == {"4": Change.CHANGED, "5": Change.ADDED}
    assert "signed_date" in {line.key for line in found.changed}


def test_a_version_does_not_differ_from_itself(pair, director):
    said = snapshot(conv.draft(pair, by=director))
    assert difference(said, said).changed == ()


ROWS = st.dictionaries(st.sampled_from("abcd"), st.dictionaries(st.sampled_from("xy"), st.integers(0, 2)), max_size=4)
MIRROR = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}


@given(before=ROWS, after=ROWS)
def test_read_backwards_what_was_added_was_taken_off(before, after):
    forth = difference(Snapshot(plan=before), Snapshot(plan=after)).plan
    back = difference(Snapshot(plan=after), Snapshot(plan=before)).plan
    assert changes(back) == {key: MIRROR.get(change, change) for key, change in changes(forth).items()}


@given(before=ROWS, after=ROWS)
def test_the_lines_hold_both_versions_whole(before, after):
    lines = difference(Snapshot(plan=before), Snapshot(plan=after)).plan
    assert {line.key: line.before for line in lines if line.before is not None} == before
    assert {line.key: line.after for line in lines if line.after is not None} == after


@pytest.mark.parametrize("was", [{"x": 1}, {}])
def test_a_field_that_only_one_version_has_is_a_change(was):
    (line,) = difference(Snapshot(axes={"housing": was}), Snapshot(axes={"housing": {"x": 2}})).axes
    assert (line.change, line.fields) == (Change.CHANGED, ("x",))
