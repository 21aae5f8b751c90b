"""Reads of the money: by right, and for a plan."""

from django.db.models import Q, QuerySet

from beffroi.foundations.journal.chain import with_import
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions import queries as action_queries
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.states import Financing, must_have_local_share
from beffroi.programme.money.models import Envelope, EnvelopeQuerySet, FundingLine, FundingLineQuerySet
from beffroi.programme.money.states import DEAD, GRANTED_STATES
from beffroi.programme.money.totals import local_share, whole
from beffroi.programme.people.roles import STATE_ROLES, Circle, Role
from beffroi.programme.people.scope import Scope


def readable(scope: Scope) -> FundingLineQuerySet:
    """The lines that a person may read, as `rules.can_read` says it of one.

    - those of the actions that the person reads, but of a public action elsewhere only what was granted;
    - those of one's own organisation as a funder, on the territories where one acts for it.
    """
    mine = Q()
    for organisation in scope.organisations:
        its = action_queries.acting(scope, organisation=organisation)
        mine |= Q(funder=organisation) & action_queries.within(its, path="action__territory")
    # The lines of an action are found through its own columns: a list of actions would be read for each line.
    here = action_queries.within(action_queries.acting(scope), path="action__territory")
    inside = here & action_queries.seen(scope, path="action__")
    granted = Q(action__circle=Circle.PUBLIC, state__in=GRANTED_STATES)
    return FundingLine.objects.filter(inside | granted | mine)


def public() -> FundingLineQuerySet:
    """What anyone may read: what was granted to public actions."""
    return FundingLine.objects.filter(action__in=action_queries.public(), state__in=GRANTED_STATES)


def envelopes_seen(scope: Scope) -> EnvelopeQuerySet:
    """The envelopes that a person reads, as `rules.can_see` says it of one."""
    found = Envelope.objects.select_related("partner", "delegated_from__partner")
    if scope.roles & (STATE_ROLES | {Role.NATIONAL_TEAM}):
        return found
    return found.filter(Q(partner__in=scope.organisations) | Q(delegated_from__partner__in=scope.organisations))


def is_last_local(line: FundingLine) -> bool:
    """Whether an action that must have a local share has this line alone for it."""
    if not (line.is_local_share and line.life_state not in DEAD and must_have_local_share(line.action)):
        return False
    return not FundingLine.objects.filter(action=line.action_id).exclude(pk=line.pk).counted().local().exists()


def history(line: FundingLine) -> QuerySet[Entry]:
    """What happened to a line, latest first, with the import that brought it."""
    return with_import(line, imported_in=line.imported_in)


def envelope_history(envelope: Envelope) -> QuerySet[Entry]:
    """What happened to an envelope, latest first; of one that the demonstration made, the row that tells it."""
    own = with_import(envelope, imported_in=None)
    if not envelope.is_demonstration or own.exists():
        return own
    return Entry.objects.filter(verb="demonstration.generated").order_by("-sequence")[:1]


def financing(action: Action) -> Financing:
    """What the plan of an action adds up to; `actions.operations.move` asks it."""
    lines = FundingLine.objects.filter(action=action).counted()
    plan = whole(lines)
    return Financing(expected=plan.expected, local=local_share(lines).expected, committed=plan.committed)
