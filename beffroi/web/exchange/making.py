"""The job that makes a workbook too large to be waited for: what an address asks for, as the person reads it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.translation import override

from beffroi.foundations.clock import day_of
from beffroi.foundations.jobs.models import Job
from beffroi.foundations.jobs.worker import Progress, Work
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import Scope, scope
from beffroi.web.action.exporting import actions_files
from beffroi.web.components.spreadsheet import Book
from beffroi.web.money.exports import lines_files, totals_book

MADE = "workbook.make"


class Asks(Protocol):
    def __call__(self, query: QueryDict, /, *, scope: Scope, on: date) -> Book: ...


# What the word of an address names.
BOOKS: Mapping[str, Asks] = {
    "actions": lambda query, **asked: actions_files(query, **asked).book,
    "financements": lambda query, **asked: lines_files(query, **asked).book,
    "totaux": totals_book,
}


def make(job: Job, progress: Progress) -> dict[str, Any]:
    """What the person reads on the day of asking, in the language that they asked in."""
    day = day_of(job.asked_at)
    reads = scope(User.objects.get(public_id=job.asked_by), on=day)
    with override(job.arguments["language"]):
        book = BOOKS[job.arguments["list"]](QueryDict(job.arguments["query"]), scope=reads, on=day)
        job.content = book.made(_told(progress, of=book.rows))
    return {"rows": book.rows, "bytes": len(job.content)}


def _told(progress: Progress, *, of: int) -> Callable[[int], None]:
    return lambda row: progress(row, of)


MAKE = Work(make)
