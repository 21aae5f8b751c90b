"""Every write about perimeters and ORT: proposed, redrawn, in force, ended; agreed, homologated."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort, Perimeter
from beffroi.programme.conventions.outlines import outline_of
from beffroi.programme.conventions.perimeter_checks import faults, measured
from beffroi.programme.conventions.perimeter_files import Outline, drawn, read
from beffroi.programme.conventions.projection_checks import Surroundings
from beffroi.programme.conventions.rules import can_decide_perimeter, can_draw, can_record_ort
from beffroi.programme.documents.models import Document
from beffroi.programme.moves import Refused
from beffroi.programme.people.acting import signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory
from beffroi.territory.projections import epsg_of

# The phase 2 lets a perimeter reach these with the approval of the local project committee (circular of 2023).
EXTENSIONS = frozenset({PerimeterKind.STATION_QUARTER, PerimeterKind.TOWN_ENTRANCE})


class PerimeterRefused(Refused):
    """An outline that is not taken, or a perimeter that this person may not change now."""


@transaction.atomic
def propose(perimeter: Perimeter, *, outline: Outline, origin: str, by: User, at: datetime) -> Perimeter:
    """Propose a perimeter, described by `perimeter` (territory, kind, name, what it replaces), over an outline."""
    _check_drawer(perimeter.territory, by=by, at=at)
    _check_replaced(perimeter)
    _draw(perimeter, outline=outline, origin=origin)
    perimeter.is_demonstration = perimeter.is_demonstration or is_made_up()
    perimeter.full_clean()
    perimeter.save()
    after = _said(perimeter) | {"replaces": perimeter.replaces_id}
    _record("perimeter.proposed", perimeter, territory=perimeter.territory, by=by, at=at, after=after)
    return perimeter


@transaction.atomic
def import_file(
    content: bytes, *, name: str, territory: Territory, kind: PerimeterKind, by: User, at: datetime
) -> list[Perimeter]:
    """Propose a perimeter for each feature of a file: all of them, or none and every fault of every feature."""
    _check_drawer(territory, by=by, at=at)
    communes = territory.communes.filter(ends_date=None).values_list("commune", flat=True)
    around = Surroundings(outline_of(communes), epsg_of(territory.department))
    outlines = read(content, name=name, around=around)
    _check(outlines, territory=territory)
    return [
        propose(
            Perimeter(territory=territory, kind=kind, name=outline.name or f"{kind.label} {rank}"),
            outline=outline,
            origin=f"{name[-200:]} (EPSG:{outline.epsg})",
            by=by,
            at=at,
        )
        for rank, outline in enumerate(outlines, start=1)
    ]


def propose_drawn(perimeter: Perimeter, *, geometry: str, by: User, at: datetime) -> Perimeter:
    """Propose a perimeter drawn on the map, as the text of a GeoJSON geometry."""
    return propose(perimeter, outline=drawn(geometry, name=perimeter.name), origin="", by=by, at=at)


@transaction.atomic
def redraw(perimeter: Perimeter, *, geometry: str, by: User, at: datetime) -> Perimeter:
    """Correct the outline of a proposal on the map; one that holds is replaced by another, never redrawn."""
    perimeter = _locked(perimeter)
    _check_drawer(perimeter.territory, by=by, at=at)
    if perimeter.starts_date is not None:
        raise PerimeterRefused(_("Ce périmètre est en vigueur : proposez-en un autre, qui le remplacera."))
    before = _said(perimeter)
    _draw(perimeter, outline=drawn(geometry, name=perimeter.name), origin="")
    perimeter.save(update_fields=["geometry", "area_ha", "communes", "origin"])
    territory = perimeter.territory
    _record("perimeter.redrawn", perimeter, territory=territory, by=by, at=at, before=before, after=_said(perimeter))
    return perimeter


@transaction.atomic
def withdraw(perimeter: Perimeter, *, by: User, at: datetime) -> None:
    """Take a proposal back. One that holds, or that a version carries, stays."""
    perimeter = _locked(perimeter)
    _check_drawer(perimeter.territory, by=by, at=at)
    if perimeter.starts_date is not None or perimeter.versions.exists():
        raise PerimeterRefused(_("Ce périmètre est en vigueur ou joint à une convention : il ne se retire pas."))
    before, territory = _said(perimeter), perimeter.territory
    _record("perimeter.withdrawn", perimeter, territory=territory, by=by, at=at, before=before)
    perimeter.delete()


@transaction.atomic
def bring_into_force(
    perimeter: Perimeter,
    *,
    starts_date: date,
    by: User,
    at: datetime,
    decision: Decision | None = None,
    act_title: str = "",
    act_date: date | None = None,
    act_document: Document | None = None,
) -> Perimeter:
    """A proposal holds from a day on, by a committee's decision, by an act or by both; it ends what it replaces."""
    perimeter = _locked(perimeter)
    _check_decider(perimeter.territory, by=by, at=at)
    perimeter.act_title, perimeter.act_date, perimeter.act_document = act_title, act_date, act_document
    perimeter.decision = decision
    if reasons := _not_yet(perimeter, starts_date=starts_date):
        raise PerimeterRefused(*reasons)
    perimeter.starts_date = starts_date
    perimeter.full_clean()
    perimeter.save()
    if perimeter.replaces:
        _end(perimeter.replaces, ends_date=starts_date - timedelta(days=1), decision=decision, by=by, at=at)
    _effect(decision, "perimeter.in_force", perimeter, at=at)
    after = {"starts_date": starts_date, "decision": perimeter.decision_id, "act": [act_title, act_date]}
    _record("perimeter.in_force", perimeter, territory=perimeter.territory, by=by, at=at, after=after)
    return perimeter


@transaction.atomic
def end_perimeter(
    perimeter: Perimeter, *, ends_date: date, by: User, at: datetime, decision: Decision | None = None
) -> Perimeter:
    """The perimeter holds until that day, included."""
    _check_decider(perimeter.territory, by=by, at=at)
    ended = _end(perimeter, ends_date=ends_date, decision=decision, by=by, at=at)
    _effect(decision, "perimeter.ended", ended, at=at)
    return ended


@transaction.atomic
def add_ort(ort: Ort, *, by: User, at: datetime) -> Ort:
    """Record an ORT agreement, described by `ort`, with its prefectoral act when there is one already."""
    if not can_record_ort(ort, scope=scope(by, on=day_of(at))):
        raise PerimeterRefused(_("Enregistrer une ORT revient à l’État, dans le département ou la région."))
    own = {town.commune for town in ort.territory.communes.all()}
    if not ort.communes or not set(ort.communes) <= own:
        raise PerimeterRefused(
            _("Une ORT porte ici sur des communes du territoire : %(communes)s.") % {"communes": ", ".join(sorted(own))}
        )
    ort.is_demonstration = ort.is_demonstration or is_made_up()
    ort.full_clean()
    ort.save()
    after = {"communes": ort.communes, "signed_date": ort.signed_date, "ends_date": ort.ends_date, **_act_said(ort)}
    _record("ort.added", ort, territory=ort.territory, by=by, at=at, after=after)
    return ort


@transaction.atomic
def homologate(
    ort: Ort, *, act_title: str, act_date: date, by: User, at: datetime, act_document: Document | None = None
) -> Ort:
    """Record the prefectoral act of an ORT: from that day it holds."""
    ort = Ort.objects.select_for_update(of=("self",)).get(pk=ort.pk)
    if not can_record_ort(ort, scope=scope(by, on=day_of(at))):
        raise PerimeterRefused(_("Enregistrer l’arrêté d’une ORT revient à l’État, dans le département ou la région."))
    if not ort.signed_date <= act_date <= day_of(at):
        raise PerimeterRefused(_("L’arrêté n’est ni à venir, ni antérieur à la convention d’ORT : corrigez sa date."))
    before = _act_said(ort)
    ort.act_title, ort.act_date, ort.act_document = act_title.strip(), act_date, act_document
    # Of a real agreement, the act would then be made up.
    ort.is_demonstration = ort.is_demonstration or is_made_up()
    ort.full_clean()
    ort.save()
    _record("ort.homologated", ort, territory=ort.territory, by=by, at=at, before=before, after=_act_said(ort))
    return ort


def _check(outlines: Sequence[Outline], *, territory: Territory) -> None:
    communes = list(territory.communes.filter(ends_date=None))
    within = outline_of(town.commune for town in communes)
    place, epsg = " – ".join(town.name for town in communes), epsg_of(territory.department)
    found = [fault for outline in outlines for fault in faults(outline, within=within, place=place, epsg=epsg)]
    if found:
        raise PerimeterRefused(*found)


def _draw(perimeter: Perimeter, *, outline: Outline, origin: str) -> None:
    _check([outline], territory=perimeter.territory)
    found = measured(outline, epsg=epsg_of(perimeter.territory.department))
    perimeter.geometry, perimeter.area_ha = shapely.to_geojson(found.geometry), found.area_ha
    perimeter.communes = [
        town.commune
        for town in perimeter.territory.communes.filter(ends_date=None)
        if outline_of([town.commune]).intersects(found.geometry)
    ]
    perimeter.origin = origin


def _check_replaced(perimeter: Perimeter) -> None:
    replaced = perimeter.replaces
    if replaced is not None and (
        replaced.territory_id != perimeter.territory_id or replaced.starts_date is None or replaced.ends_date
    ):
        raise PerimeterRefused(_("Un périmètre n’en remplace un autre que du même territoire, et en vigueur."))


def _not_yet(perimeter: Perimeter, *, starts_date: date) -> list[str]:
    decision = perimeter.decision
    local = decision is not None and decision.session.committee.kind == CommitteeKind.PROJECT
    replaced = perimeter.replaces
    has_act = bool(perimeter.act_title and perimeter.act_date)
    reasons = {
        _("Ce périmètre est déjà en vigueur."): perimeter.starts_date is not None,
        _("Donnez la décision du comité ou l’acte, avec sa date."): decision is None and not has_act,
        _("Un quartier de gare ou une entrée de ville demande l’accord du comité de projet."): (
            perimeter.kind in EXTENSIONS and not local
        ),
        _("Le périmètre remplacé a commencé après ce jour."): (
            replaced is not None and replaced.starts_date is not None and replaced.starts_date >= starts_date
        ),
    }
    return [sentence for sentence, is_reason in reasons.items() if is_reason]


def _end(perimeter: Perimeter, *, ends_date: date, decision: Decision | None, by: User, at: datetime) -> Perimeter:
    perimeter = _locked(perimeter)
    if perimeter.starts_date is None or ends_date < perimeter.starts_date:
        raise PerimeterRefused(_("Un périmètre ne finit pas avant d’avoir commencé : corrigez la date."))
    before, perimeter.ends_date = perimeter.ends_date, ends_date
    perimeter.save(update_fields=["ends_date"])
    after = {"ends_date": ends_date, "decision": decision.pk if decision else None}
    territory = perimeter.territory
    _record("perimeter.ended", perimeter, territory=territory, by=by, at=at, before={"ends_date": before}, after=after)
    return perimeter


def _effect(decision: Decision | None, verb: str, perimeter: Perimeter, *, at: datetime) -> None:
    if decision is not None:
        summary = {"kind": perimeter.kind, "name": perimeter.name, "area_ha": round(perimeter.area_ha, 2)}
        cause = Cause(subject=perimeter, territory=perimeter.territory)
        caused(decision, verb=verb, cause=cause, summary=summary, at=at)


def _locked(perimeter: Perimeter) -> Perimeter:
    return Perimeter.objects.select_for_update(of=("self",)).get(pk=perimeter.pk)


def _check_drawer(territory: Territory, *, by: User, at: datetime) -> None:
    if not can_draw(territory, scope=scope(by, on=day_of(at))):
        raise PerimeterRefused(_("Dessiner un périmètre revient à la ville, à l’intercommunalité ou à l’État."))


def _check_decider(territory: Territory, *, by: User, at: datetime) -> None:
    if not can_decide_perimeter(territory, scope=scope(by, on=day_of(at))):
        raise PerimeterRefused(_("Ceci revient à la direction de projet ou au référent de l’État."))


def _said(perimeter: Perimeter) -> dict[str, Any]:
    """What the journal keeps of an outline: its checksum would not be readable, so its area and its origin."""
    return {
        "kind": perimeter.kind,
        "name": perimeter.name,
        "area_ha": round(perimeter.area_ha, 4),
        "communes": perimeter.communes,
        "origin": perimeter.origin,
    }


def _act_said(ort: Ort) -> dict[str, Any]:
    return {"act_title": ort.act_title, "act_date": ort.act_date}


def _record(verb: str, subject: Model, *, territory: Territory, by: User, at: datetime, **said: Any) -> None:
    code = territory.pk
    record(verb, subject=subject, at=at, territory=code, **signed(by, territory=code, at=at), **said)
