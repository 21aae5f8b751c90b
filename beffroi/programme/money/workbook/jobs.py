"""The import as two jobs: a file is checked and told, then, once confirmed, checked again and written."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from beffroi.foundations.clock import day_of
from beffroi.foundations.jobs.models import Job
from beffroi.foundations.jobs.worker import Progress, Stopped, Work
from beffroi.foundations.sayings import saying_of
from beffroi.programme.money.workbook.faults import Fault, ImportRefused
from beffroi.programme.money.workbook.loading import load, planned
from beffroi.programme.money.workbook.preview import preview
from beffroi.programme.money.workbook.tables import Tables, read_sent
from beffroi.programme.moves import Refused
from beffroi.programme.people.models import User

CHECKED, WRITTEN = "workbook.check", "workbook.write"
# The cells of one fault that are kept with it: the file of errors lists them, and no page shows as many.
MOST_CELLS = 20_000


def packed(files: Mapping[str, bytes]) -> bytes:
    """What was sent, as the content of a job."""
    return json.dumps({name: base64.b85encode(content).decode() for name, content in files.items()}).encode()


def check_file(job: Job, progress: Progress) -> dict[str, Any]:
    sender = User.objects.get(public_id=job.asked_by)
    try:
        plan = planned(_tables(job), by=sender, on=day_of(job.asked_at), reading=progress)
    except Refused as refusal:
        raise _stopped(job, refusal) from refusal
    return preview(plan)


def write_file(job: Job, progress: Progress) -> dict[str, Any]:
    sender = User.objects.get(public_id=job.asked_by)
    # The file is read again, then written: the second half of the way.
    tables = _tables(job)
    rows = sum(len(table.rows) for table in tables.tables)
    try:
        done = load(
            tables,
            by=sender,
            at=job.asked_at,
            reason=job.arguments.get("reason", ""),
            reading=lambda row, _total: progress(row, 2 * rows),
            progress=lambda row, total: progress(rows + rows * row // total, 2 * rows),
        )
    except Refused as refusal:
        raise _stopped(job, refusal) from refusal
    job.content = None
    return {"actions": done.actions, "lines": done.lines, "changed": done.changed, "sequence": done.sequence}


CHECK = Work(check_file)
WRITE = Work(write_file, writes=True)


def _tables(job: Job) -> Tables:
    files = json.loads(bytes(job.content or b"{}"))
    return read_sent({name: base64.b85decode(content) for name, content in files.items()})


def _stopped(job: Job, refusal: Refused) -> Stopped:
    job.content = None
    if isinstance(refusal, ImportRefused):
        return Stopped({"faults": [_plain(fault) for fault in refusal.faults]})
    return Stopped({"sentences": [saying_of(sentence).kept for sentence in refusal.sentences]})


def _plain(fault: Fault) -> dict[str, Any]:
    return {
        "sheet": fault.sheet,
        "cells": fault.cells[:MOST_CELLS],
        "count": len(fault.cells),
        "column": fault.column,
        "found": fault.found,
        "right": fault.right.kept,
    }
