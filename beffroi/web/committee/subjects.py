"""What a committee may speak of: the territories of its place, the versions it examines, the things of a territory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from beffroi.programme.actions.queries import readable
from beffroi.programme.committees.models import Committee
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject
from beffroi.programme.conventions.models import Perimeter, Version
from beffroi.programme.conventions.rules import can_see_perimeter, can_see_version
from beffroi.programme.conventions.states import IN_PREPARATION
from beffroi.programme.money import queries as lines
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory

Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A known thing, or a kind of thing that does not exist yet (`identifier` empty)."""

    kind: DecisionSubject
    identifier: str
    territory: str

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.identifier}:{self.territory}"


def parsed(code: str) -> Subject:
    kind, identifier, territory = code.split(":")
    return Subject(DecisionSubject(kind), identifier, territory)


def territories_of(committee: Committee, *, scope: Scope) -> list[Territory]:
    """Those of the committee's place that this scope reaches."""
    found = Territory.objects.filter(programme=committee.programme_id, code__in=scope.territories)
    if committee.kind == CommitteeKind.PROJECT:
        return list(found.filter(pk=committee.territory_id))
    if committee.kind == CommitteeKind.REGIONAL:
        return list(found.filter(region=committee.region))
    if committee.kind == CommitteeKind.DEPARTMENTAL:
        return [place for place in found if committee.department in place.departments]
    return list(found)


def choices(near: Sequence[Territory], *, of: Territory | None, scope: Scope) -> Choices:
    """What may be chosen as the subject of a point or of a decision, by group: the things of one territory.

    Before it is chosen, the versions in preparation of all those that are near: few, and what they examine.
    """
    if of is None:
        groups = {_("Conventions en préparation"): _versions([place.pk for place in near], scope=scope)}
    else:
        groups = {
            _("Conventions en préparation"): _versions([of.pk], scope=scope),
            _("Périmètres"): _perimeters(of, scope=scope),
            _("Actions"): _actions(of, scope=scope),
            _("Lignes de financement"): _lines(of, scope=scope),
        }
    found = [(label, things) for label, each in groups.items() if (things := list(each))]
    return [*found, (unknown_label(), list(_unknown()))]


def unknown_label() -> str:
    return _("Ce qui n’existe pas encore ici")


def _versions(codes: Sequence[str], *, scope: Scope) -> Iterable[tuple[str, str]]:
    found = Version.objects.filter(convention__territory__in=codes, state__in=IN_PREPARATION)
    for version in found.select_related("convention__territory", "convention__phase"):
        if can_see_version(version, scope=scope):
            subject = Subject(DecisionSubject.VERSION, str(version.pk), version.territory.pk)
            yield subject.code, f"{version} ({version.get_state_display()})"


def _perimeters(of: Territory, *, scope: Scope) -> Iterable[tuple[str, str]]:
    found = Perimeter.objects.filter(territory=of, ends_date=None).select_related("territory")
    for perimeter in found:
        if can_see_perimeter(perimeter, scope=scope):
            subject = Subject(DecisionSubject.PERIMETER, str(perimeter.pk), perimeter.territory_id)
            yield subject.code, str(perimeter)


def _actions(of: Territory, *, scope: Scope) -> Iterable[tuple[str, str]]:
    for action in readable(scope).filter(territory=of).order_by("number"):
        subject = Subject(DecisionSubject.ACTION, str(action.pk), action.territory_id)
        yield subject.code, f"{action.number}. {action.title}"


def _lines(of: Territory, *, scope: Scope) -> Iterable[tuple[str, str]]:
    found = lines.readable(scope).counted().filter(action__territory=of)
    for line in found.select_related("action", "funder").order_by("action__number", "pk"):
        subject = Subject(DecisionSubject.MONEY, str(line.pk), line.action.territory_id)
        yield subject.code, f"{line.action.number}. {Truncator(line.action.title).chars(60)} – {line}"


def _unknown() -> Iterable[tuple[str, Any]]:
    for kind in DecisionSubject:
        yield Subject(kind, "", "").code, kind.label
