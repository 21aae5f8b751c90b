"""Jobs: done once, whole or not at all, whatever becomes of the worker."""

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from beffroi.foundations.jobs import queue, worker
from beffroi.foundations.jobs.models import Job, State
from beffroi.foundations.jobs.worker import Progress, Stopped, Work

AT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


def write_a_note(job: Job, progress: Progress) -> dict:
    """Writes a row (a job of another kind stands for it), then ends as it is told to."""
    progress(1, 2)
    Job.objects.create(kind="note", asked_by="", asked_at=AT, state=State.DONE)
    if job.arguments.get("ends") == "refused":
        raise Stopped({"why": "not so"})
    if job.arguments.get("ends") == "broken":
        raise ZeroDivisionError
    return {"progress": worker.progress_of(job)}


WRITES = Work(write_a_note, writes=True)


@pytest.fixture(autouse=True)
def _jobs(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    settings.JOBS = {"writes": f"{__name__}.WRITES"}


def asked(**arguments: str) -> Job:
    return queue.add("writes", by="someone", at=AT, arguments=arguments)


def notes() -> int:
    return Job.objects.filter(kind="note").count()


def test_a_job_is_done_in_its_turn_and_says_how_far_it_is():
    first, second = asked(), asked()

    assert worker.drain() == 2

    for job in (first, second):
        job.refresh_from_db()
        assert (job.state, job.result) == (State.DONE, {"progress": [1, 2]})
        assert worker.progress_of(job) is None


@pytest.mark.parametrize(("ends", "state"), [("refused", State.REFUSED), ("broken", State.FAILED)])
def test_what_stops_on_the_way_writes_nothing(ends: str, state: State, caplog: pytest.LogCaptureFixture):
    job = asked(ends=ends)

    worker.drain()

    job.refresh_from_db()
    assert job.state == state
    assert notes() == 0


def test_what_a_killed_worker_left_is_begun_again_and_given_up_after_three():
    left, lost = asked(), asked()
    Job.objects.filter(pk=left.pk).update(state=State.RUNNING, attempts=1)
    Job.objects.filter(pk=lost.pk).update(state=State.RUNNING, attempts=3)

    worker.drain()

    states = dict(Job.objects.exclude(kind="note").values_list("pk", "state"))
    assert states == {left.pk: State.DONE, lost.pk: State.FAILED}
    assert notes() == 1


def test_one_worker_at_a_time_and_the_lock_dies_with_it(tmp_path: Path):
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        with worker._lock() as held:
            os.write(go, b"y" if held else b"n")
            signal.pause()
    assert os.read(ready, 1) == b"y"
    asked()

    assert worker.is_at_work()
    assert worker.drain() == 0
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not worker.is_at_work()
    assert worker.drain() == 1


def test_a_worker_is_started_when_a_job_waits_and_nobody_is_at_work(monkeypatch: pytest.MonkeyPatch):
    started = []
    monkeypatch.setattr(worker, "start", lambda: started.append(1))

    worker.see_to_it()
    asked()
    worker.see_to_it()

    assert started == [1]


def test_the_next_step_is_asked_once():
    job = asked()
    worker.drain()

    assert [queue.go_on(job, kind="other", at=AT), queue.go_on(job, kind="other", at=AT)] == [True, False]


def test_old_jobs_are_forgotten_when_a_new_one_is_asked_and_a_running_one_is_not_removed():
    old, going = asked(), asked()
    worker.drain()
    Job.objects.filter(pk=going.pk).update(state=State.RUNNING)

    queue.add("writes", by="someone", at=AT + timedelta(days=31), arguments={})

    assert not Job.objects.filter(pk=old.pk).exists()
    assert not queue.remove(going)
