"""Whatever is done with envelopes, in whatever order: no euro is delegated twice, and what exceeds is said at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from beffroi.programme.money import envelopes, operations
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.operations import Told
from beffroi.programme.money.uses import lines_of, uses
from beffroi.programme.moves import Refused
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import organisation, territory
from tests.programme.making_actions import AT, action, line

# The region 76 is beside the road from the nation down to Aurillac; its envelopes hold no line of what follows.
PLACES = (("nation", ""), ("region", "84"), ("region", "76"), ("department", "15"), ("territories", "acv-017"))
ASIDE = ("region", "76")
VERBS = ("open", "delegate", "delegate", "change", "withdraw", "restore", "grant")
# Few envelopes and round amounts, so that paths meet: the room that one takes is often that of another.
step = st.tuples(
    st.sampled_from(VERBS), st.integers(0, 2), st.sampled_from(PLACES), st.sampled_from([30, 60, 100]).map(Decimal)
)
NATION, HERE = PLACES[0], PLACES[1]
START = [("open", 0, NATION, Decimal(100)), ("delegate", 0, HERE, Decimal(60))]
# A part is taken back, its room is given to another place, then one would have it back.
RETURN = [
    ("withdraw", 1, HERE, Decimal(60)),
    ("delegate", 0, ASIDE, Decimal(60)),
    ("restore", 1, HERE, Decimal(60)),
]


@pytest.fixture
def world():
    territory()
    return {"bank": organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national"), "action": action()}


@contextmanager
def undone() -> Iterator[None]:
    """Each example starts from nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def said_by(step: tuple, *, world: dict) -> list[str]:
    """Do one step, on the envelope of that rank when it takes one; the warnings that it gave."""
    verb, rank, (kind, code), amount = step
    if verb == "grant":
        asked = line(world["action"], state="requested", amount=100, funder=world["bank"])
        told = Told(amount=amount, day=date(2024, 1, 1), reference="Arrêté")
        return list(operations.move(asked, "accept", by=None, at=AT, said=told).warnings)
    place = {"instrument": "grant", "year": 2024, "scope_kind": kind, "scope_code": code}
    part = Envelope(partner=world["bank"], amount=amount, **place)
    pool = list(Envelope.objects.order_by("pk"))
    if verb == "open":
        envelopes.open_envelope(part, by=None, at=AT)
    elif pool:
        one = pool[rank % len(pool)]
        now = {"revision": one.revision, "by": None, "at": AT}
        if verb == "delegate":
            envelopes.delegate(one, to=part, by=None, at=AT)
        elif verb == "change":
            envelopes.change_amount(one, amount=amount, **now)
        elif verb == "withdraw":
            envelopes.withdraw(one, reason="Reprise", **now)
        else:
            envelopes.restore(one, **now)
    return []


def check_now(warnings: list[str]) -> None:
    """What is kept, added up by hand, against what the domain says of it."""
    kept = {one.pk: one for one in Envelope.objects.select_related("partner")}
    in_force = [one for one in kept.values() if not one.is_withdrawn]
    below = {pk: [one for one in in_force if one.delegated_from_id == pk] for pk in kept}
    granted = sum((one.accepted or Decimal(0) for one in FundingLine.objects.all()), Decimal(0))
    became = uses(kept.values())
    for one in kept.values():
        delegated = sum((child.amount for child in below[one.pk]), Decimal(0))
        weighs = not one.is_withdrawn and (one.scope_kind, one.scope_code) != ASIDE
        use = became[one.pk]
        # What was granted, all in one town, is in the smallest part that holds the town, as far as that part goes.
        around = [part for part in below[one.pk] if (part.scope_kind, part.scope_code) != ASIDE]
        smallest = max(around, key=lambda part: PLACES.index((part.scope_kind, part.scope_code)), default=None)
        covered = min(granted, smallest.amount) if smallest else Decimal(0)
        apart = granted - covered if weighs else Decimal(0)
        assert (use.delegated, use.apart, use.free) == (delegated, apart, one.amount - delegated - apart)
        assert use.left_to_delegate == max(use.free, Decimal(0))
        assert delegated <= one.amount, "more was delegated than there is"
        assert not (one.is_withdrawn and below[one.pk]), "a part of what was taken back is in force"
        assert use.engaged == (granted if weighs else 0)
        assert use.overrun == max(Decimal(0), use.engaged - one.amount)
        assert use.engaged == sum((drawn.accepted for drawn in lines_of(one)), Decimal(0)), "the lines make the total"
        # One taken back and one opened again in its place bear the same words.
        if warnings and not one.is_withdrawn:
            assert any(str(one) in said for said in warnings) == bool(use.overrun)
    # What is left at each step adds up to what the partner set aside: no euro counts twice.
    own = [one.amount for one in in_force if one.delegated_from_id is None]
    assert sum(became[one.pk].free + became[one.pk].apart for one in in_force) == sum(own)


def grown_part(before: list[dict]) -> Envelope | None:
    """The part that has just been delegated, raised or restored."""
    was = {row["id"]: row for row in before if row["withdrawn_date"] is None}
    parts = Envelope.objects.in_force().filter(delegated_from__isnull=False).select_related("delegated_from")
    grown = (one for one in parts if one.pk not in was or one.amount > was[one.pk]["amount"])
    return next(grown, None)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example(road=RETURN)
@given(road=st.lists(step, min_size=3, max_size=10))
def test_nothing_is_delegated_twice_and_an_overrun_is_said_at_once_in_any_order(world, road):
    with undone():
        for step in (*START, *road):
            before = list(Envelope.objects.order_by("pk").values())
            warnings: list[str] = []
            try:
                with transaction.atomic():
                    warnings = said_by(step, world=world)
            except (Refused, ValidationError):
                assert list(Envelope.objects.order_by("pk").values()) == before
            check_now(warnings)
            if (part := grown_part(before)) is not None:
                assert uses([part.delegated_from])[part.delegated_from_id].free >= 0, "what is spent was delegated"
            is_over = any(use.overrun for use in uses(Envelope.objects.all()).values())
            assert step[0] != "grant" or bool(warnings) == is_over


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(whole=st.integers(1, 100), parts=st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_a_delegation_is_refused_when_it_exceeds_what_is_left_and_only_then(world, whole, parts):
    regions = ("84", "76", "93", "75", "32", "44")
    with undone():
        place = {"partner": world["bank"], "instrument": "grant", "year": 2024}
        nation = Envelope(**place, scope_kind="nation", amount=Decimal(whole))
        envelopes.open_envelope(nation, by=None, at=AT)
        left = whole
        for region, amount in zip(regions, parts, strict=False):
            to = Envelope(**place, scope_kind="region", scope_code=region, amount=Decimal(amount))
            try:
                with transaction.atomic():
                    envelopes.delegate(nation, to=to, by=None, at=AT)
            except envelopes.EnvelopeRefused:
                assert amount > left
            else:
                assert amount <= left
                left -= amount
            assert uses([nation])[nation.pk].left_to_delegate == left
