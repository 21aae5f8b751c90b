"""Every write about the action sheet and its life; what a sheet holds is written in `parts.py`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.actions.conditions import clean
from beffroi.programme.actions.meanwhile import check_revision, told
from beffroi.programme.actions.models import RULES, Action, ActionIndicator, Milestone, Risk
from beffroi.programme.actions.rules import can_add, can_change
from beffroi.programme.actions.sites import check_site
from beffroi.programme.actions.states import MOVES, Financing, State
from beffroi.programme.actions.themes import themes
from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.moves import Refused, check
from beffroi.programme.people.acting import read_once, signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import Role
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory

# What a form may write; the state, the number and the version of the convention have their own operations.
CHANGEABLE = (
    "title",
    "axis",
    "secondary_axes",
    "themes",
    "owner",
    "partners",
    "description",
    "objectives",
    "mature",
    "circle",
    "site",
    "start_date",
    "end_date",
    "late_cause",
    "late_note",
    "blocked",
    "blocked_cause",
    "unblock_condition",
    "cost",
)
# What a move may say beside its name. A reason and a decider are those of the last move, never of a former one.
SAID_BY_A_MOVE = ("delivered_date", "state_reason", "decided_by", "assessment", "start_date", "late_cause", "late_note")
OF_THE_LAST_MOVE = ("state_reason", "decided_by")
LIFE = ("state", "suspended_from", "decision", *SAID_BY_A_MOVE)


class ActionRefused(Refused):
    """Something that this person may not write, or that this action cannot hold."""


@transaction.atomic
def add(
    action: Action,
    *,
    by: User | None,
    at: datetime,
    partners: Iterable[Organisation] = (),
    decision: Decision | None = None,
) -> Action:
    """Write a new action, described by `action`, as an idea under the next number of its territory."""
    _check_may_add(action.territory_id, by=by, at=at)
    _keep_new(action, by=by, at=at, partners=partners)
    if decision is not None:
        caused(decision, verb="action.added", cause=Cause(subject=action, territory=action.territory), at=at)
    return action


@transaction.atomic
def change(action: Action, *, revision: int, values: Mapping[str, Any], by: User | None, at: datetime) -> Action:
    """Write these fields, if nobody wrote since `revision`; else `ChangedMeanwhile` holds both versions."""
    kept = locked(action, by=by, at=at)
    _check_among(values, CHANGEABLE)
    check_revision(kept, revision=revision, typed=values)
    before = told(kept, fields=values)
    for name in values.keys() - {"partners"}:
        setattr(kept, name, values[name])
    _clean(kept)
    if "partners" in values:
        kept.partners.set(values["partners"])
    return write("action.changed", kept, before=before, by=by, at=at)


@transaction.atomic
def change_many(actions: Iterable[Action], *, values: Mapping[str, Any], by: User | None, at: datetime) -> list[Action]:
    """The same values in several actions, or in none: a row of the journal each, as each one's history says it."""
    changed, faults, by = [], [], read_once(by)
    for action in actions:
        try:
            with transaction.atomic():
                changed.append(change(action, revision=action.revision, values=values, by=by, at=at))
        except (Refused, ValidationError) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else refusal.sentences
            faults.append(_("« %(action)s » : %(why)s") % {"action": action, "why": " ".join(map(str, said))})
    if faults:
        raise ActionRefused(*faults)
    return changed


@transaction.atomic
def duplicate(action: Action, *, by: User | None, at: datetime, title: str = "") -> Action:
    """The same sheet again as an idea: its texts, milestones, risks and aims; not its life, its money, or what is past.

    A copy with the dates of a sheet of three years ago would be late before anyone has read it.
    """
    kept = locked(action, by=by, at=at)
    dates, milestones = past(kept, on=day_of(at))
    copied = {name: getattr(kept, name) for name in CHANGEABLE if name not in {"partners", *_OF_ITS_LIFE, *dates}}
    twin = Action(territory=kept.territory, is_demonstration=kept.is_demonstration, **copied)
    twin.title = title or (_("Copie de %(title)s") % {"title": kept.title})[:200]
    _keep_new(twin, by=by, at=at, partners=kept.partners.all(), saying={"copied_from": kept.pk})
    parts: list[Model] = [
        *(
            Milestone(action=twin, label=one.label, planned_date=one.planned_date)
            for one in kept.milestones.all()
            if one not in milestones
        ),
        *(Risk(action=twin, text=one.text, severity=one.severity) for one in kept.risks.all()),
        *(
            ActionIndicator(action=twin, **{name: getattr(one, name) for name in _AIMS})
            for one in kept.indicators.all()
        ),
    ]
    for part in parts:
        part.save()
    return twin


def past(action: Action, *, on: date) -> tuple[tuple[str, ...], tuple[Milestone, ...]]:
    """What a copy made on a day leaves out: the fields of planned dates that are past, and such milestones."""
    planned = {name: getattr(action, name) for name in ("start_date", "end_date")}
    return (
        tuple(name for name, day in planned.items() if day is not None and day < on),
        tuple(one for one in action.milestones.all() if one.planned_date < on),
    )


def _keep_new(
    action: Action,
    *,
    by: User | None,
    at: datetime,
    partners: Iterable[Organisation],
    saying: Mapping[str, Any] | None = None,
) -> None:
    action.state, action.changed_at = State.IDEA, at
    action.number = next_number(action.territory_id)
    action.is_demonstration = action.is_demonstration or is_made_up()
    _clean(action)
    action.save(force_insert=True)
    action.partners.set(partners)
    after = told(action, fields=("number", *CHANGEABLE)) | {"revision": action.revision} | dict(saying or {})
    say("action.added", action, by=by, at=at, after=after)


_OF_ITS_LIFE = ("late_cause", "late_note", "blocked", "blocked_cause", "unblock_condition")
_AIMS = ("indicator_code", "baseline", "baseline_period", "target", "target_period")


@transaction.atomic
def move(
    action: Action,
    name: str,
    *,
    financing: Callable[[Action], Financing],
    by: User | None,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> Action:
    """Change the state, or raise `MoveRefused` with everything that is missing.

    `financing` tells what the funding lines of an action add up to: it is asked inside the transaction, because the
    money is written in a room above this one. `values` is what the move says: a date, a reason, a cause.
    """
    kept = locked(action, by=by, at=at, among_writers=False)
    said = dict.fromkeys(OF_THE_LAST_MOVE, "") | dict(values or {})
    _check_among(said, SAID_BY_A_MOVE)
    before = told(kept, fields=LIFE)
    for field, value in said.items():
        setattr(kept, field, kept._meta.get_field(field).to_python(value))
    kept.decision = decision
    today = day_of(at)
    to = check(
        MOVES,
        name,
        subject=kept,
        roles=roles_of(by, territory=kept.territory_id, at=at),
        today=today,
        is_late=kept.is_late(today),
        open_milestones=kept.milestones.filter(done_date=None).count(),
        financing=financing(kept),
    )
    _enter(kept, State(to.reaches))
    _clean(kept)
    write("action.moved", kept, before=before, by=by, at=at, saying={"move": name})
    if decision is not None:
        cause = Cause(subject=kept, territory=kept.territory)
        caused(decision, verb="action.moved", cause=cause, at=at, summary={"move": name})
    return kept


def _enter(action: Action, state: State) -> None:
    action.suspended_from = action.state if state is State.SUSPENDED else ""
    if state is State.WORKS:
        action.delivered_date = None
    action.state = state


def locked(action: Action, *, by: User | None, at: datetime, among_writers: bool = True) -> Action:
    """The action as kept, for this transaction alone. A move has its own list of roles and is asked to nobody else."""
    kept = Action.objects.select_for_update(of=("self",)).select_related("territory").get(pk=action.pk)
    if by is not None and among_writers and not can_change(scope(by, on=day_of(at)), kept):
        raise ActionRefused(_("Écrire cette action revient à l’équipe du territoire."))
    return kept


def roles_of(by: User | None, *, territory: str, at: datetime) -> frozenset[Role]:
    """The roles of a person on a territory; all of them for nobody, who is the installer."""
    return frozenset(Role) if by is None else scope(by, on=day_of(at)).roles_in(territory)


def next_number(territory: str) -> int:
    """The next number of an action, its territory locked so that two writers never take the same."""
    Territory.objects.select_for_update().get(pk=territory)
    last = Action.objects.filter(territory=territory).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check_may_add(territory: str, *, by: User | None, at: datetime) -> None:
    if by is not None and not can_add(scope(by, on=day_of(at)), territory=territory):
        raise ActionRefused(_("Ajouter une action revient à l’équipe du territoire."))


def _check_among(values: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
    if others := sorted(values.keys() - set(allowed)):
        raise TypeError(f"{', '.join(others)} cannot be written here; these can: {', '.join(allowed)}.")


def _clean(action: Action) -> None:
    errors: dict[str, Any] = {}
    try:
        clean(action, rules=RULES)
    except ValidationError as refusal:
        errors = dict(refusal.error_dict)
    for field, fault in _programme_faults(action):
        errors.setdefault(field, []).append(fault)
    if errors:
        raise ValidationError(errors)


def _programme_faults(action: Action) -> Iterable[tuple[str, ValidationError]]:
    """What the programme of the territory does not know, and a site that cannot be drawn."""
    programme = action.territory.programme_id
    axes = set(action.territory.programme.axes.values_list("key", flat=True))
    if unknown := sorted(set(action.secondary_axes) - axes):
        yield "secondary_axes", ValidationError(_("Axe inconnu : %(axes)s.") % {"axes": ", ".join(unknown)})
    if unknown := sorted(set(action.themes) - themes(programme).keys()):
        yield "themes", ValidationError(_("Thème inconnu : %(themes)s.") % {"themes": ", ".join(unknown)})
    if action.axis_id and action.axis.programme_id != programme:
        yield "axis", ValidationError(_("Cet axe est celui d’un autre programme."))
    if action.site is not None:
        try:
            check_site(action.site)
        except ValidationError as fault:
            yield "site", fault


def write(
    verb: str,
    action: Action,
    *,
    before: Mapping[str, Any],
    by: User | None,
    at: datetime,
    saying: Mapping[str, Any] | None = None,
) -> Action:
    """Keep the action and say in the journal what differs; nothing is written when nothing does."""
    after = told(action, fields=before)
    differing = [name for name in before if before[name] != after[name]]
    if not differing:
        return action
    was, action.revision, action.changed_at = action.revision, action.revision + 1, at
    action.save()
    say(
        verb,
        action,
        by=by,
        at=at,
        before={name: before[name] for name in differing} | {"revision": was},
        after={name: after[name] for name in differing} | {"revision": action.revision} | dict(saying or {}),
    )
    return action


def say(
    verb: str,
    action: Action,
    *,
    by: User | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """A row of the journal about an action."""
    territory = action.territory_id
    who = signed(by, territory=territory, at=at)
    record(verb, subject=action, at=at, territory=territory, before=before, after=after, **who)
