"""Reads of conventions: facts for the derived phase, what a version says, what a scope may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from beffroi.foundations.journal.kept import kept_by_territory
from beffroi.programme.conventions.difference import Rows, Snapshot
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.life import (
    Alarm,
    OrtPeriod,
    SignedConvention,
    SignedVersion,
    TerritoryFacts,
    alarms,
    phase,
)
from beffroi.programme.conventions.models import Annex, Convention, Ort, Perimeter, Version
from beffroi.programme.conventions.rules import can_see_perimeter, can_see_version
from beffroi.programme.conventions.states import WERE_SIGNED
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Phase, Territory
from beffroi.territory import towns


def facts_of(territories: Iterable[str]) -> dict[str, TerritoryFacts]:
    """The facts of these territories (by their codes) from which phase and alarms are derived, in four queries."""
    return kept_by_territory("conventions.facts", sorted(set(territories)), _facts_of)


def _facts_of(codes: Collection[str]) -> dict[str, TerritoryFacts]:
    phases = list(Phase.objects.select_related("ort_deadline").order_by("starts_date"))
    deadlines = {one.pk: one.ort_deadline.blocking_date for one in phases if hasattr(one, "ort_deadline")}
    conventions = defaultdict(list)
    for convention in _with_signed_versions(Convention.objects.filter(territory__in=codes)):
        deadline = deadlines.get(convention.phase_id)
        signed = SignedConvention(
            tuple(map(_signed, convention.versions.all())),
            ort_deadline=deadline,
            phases=_from_phase(convention, among=phases),
        )
        conventions[convention.territory_id].append(signed)
    orts = defaultdict(list)
    for ort in Ort.objects.filter(territory__in=codes):
        if ort.homologated_date:
            orts[ort.territory_id].append(OrtPeriod(ort.homologated_date, ort.ends_date))
    return {code: TerritoryFacts(tuple(conventions[code]), tuple(orts[code])) for code in codes}


def phase_of(territory: Territory, *, on: date) -> towns.Phase:
    return phase(facts_of([territory.pk])[territory.pk], on=on)


def alarms_of(territory: Territory, *, on: date) -> tuple[Alarm, ...]:
    return alarms(facts_of([territory.pk])[territory.pk], on=on)


def versions_seen(territory: Territory, *, scope: Scope) -> list[Version]:
    """The versions of a territory's conventions that this scope may read, in the order of phases and numbers."""
    found = Version.objects.filter(convention__territory=territory).select_related(
        "convention__territory", "convention__phase"
    )
    return [
        version
        for version in found.order_by("convention__phase__starts_date", "number")
        if can_see_version(version, scope=scope)
    ]


def perimeters_seen(territory: Territory, *, scope: Scope) -> list[Perimeter]:
    """The perimeters of a territory that this scope may see: proposals only for those who act there."""
    found = Perimeter.objects.filter(territory=territory).select_related("decision__session__committee")
    return [perimeter for perimeter in found if can_see_perimeter(perimeter, scope=scope)]


def snapshot(version: Version, *, plan: Rows | None = None) -> Snapshot:
    """What a version says, for `difference`; `plan` is the action plan as rows, given by who knows the actions."""
    parties = version.parties.select_related("organisation")
    return Snapshot(
        text={"summary": {"text": version.summary}} if version.summary else {},
        dates={name: {"date": getattr(version, name)} for name in ("effective_date", "ends_date", "signed_date")},
        parties={
            f"{party.organisation.kind} {party.organisation_id} {party.capacity}": {
                "organisation": party.organisation.name,
                "group": party.group,
                "capacity": party.capacity,
                "representative": party.representative,
            }
            for party in parties
        },
        axes={
            held.axis.key: {"with_action": held.with_action, "reason": held.reason}
            for held in version.axes.select_related("axis")
        },
        perimeters={
            f"{perimeter.kind} {perimeter.name}": {"outline": perimeter.geometry, "area_ha": perimeter.area_ha}
            for perimeter in version.perimeters.all()
        },
        plan=plan or {},
        annexes={annex.title: _annexed(annex) for annex in version.annexes.prefetch_related("document__files")},
    )


def _annexed(annex: Annex) -> dict[str, object]:
    """The file that an annex holds, the last of its document, without its name: not everyone may read it."""
    *_former, last = annex.document.files.all()
    return {"filed": last.uploaded_at, "sha256": last.sha256}


def signatures_over_time(phase_key: str) -> list[tuple[date, int]]:
    """How many framework conventions of a phase were signed by each day on which one was: the programme's curve."""
    signed = Version.objects.filter(kind=VersionKind.CADRE, convention__phase__key=phase_key, signed_date__isnull=False)
    days = signed.order_by("signed_date").values_list("signed_date", flat=True)
    return sorted({day: number for number, day in enumerate(days, start=1)}.items())


def _with_signed_versions(conventions: QuerySet[Convention]) -> QuerySet[Convention]:
    signed = Version.objects.filter(state__in=WERE_SIGNED)
    return conventions.order_by("territory", "phase__starts_date").prefetch_related(
        Prefetch("versions", queryset=signed)
    )


def _from_phase(convention: Convention, *, among: Sequence[Phase]) -> tuple[tuple[date, date], ...]:
    """Its phase and those after it, of its programme, first and last days."""
    (own,) = (one for one in among if one.pk == convention.phase_id)
    later = [one for one in among if one.programme_id == own.programme_id and one.starts_date >= own.starts_date]
    return tuple((one.starts_date, one.ends_date) for one in later)


def _signed(version: Version) -> SignedVersion:
    assert version.signed_date is not None
    return SignedVersion(
        kind=VersionKind(version.kind),
        signed_date=version.signed_date,
        ends_date=version.ends_date,
        terminated_date=version.terminated_date,
        is_imported=version.is_imported,
    )
