"""What the pages of a territory's conventions and of a version show, read once, in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision, Effect
from beffroi.programme.committees.queries import about, causes, decisions_on
from beffroi.programme.committees.rules import can_see_decision
from beffroi.programme.conventions.difference import Rows
from beffroi.programme.conventions.guards import on_axis
from beffroi.programme.conventions.kinds import PartyGroup
from beffroi.programme.conventions.life import Alarm, End, TerritoryFacts, alarms, ends_on, phase
from beffroi.programme.conventions.models import AxisCommitment, Convention, Party, Perimeter, Version
from beffroi.programme.conventions.queries import facts_of, perimeters_seen, versions_seen
from beffroi.programme.conventions.rules import (
    can_decide_perimeter,
    can_draw,
    can_open,
    can_record_deliberation,
    can_record_ort,
    can_write,
)
from beffroi.programme.conventions.states import MOVES, OPEN_TO_DELIBERATION, OPEN_TO_WRITING, VersionState
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.queries import readable
from beffroi.programme.documents.rules import can_add, can_read
from beffroi.programme.moves import possible
from beffroi.programme.people.roles import Circle, Role
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.components.history import Told
from beffroi.web.components.life import Step, offers
from beffroi.web.convention import history, life, plan, wording
from beffroi.web.convention.drawing import Drawing, drawing
from beffroi.web.convention.forms.deciding import Opinion, Signed, Terminated

# A move and the route that asks for it; those of the table that are made by another operation have none.
ROUTES = {
    "send": "convention:send",
    "note_favourable": "convention:note-opinion",
    "start_deliberations": "convention:start-deliberations",
    "make_ready": "convention:make-ready",
    "sign": "convention:sign",
    "reopen": "convention:reopen",
    "expire": "convention:expire",
    "terminate": "convention:terminate",
}
LABELS = {"note_favourable": _("Enregistrer l’avis du comité régional")}
# What the form of a move asks, it says itself.
ASKS = {"note_favourable": Opinion.base_fields, "sign": Signed.base_fields, "terminate": Terminated.base_fields}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a page: where it leads, and what refuses it now."""

    label: Any
    url: str
    refusals: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryPage:
    territory: Territory
    phase: Any
    alarms: tuple[Alarm, ...]
    ends: End | None
    conventions: tuple[tuple[Convention, tuple[Version, ...]], ...]
    # The versions of a phase that is over, which a convention of a later one took over from.
    past: frozenset[int]
    drawing: Drawing
    orts: tuple[Any, ...]
    documents: Sequence[Document]
    decisions: Sequence[Decision]
    offers: tuple[Offer, ...]
    history: Sequence[Told]
    may_draw: bool
    may_record_ort: bool
    may_file: bool
    communes: str


def territory_page(territory: Territory, *, scope: Scope, on: date) -> TerritoryPage:
    """Where the territory stands and all that it has agreed, as this scope reads it."""
    facts = facts_of([territory.pk])[territory.pk]
    versions, perimeters = versions_seen(territory, scope=scope), perimeters_seen(territory, scope=scope)
    orts = tuple(territory.orts.select_related("act_document"))
    documents = readable(territory, scope=scope)
    acts_there = Circle.AGENTS in scope.circles(territory.pk)
    things = (
        ("convention", {version.convention_id for version in versions}),
        ("version", [version.pk for version in versions]),
        ("territory", [territory.pk]),
        ("document", [document.pk for document in documents]),
    )
    # By their place, so that a proposal that was withdrawn is told of too.
    placed = Q(territory=territory.pk, subject_kind__in=("perimeter", "ort"))
    return TerritoryPage(
        territory=territory,
        phase=wording.PHASES[phase(facts, on=on)],
        alarms=alarms(facts, on=on),
        ends=ends_on(facts, on=on),
        conventions=_by_convention(territory, versions),
        past=_past(versions, on=on),
        drawing=drawing(territory, perimeters=perimeters, on=on),
        orts=tuple((ort, ort.is_in_force(on)) for ort in orts),
        documents=documents,
        decisions=decisions_on(territory, scope=scope),
        offers=tuple(_openings(territory, scope=scope, facts=facts)),
        history=history.of(*things, also=placed) if acts_there else [],
        may_draw=can_draw(territory, scope=scope),
        may_record_ort=can_record_ort(territory.orts.model(territory=territory), scope=scope),
        may_file=can_add(Document(territory=territory), scope=scope),
        communes=" – ".join(town.name for town in territory.communes.all()),
    )


def _by_convention(
    territory: Territory, versions: Sequence[Version]
) -> tuple[tuple[Convention, tuple[Version, ...]], ...]:
    conventions = territory.conventions.select_related("phase").order_by("phase__starts_date")
    grouped = ((one, tuple(v for v in versions if v.convention_id == one.pk)) for one in conventions)
    return tuple((one, mine) for one, mine in grouped if mine)


def _past(versions: Sequence[Version], *, on: date) -> frozenset[int]:
    """Derived, never stored: its state still says « signed », as nobody has noted the end that no register dates."""
    signed = [version for version in versions if version.state == VersionState.SIGNED]
    last = max((version.convention.phase.starts_date for version in signed), default=on)
    phases = {version.pk: version.convention.phase for version in signed}
    return frozenset(pk for pk, phase in phases.items() if phase.ends_date < on and phase.starts_date < last)


def _openings(territory: Territory, *, scope: Scope, facts: TerritoryFacts):
    if not can_open(territory, scope=scope):
        return
    yield Offer(_("Ouvrir une convention"), reverse("convention:open", args=[territory.pk]))
    if any(convention.versions for convention in facts.conventions):
        yield Offer(_("Préparer un avenant"), reverse("convention:amend", args=[territory.pk]))


@dataclass(frozen=True, slots=True)
class HeldAxis:
    """An axis in its wording of the day, what the version says of it, the numbers of its actions in the plan."""

    wording: Any
    held: AxisCommitment | None
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    version: Version
    steps: list[Step]
    badge: str
    offers: tuple[Offer, ...]
    parties: tuple[tuple[Any, tuple[Party, ...]], ...]
    axes: tuple[HeldAxis, ...]
    drawing: Drawing
    plan: Sequence[Any]
    annexes: Sequence[Any]
    documents: Sequence[Document]
    causes: Sequence[Effect]
    opinions: Sequence[Decision]
    others: Sequence[Version]
    history: Sequence[Told]
    may_write: bool
    may_deliberate: bool


def version_page(version: Version, *, scope: Scope, on: date) -> VersionPage:
    """A version whole: its text, who signs it, its life, which decision made it so."""
    territory = version.territory
    is_open = version.life_state in OPEN_TO_WRITING
    files = readable(version, scope=scope)
    acts_there = Circle.AGENTS in scope.circles(territory.pk)
    perimeters: list[Perimeter] = list(version.perimeters.all())
    carried = plan.carried(version)
    return VersionPage(
        version=version,
        steps=life.steps(version),
        badge=wording.BADGES.get(version.state, ""),
        offers=tuple(_moves(version, roles=scope.roles_in(territory.pk), on=on, carried=carried)),
        parties=_parties(version),
        axes=_axes(version, on=on, carried=carried),
        drawing=drawing(territory, perimeters=perimeters, on=on),
        plan=plan.actions(version, scope=scope, carried=carried),
        annexes=[(annex, _open(annex.document_id, files)) for annex in version.annexes.select_related("document")],
        documents=files,
        causes=[effect for effect in causes(version) if can_see_decision(effect.decision, scope=scope)],
        opinions=[decision for decision in about(version) if can_see_decision(decision, scope=scope)],
        others=[other for other in versions_seen(territory, scope=scope) if other.pk != version.pk],
        history=history.of(("version", [version.pk]), ("document", [one.pk for one in files])) if acts_there else [],
        may_write=is_open and can_write(version, scope=scope),
        may_deliberate=version.life_state in OPEN_TO_DELIBERATION and can_record_deliberation(version, scope=scope),
    )


def _moves(version: Version, *, roles: frozenset[Role], on: date, carried: Rows):
    moves = {name: move for name, move in possible(MOVES, subject=version, roles=roles).items() if name in ROUTES}
    for offer in offers(moves, subject=version, asks=ASKS, context={"day": on, "plan": carried}):
        label = LABELS.get(offer.name, offer.label)
        yield Offer(label, reverse(ROUTES[offer.name], args=[version.pk]), offer.refusals)


def _parties(version: Version) -> tuple[tuple[Any, tuple[Party, ...]], ...]:
    found = list(
        version.parties.select_related("organisation", "signature").prefetch_related(
            Prefetch("deliberations"), "deliberations__document"
        )
    )
    groups = ((group.label, tuple(party for party in found if party.group == group)) for group in PartyGroup)
    return tuple((label, parties) for label, parties in groups if parties)


def _axes(version: Version, *, on: date, carried: Rows) -> tuple[HeldAxis, ...]:
    day = version.effective_date or version.signed_date or on
    held = {commitment.axis_id: commitment for commitment in version.axes.all()}
    axes = version.convention.territory.programme.axes.prefetch_related("wordings")
    return tuple(
        HeldAxis(axis.wording(day) or axis, held.get(axis.pk), tuple(on_axis(carried, axis.key))) for axis in axes
    )


def _open(document: int, files: Sequence[Document]) -> Document | None:
    return next((file for file in files if file.pk == document), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PerimeterPage:
    perimeter: Perimeter
    drawing: Drawing
    causes: Sequence[Effect]
    decision: Decision | None
    versions: Sequence[Version]
    replaced_by: Perimeter | None
    act: Document | None
    history: Sequence[Told]
    may_redraw: bool
    may_decide: bool


def perimeter_page(perimeter: Perimeter, *, scope: Scope, on: date) -> PerimeterPage:
    territory = perimeter.territory
    seen = {one.pk: one for one in perimeters_seen(territory, scope=scope)}
    successor = Perimeter.objects.filter(replaces=perimeter).first()
    kept = [seen[pk] for pk in (perimeter.pk, perimeter.replaces_id, successor and successor.pk) if pk in seen]
    decision, act = perimeter.decision, perimeter.act_document
    carried = versions_seen(territory, scope=scope)
    mine = set(perimeter.versions.values_list("pk", flat=True))
    acts_there = Circle.AGENTS in scope.circles(territory.pk)
    return PerimeterPage(
        perimeter=perimeter,
        drawing=drawing(territory, perimeters=kept, on=on),
        causes=[effect for effect in causes(perimeter) if can_see_decision(effect.decision, scope=scope)],
        decision=decision if decision and can_see_decision(decision, scope=scope) else None,
        versions=[version for version in carried if version.pk in mine],
        act=act if act and can_read(act, scope=scope) else None,
        replaced_by=successor if successor and successor.pk in seen else None,
        history=history.of(("perimeter", [perimeter.pk])) if acts_there else [],
        may_redraw=perimeter.starts_date is None and can_draw(territory, scope=scope),
        may_decide=perimeter.ends_date is None and can_decide_perimeter(territory, scope=scope),
    )
