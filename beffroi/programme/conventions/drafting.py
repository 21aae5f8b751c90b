"""Every write of the text of a version: what it says, its parties, axes, perimeters and annexes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import history, named, record
from beffroi.foundations.journal.models import Entry
from beffroi.programme.conventions.models import Annex, AxisCommitment, Party, Perimeter, Version
from beffroi.programme.conventions.operations import ConventionRefused
from beffroi.programme.conventions.rules import can_write
from beffroi.programme.conventions.states import OPEN_TO_WRITING
from beffroi.programme.moves import Refused
from beffroi.programme.people.acting import signed
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Axis

WRITTEN = ("summary", "effective_date", "ends_date")


class VersionChanged(Refused):
    """Another person wrote the text meanwhile; `since` are the journal's rows of what was written, latest first."""

    def __init__(self, since: list[Entry]) -> None:
        super().__init__(
            _("Ce texte a été modifié depuis que vous l’avez ouvert. Comparez, puis enregistrez de nouveau.")
        )
        self.since = since


@transaction.atomic
def write(version: Version, *, changes: Mapping[str, Any], revision: int, by: User, at: datetime) -> Version:
    """Write what the version says (summary, effective_date, ends_date).

    `revision` is the one that the writer had before the eyes. Raises `VersionChanged` when it is not the last.
    """
    version = _open_to(version, by=by, at=at)
    if version.revision != revision:
        raise VersionChanged(_written_since(version, revision=revision))
    if unknown := sorted(set(changes) - set(WRITTEN)):
        raise ValueError(f"{', '.join(unknown)} cannot be written so; what can: {', '.join(WRITTEN)}.")
    before = {name: getattr(version, name) for name in changes}
    for name, value in changes.items():
        setattr(version, name, value)
    version.revision += 1
    version.full_clean()
    version.save(update_fields=[*changes, "revision"])
    _record("version.written", version, by=by, at=at, before=before, after={**changes, "revision": version.revision})
    return version


@transaction.atomic
def add_party(party: Party, *, by: User, at: datetime) -> Party:
    """Add a party, described by `party`: the same organisation twice is one in two capacities."""
    version = _open_to(party.version, by=by, at=at)
    party.full_clean()
    party.save()
    _record("version.party_added", version, by=by, at=at, after=_party_said(party))
    return party


@transaction.atomic
def remove_party(party: Party, *, by: User, at: datetime) -> None:
    """Take a party off a text that nobody has signed, with what its assembly voted on a former text."""
    version = _open_to(party.version, by=by, at=at)
    before = _party_said(party) | {"deliberations": list(party.deliberations.values_list("number", flat=True))}
    party.deliberations.all().delete()
    party.delete()
    _record("version.party_removed", version, by=by, at=at, before=before)


@transaction.atomic
def address_axis(
    version: Version, *, axis: Axis, with_action: bool, by: User, at: datetime, reason: str = ""
) -> AxisCommitment:
    """Say that the version acts on an axis, or why it does not."""
    version = _open_to(version, by=by, at=at)
    held = version.axes.filter(axis=axis).first() or AxisCommitment(version=version, axis=axis)
    before = {"with_action": held.with_action, "reason": held.reason} if held.pk else {}
    held.with_action, held.reason = with_action, reason.strip()
    held.full_clean()
    held.save()
    after = {"axis": axis.key, "with_action": held.with_action, "reason": held.reason}
    _record("version.axis_addressed", version, by=by, at=at, before=before, after=after)
    return held


@transaction.atomic
def set_perimeters(version: Version, *, perimeters: Collection[Perimeter], by: User, at: datetime) -> None:
    """Say which perimeters of the territory the version carries."""
    version = _open_to(version, by=by, at=at)
    if elsewhere := [perimeter for perimeter in perimeters if perimeter.territory_id != version.territory.pk]:
        raise ConventionRefused(
            *(_("« %(name)s » est un périmètre d’un autre territoire.") % {"name": p.name} for p in elsewhere)
        )
    before = sorted(version.perimeters.values_list("pk", flat=True))
    version.perimeters.set(perimeters)
    after = sorted(perimeter.pk for perimeter in perimeters)
    _record("version.perimeters_set", version, by=by, at=at, before={"ids": before}, after={"ids": after})


@transaction.atomic
def add_annex(annex: Annex, *, by: User, at: datetime) -> Annex:
    """Join a document of the version as its next annex."""
    version = _open_to(annex.version, by=by, at=at)
    if (annex.document.owner_kind, annex.document.owner_id) != named(version):
        raise ConventionRefused(_("Ce document n’est pas un document de cette version : déposez-le d’abord ici."))
    annex.order = (version.annexes.aggregate(last=Max("order"))["last"] or 0) + 1
    annex.full_clean()
    annex.save()
    after = {"document": annex.document_id, "title": annex.title, "order": annex.order}
    _record("version.annex_added", version, by=by, at=at, after=after)
    return annex


@transaction.atomic
def remove_annex(annex: Annex, *, by: User, at: datetime) -> None:
    """The document stays; the version no longer carries it."""
    version = _open_to(annex.version, by=by, at=at)
    before = {"document": annex.document_id, "title": annex.title}
    annex.delete()
    _record("version.annex_removed", version, by=by, at=at, before=before)


def _open_to(version: Version, *, by: User, at: datetime) -> Version:
    version = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not can_write(version, scope=scope(by, on=day_of(at))):
        raise ConventionRefused(_("Écrire cette version revient à la ville et à l’intercommunalité."))
    if version.life_state not in OPEN_TO_WRITING:
        raise ConventionRefused(
            _("Cette version est « %(state)s » : son texte ne s’écrit plus. Reprenez d’abord la rédaction.")
            % {"state": version.get_state_display()}
        )
    return version


def _written_since(version: Version, *, revision: int) -> list[Entry]:
    written = [entry for entry in history(version) if entry.verb == "version.written"]
    return [entry for entry in written if entry.after["revision"] > revision]


def _party_said(party: Party) -> dict[str, object]:
    return {"organisation": party.organisation_id, "group": party.group, "capacity": party.capacity}


def _record(verb: str, version: Version, *, by: User, at: datetime, **said: Any) -> None:
    code = version.territory.pk
    record(verb, subject=version, at=at, territory=code, **signed(by, territory=code, at=at), **said)
