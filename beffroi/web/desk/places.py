"""The territories of a scope, each with where it stands: the rows of the list, the points of the map."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.observatory.release.read import Release
from beffroi.programme.actions import queries as actions
from beffroi.programme.conventions.life import Alarm, End, alarms, ends_on, phase
from beffroi.programme.conventions.queries import facts_of
from beffroi.programme.money import ledger
from beffroi.programme.money.totals import By
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.territory import towns
from beffroi.web.components.atlas import Atlas, Point, Shade, atlas, hall_point
from beffroi.web.desk import funds, wording
from beffroi.web.desk.addresses import page_of


@dataclass(frozen=True, slots=True)
class Standing:
    """A territory on a day. Amounts in euros, of the lines that the desk adds up."""

    code: str
    name: str
    region: str
    department: str
    phase: towns.Phase
    ends: End | None
    alarms: tuple[Alarm, ...]
    actions: int
    late: int
    committed: Decimal
    paid: Decimal
    # What the list of lines is asked to show the lines of the amounts.
    opened: Mapping[str, str]

    @property
    def phase_label(self) -> Any:
        return wording.PHASES[self.phase]

    @property
    def url(self) -> str:
        return page_of("territory", self.code)

    @property
    def committed_url(self) -> str:
        return funds.lines_url({**self.opened, "etape": "committed"})

    @property
    def paid_url(self) -> str:
        return funds.lines_url({**self.opened, "etape": "paid"})


def standings(scope: Scope, *, on: date, territory: str = "") -> list[Standing]:
    """Each territory of the scope, in the order of names; as many queries whatever their number."""
    codes = [territory] if territory else sorted(scope.territories)
    found = kept_by_territory(("standings", scope.grants, on), codes, lambda some: _standings(scope, on=on, codes=some))
    # A territory that the registry knows and the programme does not have has nowhere to stand.
    known = [one for one in found.values() if one is not None]
    return sorted(known, key=lambda one: one.name)


def _standings(scope: Scope, *, on: date, codes: Collection[str]) -> dict[str, Standing | None]:
    facts = facts_of(codes)
    readable = actions.readable(scope).filter(territory__in=codes)
    counted = _counted(actions.unfinished(readable))
    late = _counted(readable.late(on))
    money = _money(scope, codes)
    found: dict[str, Standing | None] = dict.fromkeys(codes)
    for place in Territory.objects.filter(code__in=codes):
        committed, paid = money[place.code]
        found[place.code] = Standing(
            code=place.code,
            name=place.name,
            region=place.region,
            department=place.department,
            phase=phase(facts[place.code], on=on),
            ends=ends_on(facts[place.code], on=on),
            alarms=alarms(facts[place.code], on=on),
            actions=counted[place.code],
            late=late[place.code],
            committed=committed,
            paid=paid,
            opened=funds.lines_filter(scope, territory=place.code),
        )
    return found


def drawn(found: list[Standing], *, release: Release, title: str) -> Atlas:
    """The map of these territories, by the phase of their convention."""
    known = {place.code: place for place in towns.territories()}
    points = [_point(one, known[one.code]) for one in found if one.code in known]
    counts = Counter(one.phase for one in found)
    shades = [Shade(each.value, str(label), counts[each]) for each, label in wording.PHASES.items() if counts[each]]
    return atlas(release, points=points, shades=shades, title=title)


def _point(one: Standing, place: towns.Territory) -> Point:
    note = ", ".join([str(one.phase_label), *(str(alarm.kind.label) for alarm in one.alarms)])
    return hall_point(place, url=one.url, note=note, shade=one.phase.value)


def _counted(found: Any) -> Counter[str]:
    return Counter(dict(found.order_by().values_list("territory").annotate(count=Count("pk"))))


def _money(scope: Scope, codes: Collection[str]) -> dict[str, tuple[Decimal, Decimal]]:
    """What is committed and what is paid, by territory."""
    nothing = Decimal("0.00")
    found = dict.fromkeys(codes, (nothing, nothing))
    for total in ledger.totals(funds.held(scope, territories=codes), by=[By.TERRITORY]):
        found[total.key[0]] = (total.committed, total.paid)
    return found
