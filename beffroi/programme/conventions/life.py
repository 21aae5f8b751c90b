"""Where a territory stands and what should worry: pure functions of its facts and a day, never stored."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.territory.towns import Phase

# The programme's guide (2018): the initialisation lasts from 1 to 18 months.
INITIALISATION_MONTHS = 18
# Circular on the phase 2: an amendment is prepared before the convention ends; six months are a council's calendar.
NOTICE_MONTHS = 6
ORDER = (Phase.PREPARATION, Phase.INITIALISATION, Phase.DEPLOYMENT, Phase.CLOSED)


class AlarmKind(TextChoices):
    INITIALISATION_TOO_LONG = "initialisation_too_long", _("Initialisation de plus de 18 mois")
    ENDS_SOON = "ends_soon", _("Fin dans moins de six mois, sans avenant")
    ORT_MISSING = "ort_missing", _("ORT non homologuée")


class Severity(TextChoices):
    WARNING = "warning", _("Avertissement")
    BLOCKING = "blocking", _("Bloquant")


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version that all its parties signed. `is_imported`: known by the national registers only."""

    kind: VersionKind
    signed_date: date
    ends_date: date | None = None
    terminated_date: date | None = None
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class OrtPeriod:
    homologated_date: date
    ends_date: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.homologated_date <= day and (self.ends_date is None or day <= self.ends_date)


@dataclass(frozen=True, slots=True, order=True)
class End:
    """A last day; `is_of_phase` when no convention says one, so that it is that of the programme's phase."""

    day: date
    is_of_phase: bool = False


@dataclass(frozen=True, slots=True)
class SignedConvention:
    """The signed versions of one convention; `ort_deadline` is its phase's, where the phase has one.

    `phases` are the first and the last days of its phase and of those that follow it in the programme, in their order.
    """

    versions: tuple[SignedVersion, ...]
    ort_deadline: date | None = None
    phases: tuple[tuple[date, date], ...] = ()

    def signed_on(self, day: date) -> tuple[SignedVersion, ...]:
        """Those signed that day at the latest, in the order of their signatures."""
        return tuple(sorted((v for v in self.versions if v.signed_date <= day), key=lambda v: v.signed_date))

    def end(self, on: date) -> date | None:
        """Its last day as known on a day: its termination, else what the last version to say so says."""
        signed = self.signed_on(on)
        terminated = [v.terminated_date for v in signed if v.terminated_date and v.terminated_date <= on]
        said = [v.ends_date for v in signed if v.ends_date]
        return min([*terminated, *said[-1:]], default=None)

    def last_day(self, on: date) -> "End | None":
        """When it ends, as it says; else with the programme: the last day of its phase, or of the phase under way.

        The phase 1 was prolonged to the end of 2026 (announcement of 8 July 2021): what was signed for a phase that is
        over, and is not dated, follows the programme.
        """
        if (said := self.end(on)) is not None:
            return End(said)
        begun = [last for first, last in self.phases if first <= on] or [last for _first, last in self.phases[:1]]
        return End(begun[-1], is_of_phase=True) if begun else None

    def is_alive(self, on: date) -> bool:
        end = self.end(on)
        return bool(self.signed_on(on)) and (end is None or on <= end)


@dataclass(frozen=True, slots=True)
class TerritoryFacts:
    """What is known of a territory's conventions and ORT; `conventions` in the order of the programme's phases."""

    conventions: tuple[SignedConvention, ...] = ()
    orts: tuple[OrtPeriod, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """`due` is the day after which the thing is late; for what ends, its last day (`is_of_phase` as of an `End`)."""

    kind: AlarmKind
    severity: Severity
    due: date
    is_of_phase: bool = False


def phase(facts: TerritoryFacts, *, on: date) -> Phase:
    """Where a territory stands in the procedure on a day.

    - preparation: no signed convention;
    - initialisation: a framework convention, no « avenant de projet »;
    - deployment: an « avenant de projet », once and for all;
    - closed: every convention has ended. One whose end is not known has not.
    """
    begun = [convention for convention in facts.conventions if convention.signed_on(on)]
    if not begun:
        return Phase.PREPARATION
    if not any(convention.is_alive(on) for convention in begun):
        return Phase.CLOSED
    deployed = min(_deployments(facts), default=None)
    return Phase.DEPLOYMENT if deployed is not None and deployed <= on else Phase.INITIALISATION


def alarms(facts: TerritoryFacts, *, on: date) -> tuple[Alarm, ...]:
    """What should worry on a day, in the order of `AlarmKind`; nothing for a territory without a living convention."""
    living = [convention for convention in facts.conventions if convention.is_alive(on)]
    if not living:
        return ()
    return tuple(
        alarm
        for alarm in (_initialisation(facts, on=on), _ends_soon(living, on=on), _ort(facts, living[-1], on=on))
        if alarm is not None
    )


def ends_on(facts: TerritoryFacts, *, on: date) -> End | None:
    """The last day of what a territory has signed, as known on a day; nothing where not even the phase tells."""
    return _last([convention for convention in facts.conventions if convention.is_alive(on)], on=on)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of its month: 31 August and six months make 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _deployments(facts: TerritoryFacts) -> Iterator[date]:
    """The days that open the deployment.

    No national register dates the « avenant de projet ». Of an imported convention, deployment is read from what it
    brings about: a later version, or an ORT.
    """
    signed = sorted((v for c in facts.conventions for v in c.versions), key=lambda v: v.signed_date)
    yield from (v.signed_date for v in signed if v.kind is VersionKind.AVENANT_PROJET)
    imported = [v for v in signed if v.is_imported]
    yield from (v.signed_date for v in imported[1:])
    if imported:
        yield from (max(ort.homologated_date, imported[0].signed_date) for ort in facts.orts)


def _initialisation(facts: TerritoryFacts, *, on: date) -> Alarm | None:
    if phase(facts, on=on) is not Phase.INITIALISATION:
        return None
    first = min(v.signed_date for c in facts.conventions for v in c.signed_on(on))
    due = months_after(first, INITIALISATION_MONTHS)
    return Alarm(AlarmKind.INITIALISATION_TOO_LONG, Severity.WARNING, due) if on > due else None


def _last(living: list[SignedConvention], *, on: date) -> End | None:
    ends = [convention.last_day(on) for convention in living]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _ends_soon(living: list[SignedConvention], *, on: date) -> Alarm | None:
    end = _last(living, on=on)
    if end is None or not on <= end.day < months_after(on, NOTICE_MONTHS):
        return None
    return Alarm(AlarmKind.ENDS_SOON, Severity.WARNING, end.day, end.is_of_phase)


def _ort(facts: TerritoryFacts, last: SignedConvention, *, on: date) -> Alarm | None:
    if last.ort_deadline is None or any(ort.holds_on(on) for ort in facts.orts):
        return None
    severity = Severity.BLOCKING if on >= last.ort_deadline else Severity.WARNING
    return Alarm(AlarmKind.ORT_MISSING, severity, last.ort_deadline - timedelta(days=1))
