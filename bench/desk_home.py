"""python -m bench.desk_home STEP: what `bench.desks` does inside the installation that it measures.

`fill` writes the demonstration as it was made on one day, so that its totals have a committed answer; `ask` counts the
questions that each page asks of the database, and what it costs one process; `sums` reads the totals; `write SECONDS`
is somebody who writes once a second.
"""

import json
import os
import sys
import time
from datetime import UTC, datetime
from typing import Any

os.environ["BEFFROI_ENV"] = "demo"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
DAY = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TIMES = 3


def fill() -> None:
    from beffroi.programme.demonstration.operations import generate

    generate(at=DAY)


def ask() -> dict[str, dict[str, Any]]:
    """By page: questions and milliseconds of processor when nothing is kept, milliseconds when it is."""
    from django.conf import settings

    from bench.desk_pages import PAGES

    settings.ALLOWED_HOSTS = ["testserver"]
    return {name: _asked(_signed_in(page.by), page.paths[0]) for name, page in PAGES.items()}


def _signed_in(character: str) -> Any:
    from django.test import Client

    from beffroi.foundations.clock import now
    from beffroi.programme.people.demonstration import account_of

    client = Client()
    client.force_login(account_of(character, at=now()))
    return client


def _asked(client: Any, path: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # what a process reads once in its life
    _write()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        questions = len(asked.captured_queries)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}.")
    computed = []
    for _time in range(TIMES):
        _write()
        computed.append(_processor(client, path))
    return {
        "questions": questions,
        "computed_ms": min(computed),
        "kept_ms": min(_processor(client, path) for _ in range(TIMES)),
        "kilobytes": round(len(answer.content) / 1000),
    }


def _processor(client: Any, path: str) -> float:
    start = time.process_time()
    client.get(path)
    return round((time.process_time() - start) * 1000, 1)


def sums() -> dict[str, Any]:
    """The totals of the demonstration: exact, the same on both databases, the same at each run."""
    from beffroi.programme.actions.models import Action
    from beffroi.programme.money.models import FundingLine
    from beffroi.programme.money.totals import By, totals, whole

    lines = FundingLine.objects.counted()
    return {
        "actions": Action.objects.count(),
        "lines": FundingLine.objects.count(),
        "counted": _told(whole(lines)),
        "by_origin": {"/".join(one.key): _told(one) for one in totals(lines, by=[By.FUNDER_KIND, By.ORIGIN])},
    }


def _told(total: Any) -> dict[str, Any]:
    stages = ("planned", "requested", "accepted", "committed", "paid", "expected")
    return {"lines": total.lines} | {stage: str(getattr(total, stage)) for stage in stages}


def write(seconds: str) -> None:
    _write()
    print("ready", flush=True)
    until = time.monotonic() + float(seconds)
    while time.monotonic() < until:
        _write()
        time.sleep(1)


def _write() -> None:
    """What people do all day, somewhere in the programme: an action told otherwise, a line's plan corrected, in turn.

    With its row in the journal, no page kept before is given again.
    """
    from beffroi.foundations.clock import now
    from beffroi.programme.actions import operations as actions
    from beffroi.programme.actions.models import Action
    from beffroi.programme.money import operations as money
    from beffroi.programme.money.models import FundingLine

    word = time.time_ns() // 1000
    if word % 2:
        action = _somewhere(Action.objects.order_by("pk"), word)
        actions.change(action, revision=action.revision, values={"description": f"{word}"}, by=None, at=now())
    else:
        line = _somewhere(FundingLine.objects.filter(state="planned").order_by("pk"), word)
        values = {"planned": line.planned + 1}
        money.change(line, revision=line.revision, values=values, by=None, at=now())


def _somewhere(found: Any, number: int) -> Any:
    return found[number % found.count()]


def main(step: str, *given: str) -> None:
    import django

    django.setup()
    if told := {"fill": fill, "ask": ask, "sums": sums, "write": write}[step](*given):
        print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
