"""The worker: does the jobs that wait, one after the other, then ends. `python -m beffroi.foundations.jobs`

One worker at a time holds a lock that the system frees when the process dies, however it dies: a job that is marked as
running while nobody holds the lock was left by a killed worker, and is begun again. That is sound because a job that
writes is one transaction with the note that it is done: begun twice, it is written once.
"""

import fcntl
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from beffroi.foundations import background, clock
from beffroi.foundations.files import whole_file
from beffroi.foundations.home import home
from beffroi.foundations.jobs.models import GOING, Job, State

MOST_ATTEMPTS = 3
TOLD_EVERY = 0.4

Progress = Callable[[int, int], None]


class Stopped(Exception):
    """The job cannot be done as asked; nothing of it was written, and `result` says why."""

    def __init__(self, result: dict[str, Any]) -> None:
        super().__init__("The job was refused.")
        self.result = result


@dataclass(frozen=True, slots=True)
class Work:
    """What a kind of job does. One that writes is done in the transaction that notes its end."""

    run: Callable[[Job, Progress], dict[str, Any]]
    writes: bool = False


def start() -> None:
    """Start a worker beside this process; it ends at once when another is at work."""
    process = background.start("beffroi.foundations.jobs")
    # Somebody must hear that it ended, or the system keeps its trace.
    threading.Thread(target=process.wait, daemon=True).start()


def see_to_it() -> None:
    """Start a worker if a job waits and nobody is at work: called by whoever asks for a job, or looks at one."""
    if Job.objects.filter(state__in=GOING).exists() and not is_at_work():
        start()


def is_at_work() -> bool:
    with _lock() as held:
        return not held


def drain() -> int:
    """Do every job that waits; how many were ended. Nothing when another worker is at work."""
    ended = 0
    with _lock() as held:
        if not held:
            return 0
        Job.objects.filter(state=State.RUNNING, attempts__gte=MOST_ATTEMPTS).update(
            state=State.FAILED, ended_at=clock.now(), content=None
        )
        Job.objects.filter(state=State.RUNNING).update(state=State.WAITING)
        while job := _taken():
            _do(job)
            _progress_file(job).unlink(missing_ok=True)
            ended += 1
    return ended


def progress_of(job: Job) -> tuple[int, int] | None:
    """How much is done, of how much; nothing when nobody told."""
    try:
        done, total = json.loads(_progress_file(job).read_text())
    except (OSError, ValueError):
        return None
    return done, total


def _taken() -> Job | None:
    job = Job.objects.filter(state=State.WAITING).order_by("pk").first()
    if job is not None:
        job.state, job.attempts = State.RUNNING, job.attempts + 1
        job.save(update_fields=["state", "attempts"])
    return job


def _do(job: Job) -> None:
    try:
        work: Work = import_string(settings.JOBS[job.kind])
        if work.writes:
            with transaction.atomic():
                _end(job, State.DONE, result=work.run(job, _teller(job)))
        else:
            _end(job, State.DONE, result=work.run(job, _teller(job)))
    except Stopped as stop:
        _end(job, State.REFUSED, result=stop.result)
    except Exception:
        logging.getLogger(__name__).exception("Job %s (%s) failed; nothing of it was written.", job.pk, job.kind)
        _end(job, State.FAILED, result={})


def _end(job: Job, state: State, *, result: dict[str, Any]) -> None:
    job.state, job.result, job.ended_at = state, result, clock.now()
    job.save(update_fields=["state", "result", "ended_at", "content"])


def _teller(job: Job) -> Progress:
    """Progress goes to a file: the database may be held by the very transaction that it tells of."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last < TOLD_EVERY:
            return
        last = time.monotonic()
        with whole_file(_progress_file(job)) as draft:
            draft.write_text(json.dumps([done, total]))

    return tell


def _folder() -> Path:
    folder = home() / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _progress_file(job: Job) -> Path:
    return _folder() / f"{job.pk}.json"


@contextmanager
def _lock() -> Iterator[bool]:
    """Whether this process now holds the worker's lock."""
    with (_folder() / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
