"""The facts of a day, read from the rooms below."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.lateness import delays
from beffroi.programme.actions.models import Action, Milestone
from beffroi.programme.actions.queries import late_without_cause
from beffroi.programme.actions.states import UNDER_WAY
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.conventions.life import NOTICE_MONTHS, AlarmKind, alarms, months_after
from beffroi.programme.conventions.queries import facts_of
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.states import State as LineState
from beffroi.programme.people.models import Membership
from beffroi.programme.people.scope import grant_of, places, resolve
from beffroi.programme.reminders.due import Cause, Facts, Person, Said
from beffroi.programme.reminders.kinds import MILESTONE_NOTICE, RHYTHMS, Kind
from beffroi.programme.reminders.models import Sent
from beffroi.programme.towns.models import Territory

EXPECTED = (ActionState.IDEA, *UNDER_WAY)
ALARMS = {
    AlarmKind.ENDS_SOON: Kind.ENDS_SOON,
    AlarmKind.INITIALISATION_TOO_LONG: Kind.INITIALISATION_TOO_LONG,
    AlarmKind.ORT_MISSING: Kind.ORT_MISSING,
}
# Told in the language of who reads the letter.
WITH_THE_PHASE = _("fin de la phase, faute de date dans la convention")


def facts(*, on: date) -> Facts:
    """What waits on a day, who may be told, what they were told already."""
    causes = (*_milestones(on), *_late(on), *_blocked(), *_unanswered(on), *_alarms(on))
    said = frozenset(
        Said(sent.user_id, Kind(sent.kind), sent.subject_kind, sent.subject_id, sent.since, sent.period)
        for sent in Sent.objects.filter(since__in={cause.since for cause in causes})
    )
    return Facts(causes=causes, people=tuple(_people(on)), said=said)


def _milestones(on: date) -> Iterator[Cause]:
    until = on + timedelta(days=MILESTONE_NOTICE)
    soon = Milestone.objects.filter(done_date=None, planned_date__range=(on, until), action__state__in=EXPECTED)
    for milestone in soon.select_related("action"):
        yield Cause(
            kind=Kind.MILESTONE_SOON,
            subject_kind="milestone",
            subject_id=str(milestone.pk),
            territory=milestone.action.territory_id,
            since=milestone.planned_date - timedelta(days=MILESTONE_NOTICE),
            title=f"{milestone.action.title} : {milestone.label}",
            told_by=("action", str(milestone.action_id)),
        )


def _late(on: date) -> Iterator[Cause]:
    for action in late_without_cause(Action.objects.all(), on=on).prefetch_related("milestones"):
        opened = [one.planned_date for one in action.milestones.all() if one.done_date is None]
        first = delays(
            state=action.life_state,
            start_date=action.start_date,
            end_date=action.end_date,
            open_milestones=opened,
            on=on,
        )[0]
        yield _of(action, Kind.LATE_WITHOUT_CAUSE, since=first.planned + timedelta(days=1))


def _blocked() -> Iterator[Cause]:
    """Blocked since the journal says so; an action that came blocked, since it was last written."""
    since = dict(
        Entry.objects.filter(subject_kind="action", verb="action.changed", after__blocked=True)
        .order_by()
        .values_list("subject_id")
        .annotate(last=Max("at"))
    )
    for action in Action.objects.filter(blocked=True, state__in=EXPECTED):
        yield _of(action, Kind.BLOCKED, since=day_of(since.get(str(action.pk), action.changed_at)))


def _unanswered(on: date) -> Iterator[Cause]:
    asked = on - timedelta(days=RHYTHMS[Kind.REQUEST_UNANSWERED].after)
    waiting = FundingLine.objects.filter(state=LineState.REQUESTED, requested_date__lte=asked)
    for line in waiting.select_related("action"):
        assert line.requested_date is not None
        yield Cause(
            kind=Kind.REQUEST_UNANSWERED,
            subject_kind="fundingline",
            subject_id=str(line.pk),
            territory=line.action.territory_id,
            since=line.requested_date,
            title=line.action.title,
            organisation=line.funder_id,
        )


def _alarms(on: date) -> Iterator[Cause]:
    names = dict(Territory.objects.values_list("pk", "name"))
    for code, known in sorted(facts_of(names).items()):
        for alarm in alarms(known, on=on):
            # An alarm about a day to come is told ahead of it; one about a day gone by, from that day.
            ahead = alarm.kind is not AlarmKind.INITIALISATION_TOO_LONG
            yield Cause(
                kind=ALARMS[alarm.kind],
                subject_kind="territory",
                subject_id=code,
                territory=code,
                since=months_after(alarm.due, -NOTICE_MONTHS) if ahead else alarm.due,
                title=WITH_THE_PHASE if alarm.is_of_phase else names[code],
            )


def _people(on: date) -> Iterator[Person]:
    held = Membership.objects.on(on).filter(user__is_active=True).select_related("user").order_by("user_id", "pk")
    for user, memberships in groupby(held, key=lambda membership: membership.user):
        by_territory = resolve(map(grant_of, memberships), places=places(), on=on).by_territory
        acts = defaultdict(frozenset)
        for territory, grants in by_territory.items():
            acts[territory] = frozenset((grant.role, grant.organisation) for grant in grants)
        yield Person(
            id=user.pk, email=user.email, acts=dict(acts), off=frozenset(user.reminders_off), language=user.language
        )


def _of(action: Action, kind: Kind, *, since: date) -> Cause:
    return Cause(
        kind=kind,
        subject_kind="action",
        subject_id=str(action.pk),
        territory=action.territory_id,
        since=since,
        title=action.title,
    )
