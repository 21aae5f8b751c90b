"""Every write of the life of conventions: opened, examined, deliberated, signed, ended. Their text: `drafting`.

Where the text must be whole, `plan` reads the action plan that a version carries: who asks knows the actions, not we.
"""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.committees.states import APPROVALS, TO_REWORK, Outcome
from beffroi.programme.conventions.difference import Rows
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import (
    AxisCommitment,
    Convention,
    Deliberation,
    Party,
    Signature,
    Version,
)
from beffroi.programme.conventions.rules import can_open, can_record_deliberation
from beffroi.programme.conventions.states import MOVES, OPEN_TO_DELIBERATION, WERE_SIGNED, VersionState
from beffroi.programme.moves import Refused, check
from beffroi.programme.people.acting import signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Phase, Territory

Plan: TypeAlias = Callable[[Version], Rows]


class ConventionRefused(Refused):
    """Something that cannot be done to a convention now, or not by this person."""


@transaction.atomic
def add_convention(territory: Territory, *, phase: Phase, by: User, at: datetime, summary: str = "") -> Version:
    """Open the convention of a territory for a phase, with the draft of its framework convention."""
    _check_opener(territory, by=by, at=at)
    convention = Convention(territory=territory, phase=phase, is_demonstration=is_made_up())
    convention.full_clean()
    convention.save()
    _record("convention.opened", convention, territory=territory, by=by, at=at, after={"phase": phase.key})
    return _new_version(convention, kind=VersionKind.CADRE, summary=summary, by=by, at=at)


@transaction.atomic
def add_amendment(
    convention: Convention,
    *,
    kind: VersionKind,
    by: User,
    at: datetime,
    summary: str = "",
    replaces: Version | None = None,
) -> Version:
    """Draft an amendment of a signed convention; it begins as what it amends: same parties, axes and perimeters."""
    convention = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
    _check_opener(convention.territory, by=by, at=at)
    if kind == VersionKind.CADRE:
        raise ConventionRefused(_("Cette convention a déjà sa convention-cadre : choisissez un avenant."))
    if not convention.versions.filter(state__in=WERE_SIGNED).exists():
        raise ConventionRefused(_("Un avenant modifie une convention signée : signez d’abord la convention-cadre."))
    if replaces is not None and (replaces.convention_id != convention.pk or replaces.state != VersionState.SIGNED):
        raise ConventionRefused(_("Un avenant ne remplace qu’une version signée de la même convention."))
    return _new_version(convention, kind=kind, summary=summary, by=by, at=at, replaces=replaces)


def send(version: Version, *, plan: Plan, by: User, at: datetime) -> Version:
    """To the regional committee; again after its observations."""
    return _move(version, "send", by=by, at=at, plan=plan)


@transaction.atomic
def note_opinion(version: Version, *, decision: Decision, by: User, at: datetime) -> Version:
    """What the regional committee said: favourable, or to be reworked. The decision is the cause of the new state."""
    is_yes = decision.outcome in APPROVALS
    name = "note_favourable" if is_yes else "note_observations"
    moved = _move(version, name, by=by, at=at, decision=decision)
    needs: Collection[Outcome] = APPROVALS if is_yes else TO_REWORK
    caused(
        decision,
        verb=f"version.{moved.state}",
        cause=Cause(subject=moved, territory=moved.territory, needs=needs),
        summary={"before": VersionState.SENT_TO_REGIONAL_COMMITTEE, "after": moved.state},
        at=at,
    )
    return moved


def start_deliberations(version: Version, *, by: User, at: datetime) -> Version:
    return _move(version, "start_deliberations", by=by, at=at)


@transaction.atomic
def add_deliberation(deliberation: Deliberation, *, by: User, at: datetime) -> Deliberation:
    """Record what an assembly voted, described by `deliberation`, on a text that the committee approved."""
    version = _locked(deliberation.party.version)
    if not can_record_deliberation(version, scope=scope(by, on=day_of(at))):
        raise ConventionRefused(_("Enregistrer une délibération revient à la ville, à l’intercommunalité ou à l’État."))
    if version.life_state not in OPEN_TO_DELIBERATION:
        raise ConventionRefused(_("Les assemblées délibèrent sur une version qui a reçu l’avis favorable du comité."))
    if deliberation.date > day_of(at):
        raise ConventionRefused(_("Une délibération enregistrée a eu lieu : corrigez sa date."))
    deliberation.full_clean()
    deliberation.save()
    after = {
        "party": deliberation.party_id,
        "assembly": deliberation.assembly,
        "date": deliberation.date,
        "number": deliberation.number,
    }
    _record("version.deliberation_added", version, territory=version.territory, by=by, at=at, after=after)
    return deliberation


def make_ready(version: Version, *, plan: Plan, by: User, at: datetime) -> Version:
    return _move(version, "make_ready", by=by, at=at, plan=plan)


def reopen(version: Version, *, by: User, at: datetime) -> Version:
    """Write the text again, as long as nobody has signed it; it will be examined again."""
    return _move(version, "reopen", by=by, at=at, decision=None)


@transaction.atomic
def sign(
    version: Version,
    *,
    parties: Collection[Party],
    signatory: str,
    signed_date: date,
    plan: Plan,
    by: User,
    at: datetime,
) -> Version:
    """Record that a person signed, for one party or in several capacities; the last signature makes it signed.

    Whether the version is then partly signed or signed is derived from who has signed, never chosen.
    """
    version = _locked(version)
    _check_move(version, "sign", by=by, at=at, parties=parties, signed_date=signed_date)
    for party in parties:
        Signature.objects.create(party=party, signatory=signatory.strip(), signed_date=signed_date, at=at)
    before, version.state = version.state, MOVES["sign"].reaches
    if not Party.objects.filter(version=version, signature=None).exists():
        _complete(version, plan=plan, by=by, at=at)
    _save(version, "signed_date")
    after = {"state": version.state, "parties": sorted(party.pk for party in parties), "signed_date": signed_date}
    territory = version.territory
    _record(
        "version.signature_added", version, territory=territory, by=by, at=at, before={"state": before}, after=after
    )
    return version


def expire(version: Version, *, by: User, at: datetime) -> Version:
    return _move(version, "expire", by=by, at=at)


@transaction.atomic
def terminate(version: Version, *, terminated_date: date, reason: str, by: User, at: datetime) -> Version:
    """End a convention before its time, by its framework convention."""
    version = _locked(version)
    move = _check_move(version, "terminate", by=by, at=at, terminated_date=terminated_date, reason=reason)
    before, version.state = version.state, move.reaches
    version.terminated_date = terminated_date
    _save(version, "terminated_date")
    after = {"state": version.state, "terminated_date": terminated_date, "reason": reason.strip()}
    territory = version.territory
    _record("version.terminated", version, territory=territory, by=by, at=at, before={"state": before}, after=after)
    return version


def _complete(version: Version, *, plan: Plan, by: User, at: datetime) -> None:
    """All have signed: the version holds from its last signature, and what it replaces is replaced."""
    last = Signature.objects.filter(party__version=version).aggregate(day=Max("signed_date"))["day"]
    _check_move(version, "complete", by=by, at=at, signed_date=last, plan=plan)
    version.state, version.signed_date = MOVES["complete"].reaches, last
    if version.replaces is None:
        return
    replaced = _locked(version.replaces)
    move = _check_move(replaced, "replace", by=by, at=at, successor=version)
    before, replaced.state = replaced.state, move.reaches
    _save(replaced)
    _record(
        "version.replaced",
        replaced,
        territory=version.territory,
        by=by,
        at=at,
        before={"state": before},
        after={"state": replaced.state, "by": version.pk},
    )


@transaction.atomic
def _move(version: Version, name: str, *, by: User, at: datetime, **given: Any) -> Version:
    version = _locked(version)
    move = _check_move(version, name, by=by, at=at, **given)
    before, version.state = version.state, move.reaches
    if "decision" in given:
        version.decision = given["decision"]
    _save(version, "decision")
    after = {"state": version.state, "decision": version.decision_id}
    territory = version.territory
    _record(
        f"version.{move.reaches}", version, territory=territory, by=by, at=at, before={"state": before}, after=after
    )
    return version


def _check_move(version: Version, name: str, *, by: User, at: datetime, **given: Any):
    roles = scope(by, on=day_of(at)).roles_in(version.territory.pk)
    if "plan" in given:
        given["plan"] = given["plan"](version)
    return check(MOVES, name, subject=version, roles=roles, day=day_of(at), **given)


def _new_version(
    convention: Convention,
    *,
    kind: VersionKind,
    summary: str,
    by: User,
    at: datetime,
    replaces: Version | None = None,
) -> Version:
    number = (convention.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = Version(convention=convention, kind=kind, number=number, summary=summary, replaces=replaces)
    version.is_demonstration = convention.is_demonstration or is_made_up()
    version.full_clean()
    version.save()
    if former := _last_signed(convention.territory):
        _carry_over(former, to=version)
    after = {"kind": kind, "number": number, "replaces": version.replaces_id}
    _record("version.drafted", version, territory=convention.territory, by=by, at=at, after=after)
    return version


def _last_signed(territory: Territory) -> Version | None:
    signed = Version.objects.filter(convention__territory=territory, state__in=WERE_SIGNED)
    return signed.order_by("convention__phase__starts_date", "number").last()


def _carry_over(former: Version, *, to: Version) -> None:
    for party in former.parties.all():
        Party.objects.create(
            version=to,
            organisation=party.organisation,
            group=party.group,
            capacity=party.capacity,
            representative=party.representative,
        )
    for held in former.axes.all():
        AxisCommitment.objects.create(version=to, axis=held.axis, with_action=held.with_action, reason=held.reason)
    to.perimeters.set(former.perimeters.filter(ends_date=None))


def _save(version: Version, *fields: str) -> None:
    """Keep the new state with these fields. The state that a demonstration gives to a real version is made up too."""
    version.is_demonstration = version.is_demonstration or is_made_up()
    version.save(update_fields=["state", "is_demonstration", *fields])


def _locked(version: Version) -> Version:
    locked = Version.objects.select_for_update(of=("self",))
    return locked.select_related("convention__territory__programme", "convention__phase").get(pk=version.pk)


def _check_opener(territory: Territory, *, by: User, at: datetime) -> None:
    if not can_open(territory, scope=scope(by, on=day_of(at))):
        raise ConventionRefused(_("Ouvrir une convention revient à la direction de projet ou au référent de l’État."))


def _record(verb: str, subject: Model, *, territory: Territory, by: User, at: datetime, **said: Any) -> None:
    code = territory.pk
    record(verb, subject=subject, at=at, territory=code, **signed(by, territory=code, at=at), **said)
