"""Every write about funding lines; those about envelopes are in `envelopes.py`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.programme.actions import operations as action_operations
from beffroi.programme.actions.conditions import clean
from beffroi.programme.actions.meanwhile import check_revision, told
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.operations import roles_of
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import caused
from beffroi.programme.documents.models import Document
from beffroi.programme.money.exceeding import amounts_of, cause_of, excess, grows
from beffroi.programme.money.invariants import RULES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.queries import financing, is_last_local
from beffroi.programme.money.rewriting import NEEDS_REASON, rewritten
from beffroi.programme.money.rules import can_write, speaks_for_funder
from beffroi.programme.money.states import KEEPS_LOCAL_SHARE, MOVES, TOLD, Stage, State
from beffroi.programme.money.uses import overruns
from beffroi.programme.moves import Refused, check
from beffroi.programme.people.acting import signed
from beffroi.programme.people.authorship import is_made_up
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import scope

# Who pays, and how: after the request was sent, another funder is another line.
PROMISED = ("funder", "instrument")
DESCRIBED = (*PROMISED, "origin", "programme_name", "planned")
OF_A_STAGE = ("", "_date", "_document", "_reference")
# The same, as a move says them (`Told`).
OF_A_MOVE = ("amount", "day", "document", "reference")
STAGED = tuple(f"{stage}{part}" for stage in TOLD for part in OF_A_STAGE)
CHANGEABLE = (*DESCRIBED, *STAGED)
LIFE = ("state", "state_reason", "overrun_decision", *STAGED)
# Where each move writes what it is told; an answer that says no is kept beside the one that says yes.
STAGE_OF = {
    "request": Stage.REQUESTED,
    "accept": Stage.ACCEPTED,
    "refuse": Stage.ACCEPTED,
    "close": Stage.ACCEPTED,
    "commit": Stage.COMMITTED,
    "pay": Stage.PAID,
    "settle": Stage.PAID,
}
SAY_NO = ("refuse", "close")


class MoneyRefused(Refused):
    """A line that this person may not write, or an amount that cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a move of a line says: how much (for a payment, all since the first), when, by which paper, and why."""

    amount: Decimal | None = None
    day: date | None = None
    document: Document | None = None
    reference: str = ""
    reason: str = ""
    # Of a committee, which made it so; needed when more is committed than was granted, or paid than was committed.
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The line as kept, and what its funder should know: an envelope that it exceeds."""

    line: FundingLine
    warnings: tuple[str, ...] = ()


@transaction.atomic
def add(line: FundingLine, *, by: User | None, at: datetime) -> FundingLine:
    """Write a line, described by `line`, into the plan of its action: planned, nothing asked yet."""
    _check_may_write(line, by=by, at=at)
    line.state, line.changed_at = State.PLANNED, at
    line.is_demonstration = line.is_demonstration or is_made_up()
    clean(line, rules=RULES)
    line.save(force_insert=True)
    after = told(line, fields=DESCRIBED) | {"action": line.action_id, "revision": line.revision}
    _say("funding_line.added", line, by=by, at=at, after=after)
    return line


@transaction.atomic
def change(
    line: FundingLine,
    *,
    revision: int,
    values: Mapping[str, Any],
    by: User | None,
    at: datetime,
    decision: Decision | None = None,
    reason: str = "",
) -> FundingLine:
    """Correct what a line says, if nobody wrote since `revision`; else `ChangedMeanwhile` holds both versions.

    `reason` is why, for the journal: an amount or a day that was told is not rewritten without one.
    """
    if others := sorted(values.keys() - set(CHANGEABLE)):
        raise TypeError(f"{', '.join(others)} cannot be written here; these can: {', '.join(CHANGEABLE)}.")
    kept = _locked(line, by=by, at=at)
    check_revision(kept, revision=revision, typed=values)
    if rewritten(kept, values=values) and not reason:
        raise ValidationError({"reason": NEEDS_REASON})
    before, amounts = told(kept, fields=(*values, "overrun_decision")), amounts_of(kept)
    was_last_local = "funder" in values and _is_last_local(kept)
    for name, value in values.items():
        setattr(kept, name, value)
    _allow(kept, decision, before=amounts)
    clean(kept, rules=RULES)
    if was_last_local and not kept.is_local_share:
        raise ValidationError({"funder": KEEPS_LOCAL_SHARE.sentence})
    _check_correction(kept, before=before, by=by, at=at)
    saying = {"reason": reason} if reason else None
    return _write("funding_line.changed", kept, before=before, by=by, at=at, decision=decision, saying=saying)


@transaction.atomic
def move(line: FundingLine, name: str, *, by: User | None, at: datetime, said: Told | None = None) -> Moved:
    """Change the state of a line, or raise `MoveRefused` with everything that is missing."""
    kept = _locked(line, by=by, at=at)
    said = said or Told()
    before, amounts = told(kept, fields=LIFE), amounts_of(kept)
    kept.state_reason = said.reason
    if name in STAGE_OF:
        _take(kept, STAGE_OF[name], said=said, says_no=name in SAY_NO)
    _allow(kept, said.decision, before=amounts)
    to = check(
        MOVES,
        name,
        subject=kept,
        is_last_local=KEEPS_LOCAL_SHARE in MOVES[name].guards and _is_last_local(kept),
        roles=roles_of(by, territory=kept.action.territory_id, at=at),
        speaks_for_funder=by is None or speaks_for_funder(scope(by, on=day_of(at)), kept),
        source=_source(kept, STAGE_OF[name]) if name in STAGE_OF else "",
        paid_before=amounts[Stage.PAID],
    )
    kept.state = State(to.reaches)
    if kept.state == State.PLANNED:
        _forget(kept)
    with _blaming_what_was_said(name):
        clean(kept, rules=RULES)
        _check_past(kept, before=before, at=at)
    _write("funding_line.moved", kept, before=before, by=by, at=at, decision=said.decision, saying={"move": name})
    return Moved(
        kept, warnings=tuple(overruns(kept)) if STAGE_OF.get(name) in {Stage.ACCEPTED, Stage.COMMITTED} else ()
    )


def move_action(
    action: Action,
    name: str,
    *,
    by: User | None,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    decision: Decision | None = None,
) -> Action:
    """Move an action on, judged by what its funding lines add up to."""
    return action_operations.move(action, name, financing=financing, by=by, at=at, values=values, decision=decision)


def _is_last_local(line: FundingLine) -> bool:
    """Asked with the action locked: of two people who take away its last two local lines, the second is refused."""
    if not line.is_local_share:
        return False
    line.action = Action.objects.select_for_update(of=("self",)).select_related("territory").get(pk=line.action_id)
    return is_last_local(line)


def _take(line: FundingLine, stage: Stage, *, said: Told, says_no: bool) -> None:
    if not says_no:
        setattr(line, stage, said.amount)
        setattr(line, f"{stage}_date", said.day)
    setattr(line, f"{stage}_document", said.document)
    setattr(line, f"{stage}_reference", said.reference)


@contextmanager
def _blaming_what_was_said(move: str) -> Iterator[None]:
    """What the line refuses, at the words of `Told` that wrote it: at « amount » where the line says « paid »."""
    said = {"state_reason": "reason"}
    if (stage := STAGE_OF.get(move)) is not None:
        said |= {f"{stage}{part}": word for part, word in zip(OF_A_STAGE, OF_A_MOVE, strict=True)}
    try:
        yield
    except ValidationError as refusal:
        raise ValidationError(
            {said.get(name, name): faults for name, faults in refusal.error_dict.items()}
        ) from refusal


def _allow(line: FundingLine, decision: Decision | None, *, before: Mapping[str, Any]) -> None:
    """A decision that is cited allows the overrun that stands now: it opens no door to a later one, nor to more."""
    after = amounts_of(line)
    if grows(before=before, after=after) or (decision is not None and any(excess(after))):
        line.overrun_decision = decision


def _forget(line: FundingLine) -> None:
    """Back to a line of the plan: what was told of it stays in the journal."""
    for stage in TOLD:
        for part, empty in zip(OF_A_STAGE, (None, None, None, ""), strict=True):
            setattr(line, f"{stage}{part}", empty)
    line.overrun_decision = None


def _source(line: FundingLine, stage: Stage) -> str:
    """The paper on which a stage stands, as anything that is not empty."""
    document = getattr(line, f"{stage}_document_id")
    return str(document or getattr(line, f"{stage}_reference"))


def _check_correction(line: FundingLine, *, before: Mapping[str, Any], by: User | None, at: datetime) -> None:
    """A correction keeps to what a move would have taken."""
    differing = {name for name, value in told(line, fields=before).items() if value != before[name]}
    if line.life_state is not State.PLANNED and (touched := differing & set(PROMISED)):
        raise ValidationError(
            dict.fromkeys(touched, _("La demande est partie : pour un autre financement, ajoutez une autre ligne."))
        )
    _check_past(line, before=before, at=at)
    if by is None or speaks_for_funder(scope(by, on=day_of(at)), line):
        return
    granted = (Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID)
    if unsourced := [stage for stage in granted if stage in differing and not _source(line, stage)]:
        said = _("Joignez ou citez la pièce du financeur : vous ne saisissez pas en son nom.")
        raise ValidationError({f"{stage}_reference": said for stage in unsourced})


def _check_past(line: FundingLine, *, before: Mapping[str, Any], at: datetime) -> None:
    """What happened did not happen tomorrow."""
    days = {name: getattr(line, name) for name in before if name.endswith("_date")}
    if future := [name for name, day in days.items() if day is not None and day > day_of(at)]:
        raise ValidationError(dict.fromkeys(future, _("Cette date est dans l’avenir : indiquez un jour passé.")))


def _check_may_write(line: FundingLine, *, by: User | None, at: datetime) -> None:
    if by is not None and not can_write(scope(by, on=day_of(at)), line):
        raise MoneyRefused(_("Écrire cette ligne revient à l’équipe du territoire ou au financeur."))


def _locked(line: FundingLine, *, by: User | None, at: datetime) -> FundingLine:
    kept = (
        FundingLine.objects.select_for_update(of=("self",))
        .select_related("action__territory", "funder")
        .get(pk=line.pk)
    )
    _check_may_write(kept, by=by, at=at)
    return kept


def _write(
    verb: str,
    line: FundingLine,
    *,
    before: Mapping[str, Any],
    by: User | None,
    at: datetime,
    decision: Decision | None,
    saying: Mapping[str, Any] | None = None,
) -> FundingLine:
    after = told(line, fields=before)
    differing = [name for name in before if before[name] != after[name]]
    if not differing:
        return line
    was, line.revision, line.changed_at = line.revision, line.revision + 1, at
    line.save()
    changed = {name: after[name] for name in differing}
    _say(
        verb,
        line,
        by=by,
        at=at,
        before={name: before[name] for name in differing} | {"revision": was},
        after=changed | {"revision": line.revision} | dict(saying or {}),
    )
    if decision is not None:
        exceeds = line.overrun_decision_id == decision.pk and any(excess(amounts_of(line)))
        caused(decision, verb=verb, cause=cause_of(line, exceeds=exceeds), at=at, summary=changed)
    return line


def _say(
    verb: str,
    line: FundingLine,
    *,
    by: User | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    territory = line.action.territory_id
    who = signed(by, territory=territory, at=at, concerned=line.funder_id)
    record(verb, subject=line, at=at, territory=territory, before=before, after=after, **who)
