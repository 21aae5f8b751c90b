"""The list of conventions as an address asks for it: one line a territory of the person's scope."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.programme.conventions.life import Alarm, AlarmKind, End, alarms, ends_on, phase
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.queries import facts_of
from beffroi.programme.conventions.rules import can_see_version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.programme.towns.queries import territories_of
from beffroi.territory.communes import departments, regions
from beffroi.territory.names import folded
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.components.spreadsheet import columns_as_csv
from beffroi.web.convention import wording

ANY, NONE = "toutes", "aucune"
SORTS: Mapping[str, Callable[["Row"], Any]] = {
    "nom": lambda row: folded(row.territory.name),
    "departement": lambda row: (row.territory.department, folded(row.territory.name)),
    "signature": lambda row: row.signed_date,
    "fin": lambda row: row.ends_date,
    "alarmes": lambda row: -len(row.alarms),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A territory, where it stands, and the version of its conventions that moved last."""

    territory: Territory
    phase: str
    alarms: tuple[Alarm, ...]
    version: Version | None
    signed_date: date | None
    ends: End | None

    @property
    def ends_date(self) -> date | None:
        return self.ends.day if self.ends else None

    @property
    def phase_label(self) -> Any:
        return wording.PHASES[self.phase]

    @property
    def state(self) -> str:
        return self.version.state if self.version else NONE

    @property
    def badge(self) -> str:
        return wording.BADGES.get(self.state, "")


LABELS: Mapping[str, Any] = {
    "etat": _("État de la dernière version"),
    "phase": _("Phase"),
    "alarme": _("Alarme"),
    "region": _("Région"),
    "departement": _("Département"),
}


def choices(rows: Sequence[Row]) -> dict[str, Mapping[str, Any]]:
    """What each filter accepts; regions and departments are those of the rows, so of the person's scope."""
    known_regions, known_departments = regions(), departments()
    return {
        "etat": {NONE: _("Aucune version")} | dict(VersionState.choices),
        "phase": wording.PHASES,
        "alarme": {ANY: _("Au moins une alarme"), **dict(AlarmKind.choices), NONE: _("Aucune alarme")},
        "region": {code: known_regions[code] for code in sorted({row.territory.region for row in rows})},
        "departement": {
            code: known_departments[code].name
            for code in sorted({c for row in rows for c in row.territory.departments})
        },
    }


def asked(query: QueryDict, *, choices: Mapping[str, Mapping[str, Any]]) -> Asked:
    return Asked.read(query, choices=choices, labels=LABELS, sorts=SORTS, usual="nom")


def rows_of(scope: Scope, *, on: date) -> list[Row]:
    """Every territory that a scope reaches, in a fixed number of queries."""
    places = list(territories_of(scope))
    facts, last = facts_of([place.pk for place in places]), _last_versions(scope)
    return [
        Row(
            territory=place,
            phase=phase(facts[place.pk], on=on),
            alarms=alarms(facts[place.pk], on=on),
            version=last.get(place.pk),
            signed_date=min(
                (v.signed_date for c in facts[place.pk].conventions for v in c.signed_on(on)), default=None
            ),
            ends=ends_on(facts[place.pk], on=on),
        )
        for place in places
    ]


def chosen(rows: Sequence[Row], *, asked: Asked) -> list[Row]:
    """The rows that the address asks for, in its order; those without the sorted fact come last."""
    wanted = folded(asked.q)
    tests = [TESTS[name](value) for name, value in asked.chosen.items()]
    found = [
        row
        for row in rows
        if (wanted in folded(row.territory.name) or asked.q == row.territory.pk) and all(test(row) for test in tests)
    ]
    return in_order(found, key=SORTS[asked.sort], is_descending=asked.is_descending)


def _last_versions(scope: Scope) -> dict[str, Version | None]:
    key = ("conventions.last", scope.grants)
    return kept_by_territory(key, sorted(scope.territories), lambda codes: _read_last(scope, codes))


def _read_last(scope: Scope, codes: Collection[str]) -> dict[str, Version | None]:
    found = Version.objects.filter(convention__territory__in=codes)
    ordered = found.select_related("convention__territory", "convention__phase").order_by(
        "convention__phase__starts_date", "number"
    )
    last: dict[str, Version | None] = dict.fromkeys(codes)
    return last | {v.convention.territory_id: v for v in ordered if can_see_version(v, scope=scope)}


def _has_alarm(value: str) -> Callable[[Row], bool]:
    if value in {ANY, NONE}:
        return lambda row: bool(row.alarms) == (value == ANY)
    return lambda row: any(alarm.kind == value for alarm in row.alarms)


TESTS: Mapping[str, Callable[[str], Callable[[Row], bool]]] = {
    "etat": lambda value: lambda row: row.state == value,
    "phase": lambda value: lambda row: row.phase == value,
    "alarme": _has_alarm,
    "region": lambda value: lambda row: row.territory.region == value,
    "departement": lambda value: lambda row: value in row.territory.departments,
}
COLUMNS: Mapping[str, Callable[[Row], Any]] = {
    "territory": lambda row: row.territory.pk,
    "name": lambda row: row.territory.name,
    "department": lambda row: row.territory.department,
    "region": lambda row: row.territory.region,
    "phase": lambda row: str(row.phase),
    "alarms": lambda row: "|".join(alarm.kind for alarm in row.alarms),
    "last_version_kind": lambda row: row.version.kind if row.version else "",
    "last_version_number": lambda row: row.version.number if row.version else "",
    "last_version_state": lambda row: row.version.state if row.version else "",
    "signed_date": lambda row: row.signed_date or "",
    "ends_date": lambda row: row.ends_date or "",
    "ends_with_phase": lambda row: row.ends.is_of_phase if row.ends else "",
}


def as_csv(found: Iterable[Row]) -> HttpResponse:
    """The same rows in the same order as on the screen."""
    return columns_as_csv("conventions", columns=COLUMNS, found=found)
