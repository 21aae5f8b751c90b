"""Every write about the programme's frame and its territories."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from beffroi.foundations.journal.chain import record
from beffroi.programme.people.authorship import author
from beffroi.programme.people.models import User
from beffroi.programme.towns.models import Axis, AxisWording, Phase, Programme, Territory, TerritoryCommune
from beffroi.territory import towns as registry
from beffroi.territory.epcis import departments_of

# What a territory has from the registry, as the journal compares it.
REGISTERED = (
    "name",
    "region",
    "department",
    "departments",
    "epci_codes",
    "entry",
    "entry_date",
    "is_pair",
    "is_overseas",
    "registered_signature_date",
    "registered_phase2_date",
)


@transaction.atomic
def declare_programme(declared: Mapping[str, Any], *, by: User | None, at: datetime) -> Programme:
    """The frame of a programme as its file declares it: phases, axes, wordings. Writes only what differs."""
    programme, is_new = Programme.objects.select_for_update().get_or_create(
        key=declared["key"], defaults={"name": declared["name"]}
    )
    before = _frame(programme) if not is_new else {}
    programme.name = declared["name"]
    programme.save()
    for phase in declared["phases"]:
        values = {name: phase[name] for name in ("name", "starts_date", "ends_date")}
        Phase.objects.update_or_create(key=phase["key"], defaults=values | {"programme": programme})
    for order, axis in enumerate(declared["axes"], start=1):
        kept, _ = Axis.objects.update_or_create(programme=programme, key=axis["key"], defaults={"order": order})
        for wording in axis["wordings"]:
            AxisWording.objects.update_or_create(
                axis=kept,
                starts_date=wording["starts_date"],
                defaults={"text": wording["text"], "source": wording["source"]},
            )
    after = _frame(programme)
    if before != after:
        record("programme.declared", subject=programme, by=author(by), at=at, before=before, after=after)
    return programme


@transaction.atomic
def register(place: registry.Territory, *, programme: Programme, by: User | None, at: datetime) -> Territory:
    """A territory as the registry gives it: added, corrected, or left when nothing differs."""
    kept = Territory.objects.select_for_update().filter(code=place.code).first()
    before = _said(kept) if kept else {}
    territory = kept or Territory(code=place.code, programme=programme)
    for name, value in _registered(place).items():
        setattr(territory, name, value)
    if kept and before == _said(territory, communes=_communes(place)):
        return kept
    territory.full_clean(exclude=["departments", "epci_codes"])
    territory.save()
    for town in place.communes:
        TerritoryCommune.objects.update_or_create(
            commune=town.code,
            ends_date=None,
            defaults={"territory": territory, "name": town.name, "order": town.order},
        )
    verb = "territory.corrected" if kept else "territory.added"
    after = _said(territory)
    record(verb, subject=territory, by=author(by), at=at, territory=territory.code, before=before, after=after)
    return territory


def _registered(place: registry.Territory) -> dict[str, Any]:
    return {
        "name": place.name,
        "region": place.region,
        "department": place.department,
        "departments": list(departments_of(place)),
        "epci_codes": [siren for siren, _ in place.epcis],
        "entry": place.entry,
        "entry_date": place.entry_date,
        "is_pair": place.is_pair,
        "is_overseas": place.is_overseas,
        "registered_signature_date": place.signed,
        "registered_phase2_date": place.phase2_signed,
    }


def _said(territory: Territory, *, communes: list[list[object]] | None = None) -> dict[str, Any]:
    stored = territory.communes.filter(ends_date=None).order_by("order").values_list("commune", "name", "order")
    held = [list(row) for row in stored] if communes is None else communes
    return {name: getattr(territory, name) for name in REGISTERED} | {"communes": held}


def _communes(place: registry.Territory) -> list[list[object]]:
    return [[town.code, town.name, town.order] for town in place.communes]


def _frame(programme: Programme) -> dict[str, Any]:
    wordings = AxisWording.objects.filter(axis__programme=programme).values_list("axis__key", "starts_date", "text")
    phases = programme.phases.values_list("key", "name", "starts_date", "ends_date")
    return {
        "name": programme.name,
        "phases": [list(phase) for phase in phases],
        "wordings": [list(wording) for wording in wordings],
    }
