"""Reads of actions, by right and by day."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from beffroi.foundations.journal.chain import with_import
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions import carried
from beffroi.programme.actions.models import Action, ActionQuerySet, Dependency
from beffroi.programme.actions.states import DONE, State
from beffroi.programme.conventions.models import Version
from beffroi.programme.people.roles import Circle, Role
from beffroi.programme.people.scope import Scope, places


def readable(scope: Scope) -> ActionQuerySet:
    """The actions that a person may read, as `rules.can_read` says it of one."""
    return Action.objects.filter(seen(scope))


def seen(scope: Scope, *, path: str = "") -> Q:
    """The same as a condition, on what leads to an action by `path`, as in « action__ »."""
    circle, owner, place = f"{path}circle", f"{path}owner", f"{path}territory"
    found = Q((circle, Circle.PUBLIC)) | Q((circle, Circle.AGENTS)) & within(acting(scope), path=place)
    for organisation in scope.organisations:
        its = within(acting(scope, organisation=organisation), path=place)
        found |= Q((circle, Circle.ORGANISATION), (owner, organisation)) & its
    return found


def within(codes: Collection[str], *, path: str = "territory") -> Q:
    """What is on these territories; all those of the registry are not told one by one, which costs more than the rest.

    Nothing stands on a territory that the registry does not know.
    """
    return Q() if len(codes) == len(places()) else Q((f"{path}__in", codes))


def acting(scope: Scope, *, organisation: int | None = None) -> list[str]:
    """The territories where a person acts, for one organisation or for any: an evaluator only reads."""
    return [
        code
        for code, grants in scope.by_territory.items()
        if any(g.role is not Role.EVALUATOR and organisation in {None, g.organisation} for g in grants)
    ]


def public() -> ActionQuerySet:
    """What anyone may read; an abandoned idea that never was more than an idea is among it if it was made public."""
    return Action.objects.filter(circle=Circle.PUBLIC)


def board(actions: QuerySet[Action]) -> dict[State, int]:
    """How many actions are in each state, in the order of the life."""
    counted = Counter(dict(actions.order_by().values_list("state").annotate(Count("pk"))))
    return {state: counted[state] for state in State}


def late_without_cause(actions: ActionQuerySet, *, on: date) -> ActionQuerySet:
    return actions.late(on).filter(late_cause="")


def unfinished(actions: ActionQuerySet) -> ActionQuerySet:
    return actions.exclude(state__in=(*DONE, State.ABANDONED))


def needs_of(actions: Collection[Action], *, scope: Scope) -> dict[int, list[int]]:
    """For each of these actions, the numbers of those that it waits for, among those that the person reads."""
    found: dict[int, list[int]] = defaultdict(list)
    links = Dependency.objects.filter(action__in=[one.pk for one in actions]).filter(seen(scope, path="on_action__"))
    for action, number in links.values_list("action", "on_action__number"):
        found[action].append(number)
    return dict(found)


def plan(version: Version) -> dict[str, dict[str, Any]]:
    """The action plan that a version carries, as rows for `conventions.queries.snapshot`, by the actions' numbers.

    It holds what this version or a former one brought, and none of them took away: of its convention, and of those of
    the phases before, since a convention begins as what the territory signed last. Of a signed version an action says
    what it said the day of the signature, as the journal has it; of a draft, what it says now.
    """
    brought, taken = (_until(version, link=link) for link in ("version_in", "version_out"))
    gone = Action.objects.filter(taken).values("pk")
    found = Action.objects.filter(brought, territory=version.territory).exclude(pk__in=gone).order_by("number")
    return carried.rows(found, signed_date=version.signed_date)


def _until(version: Version, *, link: str) -> Q:
    """Linked to this version, to a former one of its convention, or to one of a phase before."""
    own = {f"{link}__convention": version.convention_id, f"{link}__number__lte": version.number}
    return Q(**own) | Q(**{f"{link}__convention__phase__starts_date__lt": version.convention.phase.starts_date})


def history(action: Action) -> QuerySet[Entry]:
    """What happened to an action, latest first, with the import that brought it."""
    return with_import(action, imported_in=action.imported_in)
