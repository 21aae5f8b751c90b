"""Jobs asked, taken up again, given up. What a job writes in the programme is told in the journal by its operation."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction

from beffroi.foundations.jobs.models import GOING, Job, State

# A job that ended, or that nobody confirmed, is not kept for ever.
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def add(
    kind: str, *, by: str, at: datetime, title: str = "", content: bytes | None = None, arguments: Mapping[str, Any]
) -> Job:
    """Ask for a job; a worker takes it in its turn."""
    Job.objects.exclude(state__in=GOING).filter(asked_at__lt=at - KEPT_FOR).delete()
    return Job.objects.create(
        kind=kind, asked_by=by, asked_at=at, title=title[:200], content=content, arguments=dict(arguments)
    )


@transaction.atomic
def go_on(job: Job, *, kind: str, at: datetime, arguments: Mapping[str, Any] = MappingProxyType({})) -> bool:
    """Ask for the next step of a job that is done; whether it was still to be asked."""
    asked = Job.objects.filter(pk=job.pk, state=State.DONE).exclude(kind=kind)
    told = job.arguments | dict(arguments)
    return bool(asked.update(kind=kind, state=State.WAITING, attempts=0, asked_at=at, ended_at=None, arguments=told))


@transaction.atomic
def remove(job: Job) -> bool:
    """Forget a job that no worker has in hand; whether it was so."""
    gone, _ = Job.objects.filter(pk=job.pk).exclude(state=State.RUNNING).delete()
    return bool(gone)
