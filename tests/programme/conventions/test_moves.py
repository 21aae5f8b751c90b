"""The life of a version as a table: every state is reached, and no path reaches « signed » without every guard."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import drafting, guards, operations
from beffroi.programme.conventions.kinds import PartyGroup
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import MOVES, WERE_SIGNED, VersionState
from beffroi.programme.moves import Refused
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, PAIR, at

NEEDED = {
    guards.PARTIES,
    guards.AXES,
    guards.PLAN,
    guards.PERIMETER,
    guards.END,
    guards.FAVOURABLE_OPINION,
    guards.DELIBERATED,
    guards.DELIBERATED_BEFORE,
    guards.ORT,
    guards.ALL_SIGNED,
}


def simple_paths(state, goal, seen=()):
    """Every way from a state to the goal that passes no state twice, as the names of its moves."""
    if state == goal:
        yield ()
        return
    for name, move in MOVES.items():
        if state in move.leaves and move.reaches not in (*seen, state):
            for rest in simple_paths(move.reaches, goal, (*seen, state)):
                yield (name, *rest)


def test_every_state_is_reached_and_every_move_can_be_made_by_someone():
    assert {VersionState.DRAFT} | {move.reaches for move in MOVES.values()} == set(VersionState)
    assert all(move.leaves and move.open_to for move in MOVES.values())


def test_every_path_to_signed_checks_every_guard_at_its_last_step():
    paths = list(simple_paths(VersionState.DRAFT, VersionState.SIGNED))
    assert paths
    assert {path[-1] for path in paths} == {"complete"}
    assert set(MOVES["complete"].guards) >= NEEDED
    for path in paths:
        assert {"send", "note_favourable", "make_ready", "sign"} <= set(path)


def test_every_guard_tells_a_town_what_to_do_in_one_sentence():
    told = {guard.name: str(guard.sentence) for move in MOVES.values() for guard in move.guards}
    assert all(sentence.endswith(".") and len(sentence) > 20 for sentence in told.values())
    assert len(set(told.values())) == len(told)


DAY = date(2018, 10, 1)


def _signing(version, by):
    left = [party for party in version.parties.all() if not hasattr(party, "signature")]
    for party in left[:2]:
        operations.sign(
            version, plan=plan, parties=[party], signatory="…", signed_date=DAYS["signed"], by=by, at=at(DAY)
        )


def _strip(version, by):
    party = version.parties.filter(group=PartyGroup.BENEFICIARY).first()
    if party is not None:
        drafting.remove_party(party, by=by, at=at(DAY))


# What people may try on a version, rightly or not, in any order.
ATTEMPTS = {
    "send": lambda v, by: operations.send(v, plan=plan, by=by, at=at(DAY)),
    "complete the text": lambda v, by: conv.completed(v, by=by),
    "strip the text": _strip,
    "favourable": lambda v, by: operations.note_opinion(
        v, decision=conv.decision(territory=v.territory, about=v), by=conv.region(v.territory), at=at(DAY)
    ),
    "start deliberations": lambda v, by: operations.start_deliberations(v, by=by, at=at(DAY)),
    "deliberate": lambda v, by: conv.deliberate(v, by=by),
    "deliberate too late": lambda v, by: conv.deliberate(v, by=by, on=DAYS["signed"] + timedelta(days=1)),
    "make ready": lambda v, by: operations.make_ready(v, plan=plan, by=by, at=at(DAY)),
    "sign": _signing,
    "reopen": lambda v, by: operations.reopen(v, by=by, at=at(DAY)),
}
WAY = (
    "complete the text",
    "send",
    "favourable",
    "start deliberations",
    "deliberate",
    "make ready",
    "sign",
    "sign",
    "sign",
)
# Mostly the right order, with other attempts thrown in and steps left out.
WALKS = st.lists(
    st.tuples(st.sampled_from([None, *ATTEMPTS]), st.booleans()), min_size=len(WAY), max_size=len(WAY)
).map(
    lambda noise: [
        step
        for right, (other, is_kept) in zip(WAY, noise, strict=True)
        for step in (other, right if is_kept or other is None else None)
        if step
    ]
)


def _walk(steps):
    territory = making.territory(PAIR)
    by = making.project_director(territory.pk)
    version = operations.add_convention(territory, phase=conv.phase(), by=by, at=at(DAYS["drafted"]))
    for step in steps:
        try:
            with transaction.atomic():
                ATTEMPTS[step](Version.objects.get(pk=version.pk), by)
        except (Refused, ValidationError):
            pass
        yield Version.objects.get(pk=version.pk)


def test_the_right_order_signs():
    assert [version.state for version in _walk(WAY)][-1] == VersionState.SIGNED


class _BackToTheStartError(Exception):
    """Undoes an example, so that the next one starts from the same database."""


@given(steps=WALKS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_order_of_attempts_makes_a_signed_version_that_lacks_something(steps):
    with pytest.raises(_BackToTheStartError), transaction.atomic():
        for version in _walk(steps):
            _check(version)
        raise _BackToTheStartError


def _check(version):
    """Signed if and only if everyone has signed; and then everything that a guard asks for is there."""
    parties = version.parties.all()
    everyone = bool(parties) and all(hasattr(party, "signature") for party in parties)
    assert (version.state in WERE_SIGNED) == everyone == (version.signed_date is not None)
    if everyone:
        context = {"day": DAY, "signed_date": version.signed_date, "plan": plan(version)}
        assert [guard.name for guard in NEEDED if not guard.holds(version, context)] == []
