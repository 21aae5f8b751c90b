"""Every write about what an action holds: milestones, risks, dependencies, aims, and its place in a convention.

Each is told in the history of its action.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import history
from beffroi.programme.actions.indicators import Catalogue
from beffroi.programme.actions.meanwhile import ChangedMeanwhile, Difference, as_typed, told
from beffroi.programme.actions.models import Action, ActionIndicator, Dependency, Milestone, Risk
from beffroi.programme.actions.operations import ActionRefused, locked, say, write
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import OPEN_TO_WRITING
from beffroi.programme.people.models import User

Seen: TypeAlias = Mapping[str, Any] | None
SAID = {
    Milestone: ("label", "planned_date", "done_date"),
    Risk: ("text", "severity"),
    Dependency: ("on_action",),
    ActionIndicator: ("indicator_code", "baseline", "baseline_period", "target", "target_period"),
}


@transaction.atomic
def add_milestone(milestone: Milestone, *, by: User | None, at: datetime) -> Milestone:
    _check_done(milestone.done_date, at=at)
    return _add(milestone, verb="milestone.added", by=by, at=at)


@transaction.atomic
def change_milestone(
    milestone: Milestone, *, values: Mapping[str, Any], by: User | None, at: datetime, seen: Seen = None
) -> Milestone:
    """Another label, another planned day, or the day on which it was reached."""
    draft = Milestone._meta.get_field("done_date").to_python(values.get("done_date"))
    _check_done(draft, at=at)
    return _change(milestone, values=values, verb="milestone.changed", by=by, at=at, seen=seen)


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: User | None, at: datetime, seen: Seen = None) -> None:
    _remove(milestone, verb="milestone.removed", by=by, at=at, seen=seen)


@transaction.atomic
def add_risk(risk: Risk, *, by: User | None, at: datetime) -> Risk:
    return _add(risk, verb="risk.added", by=by, at=at)


@transaction.atomic
def change_risk(risk: Risk, *, values: Mapping[str, Any], by: User | None, at: datetime, seen: Seen = None) -> Risk:
    return _change(risk, values=values, verb="risk.changed", by=by, at=at, seen=seen)


@transaction.atomic
def remove_risk(risk: Risk, *, by: User | None, at: datetime, seen: Seen = None) -> None:
    _remove(risk, verb="risk.removed", by=by, at=at, seen=seen)


@transaction.atomic
def add_dependency(action: Action, *, on_action: Action, by: User | None, at: datetime) -> Dependency:
    """The action cannot go on without another of its territory; a circle of dependencies is refused."""
    if action.territory_id != on_action.territory_id:
        raise ActionRefused(_("Une action ne dépend que d’une action de son territoire."))
    # Locked in turn, so that two people never close a circle together.
    list(Action.objects.select_for_update().filter(territory=action.territory_id).values_list("pk", flat=True))
    if path := path_between(on_action.pk, action.pk):
        names = dict(Action.objects.filter(pk__in=path).values_list("pk", "title"))
        said = " → ".join(f"« {names[pk]} »" for pk in (action.pk, *path))
        raise ActionRefused(_("Cette dépendance fermerait une boucle : %(path)s.") % {"path": said})
    dependency = Dependency(action=action, on_action=on_action)
    return _add(dependency, verb="dependency.added", by=by, at=at)


@transaction.atomic
def remove_dependency(dependency: Dependency, *, by: User | None, at: datetime) -> None:
    _remove(dependency, verb="dependency.removed", by=by, at=at)


@transaction.atomic
def aim(indicator: ActionIndicator, *, catalogue: Catalogue, by: User | None, at: datetime) -> ActionIndicator:
    """The action means to move an indicator of the catalogue."""
    _check_known(indicator, catalogue=catalogue)
    return _add(indicator, verb="indicator.aimed", by=by, at=at)


@transaction.atomic
def change_aim(
    indicator: ActionIndicator,
    *,
    values: Mapping[str, Any],
    catalogue: Catalogue,
    by: User | None,
    at: datetime,
    seen: Seen = None,
) -> ActionIndicator:
    draft = ActionIndicator(**{"indicator_code": indicator.indicator_code, **values})
    _check_known(draft, catalogue=catalogue)
    return _change(indicator, values=values, verb="indicator.aim_changed", by=by, at=at, seen=seen)


@transaction.atomic
def remove_aim(indicator: ActionIndicator, *, by: User | None, at: datetime, seen: Seen = None) -> None:
    _remove(indicator, verb="indicator.aim_removed", by=by, at=at, seen=seen)


@transaction.atomic
def bring_in(action: Action, *, version: Version, by: User | None, at: datetime) -> Action:
    """The version of the convention, still being written, brings this action."""
    return _link(action, "version_in", version=version, verb="action.brought", by=by, at=at)


@transaction.atomic
def take_away(action: Action, *, version: Version, by: User | None, at: datetime) -> Action:
    """The version of the convention, still being written, takes this action away from the plan."""
    return _link(action, "version_out", version=version, verb="action.taken_away", by=by, at=at)


def _link(action: Action, field: str, *, version: Version, verb: str, by: User | None, at: datetime) -> Action:
    kept = locked(action, by=by, at=at)
    if version.territory != kept.territory:
        raise ActionRefused(_("Cette convention est celle d’un autre territoire."))
    if version.life_state not in OPEN_TO_WRITING:
        raise ActionRefused(
            _("« %(version)s » n’est plus en cours d’écriture : son plan d’action ne change que par un avenant.")
            % {"version": version}
        )
    before = told(kept, fields=(field,))
    setattr(kept, field, version)
    return write(verb, kept, before=before, by=by, at=at)


def path_between(start: int, end: int) -> list[int]:
    """From one action to another along dependencies, both ends included; nothing where there is no way."""
    came_from: dict[int, int | None] = {start: None}
    frontier = [start]
    while frontier and end not in came_from:
        steps = Dependency.objects.filter(action__in=frontier).values_list("action_id", "on_action_id")
        reached = {on: origin for origin, on in steps if on not in came_from}
        came_from |= reached
        frontier = list(reached)
    path: list[int] = []
    step = end if end in came_from else None
    while step is not None:
        path.append(step)
        step = came_from[step]
    return path[::-1]


def _add(part: Any, *, verb: str, by: User | None, at: datetime) -> Any:
    action = locked(part.action, by=by, at=at)
    part.full_clean()
    part.save(force_insert=True)
    say(verb, action, by=by, at=at, after=_said(part))
    return part


def _change(
    part: Any, *, values: Mapping[str, Any], verb: str, by: User | None, at: datetime, seen: Seen = None
) -> Any:
    action = locked(part.action, by=by, at=at)
    kept = type(part).objects.get(pk=part.pk)
    _check_seen(kept, seen=seen, typed=as_typed(kept, values=values))
    before = _said(kept)
    for name in values:
        if name not in SAID[type(part)]:
            raise TypeError(f"{name} cannot be written here; these can: {', '.join(SAID[type(part)])}.")
        setattr(kept, name, values[name])
    kept.full_clean()
    kept.save()
    say(verb, action, by=by, at=at, before=before, after=_said(kept))
    return kept


def _remove(part: Any, *, verb: str, by: User | None, at: datetime, seen: Seen = None) -> None:
    action = locked(part.action, by=by, at=at)
    _check_seen(type(part).objects.get(pk=part.pk), seen=seen, typed=seen or {})
    said = _said(part)
    part.delete()
    say(verb, action, by=by, at=at, before=said)


def shown(part: Any) -> dict[str, Any]:
    """What a form shows of a part when it is opened, as codes."""
    return told(part, fields=SAID[type(part)])


def _check_seen(kept: Any, *, seen: Seen, typed: Mapping[str, Any]) -> None:
    """`seen` is what the form showed: else `ChangedMeanwhile`, with what the other person wrote. None sees nothing."""
    now = shown(kept)
    if seen is None or seen == now:
        return
    differences = (
        Difference(field=name, opened=seen.get(name), kept=now[name], typed=typed[name])
        for name in now
        if name in typed and not now[name] == seen.get(name) == typed[name]
    )
    last = history(kept.action)[0]
    raise ChangedMeanwhile(differences, revision=kept.action.revision, by=last.by, at=last.at)


def _said(part: Any) -> dict[str, Any]:
    return told(part, fields=SAID[type(part)]) | {"part": part.pk}


def _check_done(done: date | None, *, at: datetime) -> None:
    if done is not None and done > day_of(at):
        raise ValidationError({"done_date": _("Un jalon ne peut être atteint dans l’avenir.")})


def _check_known(indicator: ActionIndicator, *, catalogue: Catalogue) -> None:
    known = catalogue.get(indicator.indicator_code)
    if known is None:
        raise ValidationError(
            {
                "indicator_code": _(
                    "« %(code)s » n’est pas un indicateur du catalogue ; un code ressemble à %(example)s."
                )
                % {"code": indicator.indicator_code, "example": min(catalogue, default=_("rien"))}
            }
        )
    low, high = known.bounds
    for name in ("baseline", "target"):
        value = getattr(indicator, name)
        outside = value is not None and (
            (low is not None and Decimal(value) < Decimal(str(low)))
            or (high is not None and Decimal(value) > Decimal(str(high)))
        )
        if outside:
            said = {
                "name": known.name["fr"],
                "low": "−∞" if low is None else low,
                "high": "+∞" if high is None else high,
            }
            raise ValidationError({name: _("« %(name)s » se donne entre %(low)s et %(high)s.") % said})
