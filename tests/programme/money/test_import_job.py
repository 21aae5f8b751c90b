"""The worker as it really runs, in a process of its own: killed while it writes, the next one writes once."""

import subprocess
import sys
import time
from pathlib import Path

from tests.fresh_database import Fresh, run

ASK = """
import sys; import django; django.setup()
from pathlib import Path
from beffroi.foundations import clock
from beffroi.foundations.jobs import queue
from beffroi.foundations.jobs.models import Job
from beffroi.programme.money.workbook.jobs import WRITTEN, packed
from tests.programme import making
sender = making.national_team()
content = packed({"file.xlsx": Path(sys.argv[1]).read_bytes()})
queue.add(WRITTEN, by=str(sender.public_id), at=clock.now(), content=content, arguments={})
"""
STATE = """
import django; django.setup()
from beffroi.foundations.jobs.models import Job
from beffroi.foundations.journal import chain
from beffroi.programme.actions.models import Action
job = Job.objects.get()
print(job.state, job.attempts, Action.objects.count(), list(chain.faults()))
"""
WORKER = (sys.executable, "-m", "beffroi.foundations.jobs")


def test_an_import_whose_worker_is_killed_is_written_once_by_the_next(fresh_database: Fresh, tmp_path: Path):
    file = tmp_path / "file.xlsx"
    with fresh_database(tmp_path) as environment:
        run("-m", "tests.programme.money.large_import", "prepare", str(file), "300", "3", environment=environment)
        run("-c", ASK, str(file), environment=environment)

        killed = subprocess.Popen(WORKER, env=environment)
        progress = Path(environment["BEFFROI_HOME"]) / "jobs" / "1.json"
        until = time.monotonic() + 60
        while not progress.exists() and time.monotonic() < until:
            time.sleep(0.01)
        killed.kill()
        killed.wait()
        left = run("-c", STATE, environment=environment)
        subprocess.run(WORKER, env=environment, check=True)

        assert left == "running 1 0 []\n"
        assert run("-c", STATE, environment=environment) == "done 2 300 []\n"
