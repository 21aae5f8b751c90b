"""Funding lines added up by territory, funder, instrument and origin: the totals of a desk with one pass over them.

Kept by territory until the journal has a row about it, so a line that moves has its own territory alone added up again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import add, attrgetter
from typing import Any

from django.db.models import BooleanField, Case, Value, When

from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.programme.money.queries import readable
from beffroi.programme.money.states import DEAD, NEEDS_NO_REQUEST
from beffroi.programme.money.totals import By, Total, sums
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory

# What the totals of a ledger may be told by; those by state, axis or action are asked of the database.
DIMENSIONS = frozenset(
    {By.FUNDER_KIND, By.FUNDER, By.INSTRUMENT, By.ORIGIN, By.TERRITORY, By.DEPARTMENT, By.REGION},
)
AMOUNTS = ("planned", "requested", "accepted", "committed", "paid", "expected")
NOTHING = (Decimal("0.00"),) * len(AMOUNTS)
# What tells lines of one territory apart, by their own columns.
OWN = ("funder", "instrument", "origin", "is_dead")
IS_DEAD = Case(When(state__in=DEAD, then=Value(True)), default=Value(False), output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Held:
    """The lines of one territory, funder, instrument and origin: how many, and their amounts in the order of `AMOUNTS`.

    Those refused, closed without follow-up or cancelled stand apart.
    """

    territory: str
    department: str
    region: str
    funder: int
    funder_kind: str
    instrument: str
    origin: str
    is_dead: bool
    lines: int
    amounts: tuple[Decimal, ...]


def ledger(scope: Scope, *, territories: Collection[str]) -> list[Held]:
    """The lines that a person reads on these territories, by territory."""
    kept = kept_by_territory(("money", scope.grants), sorted(territories), lambda codes: _read(scope, codes))
    return [held for code in sorted(territories) for held in kept[code]]


def counted(held: Iterable[Held]) -> list[Held]:
    return [one for one in held if not one.is_dead]


def totals(held: Iterable[Held], *, by: Sequence[By]) -> list[Total]:
    """What `money.totals.totals` says of the same lines, in the order of the keys; `by` is among `DIMENSIONS`."""
    added: dict[tuple[Any, ...], tuple[int, int, tuple[Decimal, ...]]] = {}
    key_of = attrgetter(*(str(one) for one in by))
    for one in held:
        key = key_of(one) if len(by) > 1 else (key_of(one),)
        lines, askable, amounts = added.get(key, (0, 0, NOTHING))
        asked = 0 if one.instrument in NEEDS_NO_REQUEST else one.lines
        added[key] = (lines + one.lines, askable + asked, tuple(map(add, amounts, one.amounts)))
    return [
        Total(key=key, by=tuple(by), lines=lines, askable=askable, **dict(zip(AMOUNTS, amounts, strict=True)))
        for key, (lines, askable, amounts) in sorted(added.items())
    ]


def _read(scope: Scope, codes: Collection[str]) -> Mapping[str, list[Held]]:
    lines = readable(scope).filter(action__territory__in=codes).annotate(is_dead=IS_DEAD)
    rows = list(lines.order_by().values("action__territory", *OWN).annotate(**sums()))
    kinds = dict(Organisation.objects.filter(pk__in={row["funder"] for row in rows}).values_list("pk", "kind"))
    places = {place.pk: place for place in Territory.objects.filter(pk__in=codes)}
    found: dict[str, list[Held]] = {code: [] for code in codes}
    for row in rows:
        place = places[row["action__territory"]]
        found[place.pk].append(_held(row, place=place, kind=kinds[row["funder"]]))
    return found


def _held(row: Mapping[str, Any], *, place: Territory, kind: str) -> Held:
    return Held(
        territory=place.pk,
        department=place.department,
        region=place.region,
        funder_kind=kind,
        lines=row["count"],
        amounts=tuple(row[f"{name}_sum"] for name in AMOUNTS),
        **{name: row[name] for name in OWN},
    )
