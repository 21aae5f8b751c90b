"""What is known before anyone writes: framework agreements, the signed conventions of the registry, their ORT.

The registers give dates. They give neither the parties nor the deliberations nor the committees' opinions of those
conventions, nor when they end: what is written here is marked as imported, and no guard is said to have been checked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from beffroi.foundations.journal.chain import record
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Convention, FrameworkAgreement, Ort, OrtDeadline, Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.towns.models import Phase, Territory
from beffroi.territory import towns as registry

FRAMEWORK = "Convention-cadre. Date : registre national. Parties, délibérations et échéance : inconnues du registre."
SECOND_PHASE = "Phase 2 (avenant ou convention 2023-2026 : le registre ne dit pas lequel). Date : registre national."
# A convention that the list of 2025 no longer bears ended, at the latest, the day before that year.
LAST_DAY_OF_THE_UNLISTED = date(2024, 12, 31)


@dataclass(frozen=True, slots=True)
class Known:
    """A version that the registers date."""

    phase: str
    kind: VersionKind
    signed_date: date
    summary: str
    ends_date: date | None = None


def seed(*, at: datetime) -> None:
    """Write what is absent. Done twice, it writes nothing; a convention that was written here is left alone.

    The programme and its territories must be there (`towns.seed`).
    """
    declared = yaml.safe_load((files("beffroi.programme.conventions") / "agreements.yml").read_text(encoding="utf-8"))
    for agreement in declared["framework_agreements"]:
        _add_agreement(agreement, at=at)
    for deadline in declared["ort_deadlines"]:
        _add_deadline(deadline, at=at)
    kept = {territory.pk: territory for territory in Territory.objects.all()}
    for place in registry.territories():
        if place.code in kept:
            import_territory(place, territory=kept[place.code], at=at)


@transaction.atomic
def import_territory(place: registry.Territory, *, territory: Territory, at: datetime) -> None:
    """The signed versions and the ORT that the registers date for a territory, once."""
    if not Convention.objects.filter(territory=territory).exists():
        for known in known_versions(place, phases=list(Phase.objects.filter(programme=territory.programme_id))):
            _import_version(known, territory=territory, at=at)
    if not Ort.objects.filter(territory=territory).exists():
        _import_orts(place, territory=territory, at=at)


def known_versions(place: registry.Territory, *, phases: list[Phase]) -> Iterator[Known]:
    """The framework convention; then what was signed for the phase 2, when it is a later day."""
    if place.signed is None:
        return
    first = _phase_on(place.signed, phases=phases)
    end = None if place.is_listed else LAST_DAY_OF_THE_UNLISTED
    yield Known(first, VersionKind.CADRE, place.signed, FRAMEWORK, end)
    if place.phase2_signed is not None and place.phase2_signed > place.signed:
        second = _phase_on(place.phase2_signed, phases=phases)
        kind = VersionKind.CADRE if second != first else VersionKind.AVENANT_MODIFICATION
        yield Known(second, kind, place.phase2_signed, SECOND_PHASE)


def _phase_on(day: date, *, phases: list[Phase]) -> str:
    return next(phase.key for phase in phases if phase.starts_date <= day <= phase.ends_date)


def _import_version(known: Known, *, territory: Territory, at: datetime) -> None:
    phase = Phase.objects.get(key=known.phase)
    convention, _ = Convention.objects.get_or_create(territory=territory, phase=phase, defaults={"is_imported": True})
    version = Version.objects.create(
        convention=convention,
        kind=known.kind,
        number=convention.versions.count() + 1,
        state=VersionState.EXPIRED if known.ends_date else VersionState.SIGNED,
        summary=known.summary,
        effective_date=known.signed_date,
        ends_date=known.ends_date,
        signed_date=known.signed_date,
        is_imported=True,
    )
    after = {"kind": known.kind, "phase": known.phase, "signed_date": known.signed_date}
    record("version.imported", subject=version, by=SYSTEM, at=at, territory=territory.pk, after=after)


def _import_orts(place: registry.Territory, *, territory: Territory, at: datetime) -> None:
    by_agreement: dict[tuple[date, date | None], list[str]] = {}
    for town in place.communes:
        if town.ort_signed:
            by_agreement.setdefault((town.ort_signed, town.ort_renewed), []).append(town.code)
    for (signed, amended), communes in by_agreement.items():
        ort = Ort.objects.create(
            territory=territory, communes=communes, signed_date=signed, amended_date=amended, is_imported=True
        )
        after = {"communes": communes, "signed_date": signed, "amended_date": amended}
        record("ort.imported", subject=ort, by=SYSTEM, at=at, territory=territory.pk, after=after)


@transaction.atomic
def _add_agreement(declared: dict[str, Any], *, at: datetime) -> None:
    if FrameworkAgreement.objects.filter(pk=declared["key"]).exists():
        return
    agreement = FrameworkAgreement.objects.create(**declared)
    after = {"signed_date": agreement.signed_date, "missions": [mission["key"] for mission in agreement.missions]}
    record("framework_agreement.imported", subject=agreement, by=SYSTEM, at=at, after=after)


@transaction.atomic
def _add_deadline(declared: dict[str, Any], *, at: datetime) -> None:
    phase = Phase.objects.get(key=declared["phase"])
    deadline, is_new = OrtDeadline.objects.get_or_create(
        phase=phase, defaults={"blocking_date": declared["blocking_date"], "source": declared["source"]}
    )
    if is_new:
        after = {"phase": phase.key, "blocking_date": deadline.blocking_date}
        record("ort_deadline.imported", subject=deadline, by=SYSTEM, at=at, after=after)
