"""The import: a whole file in one transaction, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import override

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.foundations.sayings import say, sayings_of
from beffroi.programme.actions import operations as action_operations
from beffroi.programme.actions.models import Action
from beffroi.programme.money import operations as money_operations
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook.changing import Change
from beffroi.programme.money.workbook.checking import Plan, check
from beffroi.programme.money.workbook.kept import ASKED
from beffroi.programme.money.workbook.known import known
from beffroi.programme.money.workbook.tables import Tables
from beffroi.programme.moves import Refused
from beffroi.programme.people.acting import read_once, signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope
from beffroi.programme.towns.models import Territory

# Rows written between two words of progress.
BATCH = 500
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written. `sequence` is the row of the journal that tells it; each change has its own besides."""

    actions: int
    lines: int
    sequence: int
    changed: int = 0


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def planned(tables: Tables, *, by: User | None, on: date, reading: Callable[[int, int], None] | None = None) -> Plan:
    """What a file would write, or `ImportRefused` with every fault; `reading` hears how many rows are read."""
    with override("fr"):
        return check(tables, known=known(), scope=None if by is None else scope(by, on=on), today=on, progress=reading)


@transaction.atomic
def load(
    tables: Tables,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    progress: Callable[[int, int], None] = _silent,
    reading: Callable[[int, int], None] | None = None,
) -> Imported:
    """Write the actions and lines of a file, or raise `ImportRefused` with every fault and write nothing.

    One row of the journal tells it: the file's checksum, and for each territory the numbers of its new actions. What
    changes is told in the history of each action and of each line, as their forms do, with `reason` where an amount
    or a day that was told is rewritten.
    """
    by = read_once(by)
    plan = planned(tables, by=by, on=day_of(at), reading=reading)
    changes = (*plan.action_changes, *plan.line_changes)
    numbers = _number(plan.actions)
    alone = next(iter(numbers)) if len(numbers) == 1 else ""
    total, done = len(plan.actions) + len(plan.lines) + len(changes), 0
    written: tuple[tuple[Any, Sequence[Any]], ...] = ((Action, plan.actions), (FundingLine, plan.lines))
    for model, rows in written:
        for batch in _batches(rows):
            for row in batch:
                row.changed_at, row.is_demonstration = at, is_made_up()
            model.objects.bulk_create(batch)
            done += len(batch)
            progress(done, total)
    _write_partners(plan)
    for change in changes:
        _change(change, by=by, at=at, reason=reason)
        done += 1
        progress(done, total)
    entry = record(
        "actions.imported",
        subject=("import", tables.sha256),
        at=at,
        territory=alone,
        **signed(by, territory=alone, at=at),
        after={
            "sha256": tables.sha256,
            "actions": len(plan.actions),
            "lines": len(plan.lines),
            "cost": sum(action.cost or 0 for action in plan.actions),
            "numbers": numbers,
        }
        | ({"changed": len(changes)} if changes else {}),
    )
    for model, rows in written:
        _mark(model, rows, sequence=entry.sequence)
    return Imported(actions=len(plan.actions), lines=len(plan.lines), sequence=entry.sequence, changed=len(changes))


def _change(change: Change, *, by: User | None, at: datetime, reason: str) -> None:
    said: dict[str, Any] = {"revision": change.kept.revision, "values": change.values, "by": by, "at": at}
    try:
        if isinstance(change.kept, Action):
            action_operations.change(change.kept, **said)
        else:
            money_operations.change(change.kept, reason=reason if change.rewrites else "", **said)
    except ValidationError as fault:
        told = (say("« %(what)s » : %(why)s", what=str(change.kept), why=why) for why in sayings_of(fault))
        raise Refused(*told) from fault


def _number(actions: list[Action]) -> dict[str, list[int]]:
    """Give each action its number; for each territory, the first and the last given. Its territories are locked."""
    asked = Counter(action.territory_id for action in actions)
    list(Territory.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))
    kept = Action.objects.filter(territory__in=asked).order_by().values("territory").annotate(last=Max("number"))
    last = Counter({row["territory"]: row["last"] for row in kept})
    numbers = {code: [last[code] + 1, last[code] + asked[code]] for code in sorted(asked)}
    for action in actions:
        last[action.territory_id] += 1
        action.number = last[action.territory_id]
    return numbers


def _write_partners(plan: Plan) -> None:
    link = Action.partners.through
    link.objects.bulk_create(
        (
            link(action_id=action.pk, organisation_id=organisation.pk)
            for action, partners in zip(plan.actions, plan.partners, strict=True)
            for organisation in {one.pk: one for one in partners}.values()
        ),
        batch_size=BATCH,
    )


def _mark(model: Any, rows: Sequence[Any], *, sequence: int) -> None:
    for batch in _batches(rows, size=ASKED):
        model.objects.filter(pk__in=[row.pk for row in batch]).update(imported_in=sequence)


def _batches(rows: Sequence[Row], *, size: int = BATCH) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
