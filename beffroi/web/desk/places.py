"""The territories of a scope, each with where it stands: the rows of the list, the points of the map."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from beffroi.foundations.journal.kept import kept
from beffroi.observatory.release.read import Release
from beffroi.programme.actions import queries as actions
from beffroi.programme.conventions.life import Alarm, alarms, ends_on, phase
from beffroi.programme.conventions.queries import facts_of
from beffroi.programme.money.totals import SumOfAmounts
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.territory import towns
from beffroi.web.components.atlas import Atlas, Point, Shade, atlas
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
    ends: date | None
    alarms: tuple[Alarm, ...]
    actions: int
    late: int
    committed: Decimal
    paid: Decimal
    committed_url: str
    paid_url: str

    @property
    def phase_label(self) -> Any:
        return wording.PHASES[self.phase]

    @property
    def url(self) -> str:
        return page_of("territory", self.code)


def standings(scope: Scope, *, on: date, territory: str = "") -> list[Standing]:
    """Each territory of the scope, in the order of names; eight queries, whatever their number."""
    return kept(("standings", scope.grants, on, territory), lambda: _standings(scope, on=on, territory=territory))


def _standings(scope: Scope, *, on: date, territory: str) -> list[Standing]:
    codes = [territory] if territory else sorted(scope.territories)
    facts = facts_of(codes)
    readable = actions.readable(scope).filter(territory__in=codes)
    counted = _counted(actions.unfinished(readable))
    late = _counted(readable.late(on))
    lines = funds.lines_of(scope, territory=territory)
    money = {
        row["action__territory"]: row
        for row in lines.order_by()
        .values("action__territory")
        .annotate(c=SumOfAmounts("committed"), p=SumOfAmounts("paid"))
    }
    return [
        Standing(
            code=place.code,
            name=place.name,
            region=place.region,
            department=place.department,
            phase=phase(facts[place.code], on=on),
            ends=ends_on(facts[place.code], on=on),
            alarms=alarms(facts[place.code], on=on),
            actions=counted[place.code],
            late=late[place.code],
            committed=_cents(money, place.code, "c"),
            paid=_cents(money, place.code, "p"),
            **_opened(scope, territory=place.code),
        )
        for place in Territory.objects.filter(code__in=codes).order_by("name")
    ]


def drawn(found: list[Standing], *, release: Release, title: str) -> Atlas:
    """The map of these territories, by the phase of their convention."""
    known = {place.code: place for place in towns.territories()}
    points = [_point(one, known[one.code]) for one in found if one.code in known]
    counts = Counter(one.phase for one in found)
    shades = [Shade(each.value, str(label), counts[each]) for each, label in wording.PHASES.items() if counts[each]]
    return atlas(release, points=points, shades=shades, title=title)


def _point(one: Standing, place: towns.Territory) -> Point:
    hall = place.communes[0]
    return Point(
        url=one.url,
        name=one.name,
        note=", ".join([str(one.phase_label), *(str(alarm.kind.label) for alarm in one.alarms)]),
        shade=one.phase.value,
        lon=hall.hall_lon,
        lat=hall.hall_lat,
        department=place.department,
    )


def _counted(found: Any) -> Counter[str]:
    return Counter(dict(found.order_by().values_list("territory").annotate(count=Count("pk"))))


def _opened(scope: Scope, *, territory: str) -> dict[str, str]:
    """The addresses of the lines of each amount."""
    asked = funds.lines_filter(scope, territory=territory)
    return {f"{stage}_url": funds.lines_url(asked | {"etape": stage}) for stage in ("committed", "paid")}


def _cents(money: Mapping[str, Any], code: str, column: str) -> Decimal:
    return money[code][column] if code in money else Decimal("0.00")
