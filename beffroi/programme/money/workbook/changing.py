"""Rows about what exists already: what each would change, and what may only change on its own page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_noop as _

from beffroi.foundations.sayings import say
from beffroi.programme.actions.conditions import Rule, broken
from beffroi.programme.actions.models import RULES as ACTION_RULES
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.rules import can_change
from beffroi.programme.money.exceeding import grows
from beffroi.programme.money.invariants import RULES as LINE_RULES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.operations import PROMISED
from beffroi.programme.money.queries import is_last_local
from beffroi.programme.money.rewriting import rewritten
from beffroi.programme.money.rules import can_write, speaks_for_funder
from beffroi.programme.money.states import KEEPS_LOCAL_SHARE, LOCAL_KINDS, TOLD, Stage
from beffroi.programme.money.states import State as LineState
from beffroi.programme.money.workbook.cells import is_empty
from beffroi.programme.money.workbook.kept import Kept, action_values, line_values
from beffroi.programme.money.workbook.reading import Draft, Reader
from beffroi.programme.people.scope import Scope

NAMES = {"reference", "territory", "line", "revision"}
# What a move says: a file says it of a new action, never in the place of the move.
LIFE = {"state", "suspended_from", "state_reason", "decided_by", "assessment", "delivered_date"}
# Columns whose empty cell stands for a usual value when the row is new: of what exists it changes nothing.
USUAL = {"state", "circle"}
STALE = say(
    _("la version d’aujourd’hui : exportez de nouveau, car on a écrit ici depuis votre export, ou la version manque")
)
NOT_YOURS = say(_("une action que vous pouvez modifier, ou un autre nom si elle est neuve"))
WAS_ASKED = say(_("le même : la demande est partie, un autre financement est une autre ligne"))
PAST = say(_("un jour passé : ce qui est prévu n’est pas encore fait"))
ALREADY_THERE = _("%(number)s : cette ligne existe déjà sous ce numéro")
OF_THE_FUNDER = say(_("la pièce du financeur : vous ne saisissez pas en son nom"))
MOVED_BY_ITS_SHEET = _("« %(written)s », comme aujourd’hui : cela change par la fiche")
MOVED_BY_ITS_PAGE = _("« %(written)s », comme aujourd’hui : cela change par la page de la ligne")


@dataclass(frozen=True, slots=True)
class Change:
    """`values` are what the operation writes; `said` is the change by column: before, after."""

    kept: Action | FundingLine
    values: dict[str, Any]
    said: tuple[tuple[str, Any, Any], ...]

    @property
    def rewrites(self) -> bool:
        """Whether an amount or a day told of a funding line becomes another, which takes a reason."""
        return isinstance(self.kept, FundingLine) and bool(rewritten(self.kept, values=self.values))


def action_change(reader: Reader, draft: Draft, *, kept: Action, scope: Scope | None) -> Change | None:
    """What a row changes of an action that exists; nothing when it says the same, or is at fault."""
    if scope is not None and not can_change(scope, kept):
        reader.blame(draft, "reference", right=NOT_YOURS)
        return None
    said = _differences(reader, draft, before=action_values(kept))
    if not said or _is_stale(reader, draft, kept=kept) or _moves(reader, draft, said=said, told=MOVED_BY_ITS_SHEET):
        return None
    values = {key: after for key, _before, after in said}
    merged = _row(kept) | values
    if values.keys() & {"blocked_cause", "unblock_condition"}:
        merged["blocked"] = values["blocked"] = bool(merged["blocked_cause"] or merged["unblock_condition"])
    _check_rules(reader, draft, rules=ACTION_RULES, values=merged)
    return Change(kept, values, tuple(said))


def line_change(reader: Reader, draft: Draft, *, kept: FundingLine, scope: Scope | None, today: date) -> Change | None:
    """What a row changes of a funding line that exists; nothing when it says the same, or is at fault."""
    if scope is not None and not can_write(scope, kept):
        reader.blame(draft, "line", right=say(_("une ligne que vous pouvez écrire")))
        return None
    said = _differences(reader, draft, before=line_values(kept))
    if not said or _is_stale(reader, draft, kept=kept) or _moves(reader, draft, said=said, told=MOVED_BY_ITS_PAGE):
        return None
    values = {key: after for key, _before, after in said}
    if kept.life_state is not LineState.PLANNED:
        for key in values.keys() & set(PROMISED):
            reader.blame(draft, key, right=WAS_ASKED)
    funder = values.get("funder")
    if funder is not None and funder.kind not in LOCAL_KINDS and is_last_local(kept):
        reader.blame(draft, "funder", right=KEEPS_LOCAL_SHARE.sentence)
    for stage in TOLD:
        day = values.get(f"{stage}_date")
        if day is not None and day > today:
            reader.blame(draft, f"{stage}_date", right=PAST)
    merged = _row(kept) | values
    if grows(before=_row(kept), after=merged):
        # A file cites no decision: what one allowed before does not allow more.
        merged["overrun_decision"] = None
    _check_rules(reader, draft, rules=LINE_RULES, values=merged)
    if scope is not None and not speaks_for_funder(scope, kept):
        for stage in (Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID):
            cited = values.get(f"{stage}_reference", getattr(kept, f"{stage}_reference"))
            if stage in values and not cited and not getattr(kept, f"{stage}_document_id"):
                reader.blame(draft, f"{stage}_reference", right=OF_THE_FUNDER)
    return Change(kept, values, tuple(said))


def check_new_line(reader: Reader, draft: Draft, line: FundingLine, *, kept: Kept, scope: Scope | None) -> None:
    """A new line of an action that exists: sent twice, it would count twice."""
    if scope is not None and not can_change(scope, line.action):
        reader.blame(draft, "reference", right=say(_("une action que vous pouvez modifier")))
    told = ("funder_id", "instrument", "origin", "programme_name", "planned")
    if {"funder", "instrument", "origin", "programme_name", "planned"} & draft.silenced:
        return
    same = [one for one in kept.lines_of(line.action) if all(getattr(one, key) == getattr(line, key) for key in told)]
    if same:
        reader.blame(draft, "line", right=say(ALREADY_THERE, number=same[0].pk))


def _differences(reader: Reader, draft: Draft, *, before: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """What the cells of the row say otherwise; a column that the file leaves out changes nothing."""
    asked = (column.key for column in reader.sheet.columns if column.key not in NAMES and column.key in reader.places)
    return [
        (key, before[key], draft.values[key])
        for key in asked
        if key not in draft.silenced
        and not (key in USUAL and is_empty(draft.cells[key]))
        and _same(before[key]) != _same(draft.values[key])
    ]


def _same(value: Any) -> Any:
    """A value as it is compared: people by their number, texts without the white space that spreadsheets change."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return sorted((_same(one) for one in value), key=str)
    if isinstance(value, str):
        return value.split()
    return [] if value is None else value


def _is_stale(reader: Reader, draft: Draft, *, kept: Action | FundingLine) -> bool:
    if "revision" in draft.silenced or draft.values["revision"] == kept.revision:
        return False
    reader.blame(draft, "revision", right=STALE)
    return True


def _moves(reader: Reader, draft: Draft, *, said: Iterable[tuple[str, Any, Any]], told: str) -> bool:
    """Whether the row would move what has a life of its own; each such cell is blamed."""
    moved = [(key, before) for key, before, _after in said if key in LIFE]
    for key, before in moved:
        written = reader.sheet.column(key).writes(before) if before is not None else ""
        reader.blame(draft, key, right=say(told, written=str(written)))
    return bool(moved)


def _row(kept: Model) -> dict[str, Any]:
    return {field.name: getattr(kept, field.attname) for field in kept._meta.concrete_fields}


def _check_rules(reader: Reader, draft: Draft, *, rules: Iterable[Rule], values: Mapping[str, Any]) -> None:
    for rule in broken(rules, values=values, silenced=frozenset(draft.silenced)):
        reader.blame(draft, rule.blames, right=rule.sentence)
