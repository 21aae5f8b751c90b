"""What no cell says alone: the rules of a row, the plan of an action, the rights of the sender."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop as _

from beffroi.foundations.sayings import say
from beffroi.programme.actions.conditions import broken
from beffroi.programme.actions.models import RULES as ACTION_RULES
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.rules import can_add
from beffroi.programme.actions.states import REQUIRED, Financing
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.money.invariants import RULES as LINE_RULES
from beffroi.programme.money.invariants import SENTENCES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.rules import speaks_for_funder
from beffroi.programme.money.states import AMOUNTS, TOLD, Stage
from beffroi.programme.money.states import State as LineState
from beffroi.programme.money.workbook.changing import (
    OF_THE_FUNDER,
    PAST,
    Change,
    action_change,
    check_new_line,
    line_change,
)
from beffroi.programme.money.workbook.faults import ImportRefused
from beffroi.programme.money.workbook.kept import Kept, kept
from beffroi.programme.money.workbook.known import Known
from beffroi.programme.money.workbook.reading import Draft, Reader, doubles
from beffroi.programme.money.workbook.tables import Tables
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.scope import Scope
from beffroi.territory.names import folded

# What a guard asks of the lines of an action is said at a cell of the action itself.
ABOUT_THE_LINES = {"covered": "cost", "local_share": "cost", "line_committed": "state"}
NUMBER_OF_A_LINE = say(_("le numéro d’une ligne de cette action, ou rien pour une ligne nouvelle"))
TITLE_SAID_ONCE = say(_("un intitulé que ce fichier ne donne qu’une fois à ce territoire"))
NOT_A_FIELD = {"reference", "partners", "line", "revision"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What the file says, ready to be written: what is new, what changes, how many rows say what is already so."""

    actions: list[Action]
    partners: list[list[Organisation]]
    lines: list[FundingLine]
    action_changes: list[Change]
    line_changes: list[Change]
    unchanged: int


def check(
    tables: Tables,
    *,
    known: Known,
    scope: Scope | None,
    today: date,
    progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """The plan of a file, or `ImportRefused` with all its faults. Without a scope, the sender is the installer."""
    actions, lines = (Reader(table, known=known) for table in tables.tables)
    drafts = {reader: reader.drafts(told) for reader, told in _followed((actions, lines), progress)}
    every_action, every_line = drafts[actions], drafts[lines]
    held = kept(str(draft.values["reference"]) for draft in (*every_action, *every_line))
    _check_references(actions, every_action, lines, every_line, held=held)
    _check_territories(actions, every_action, scope=scope, held=held)
    action_drafts = [draft for draft in every_action if draft.values["reference"] not in held.actions]
    line_drafts = [draft for draft in every_line if _kept_line(draft, held) is None and "line" not in draft.silenced]
    of_actions = [
        action_change(actions, draft, kept=held.actions[draft.values["reference"]], scope=scope)
        for draft in every_action
        if draft.values["reference"] in held.actions and not draft.silenced & {"reference", "territory"}
    ]
    of_lines = [
        line_change(lines, draft, kept=line, scope=scope, today=today)
        for draft in every_line
        if (line := _kept_line(draft, held)) is not None and not draft.silenced & {"reference", "line"}
    ]
    made = {draft.values["reference"]: _action(draft) for draft in action_drafts}
    money = defaultdict(list)
    # The plans whose every line was read: of the others nothing is said. A line of an unknown action may be any's.
    lost = any("reference" in draft.silenced for draft in (*every_action, *every_line))
    whole = set() if lost else set(made)
    for draft in line_drafts:
        action = made.get(draft.values["reference"]) or held.actions.get(draft.values["reference"])
        line = _line(draft, action)
        if action is not None and action.pk is not None:
            check_new_line(lines, draft, line, kept=held, scope=scope)
        _check_amounts(lines, draft, today=today)
        if scope is not None and action is not None:
            _check_sources(lines, draft, line, scope=scope)
        money[draft.values["reference"]].append(line)
        if draft.silenced:
            whole.discard(draft.values["reference"])
    for draft in action_drafts:
        name = draft.values["reference"]
        _check_action(actions, draft, made[name], lines=money[name] if name in whole else None, today=today)
    if faults := [*actions.faults, *lines.faults]:
        raise ImportRefused(faults)
    return Plan(
        actions=[made[draft.values["reference"]] for draft in action_drafts],
        partners=[draft.values["partners"] for draft in action_drafts],
        lines=[line for of_one in money.values() for line in of_one],
        action_changes=[change for change in of_actions if change is not None],
        line_changes=[change for change in of_lines if change is not None],
        unchanged=[*of_actions, *of_lines].count(None),
    )


def _followed(
    readers: Sequence[Reader], progress: Callable[[int, int], None] | None
) -> Iterator[tuple[Reader, Callable[[int], None] | None]]:
    """Each sheet with a function that tells how far the whole file is read."""
    total, before = sum(len(reader.table.rows) for reader in readers), 0
    for reader in readers:
        start = before
        yield reader, None if progress is None else partial(_tell, progress, start=start, total=total)
        before += len(reader.table.rows)


def _tell(progress: Callable[[int, int], None], row: int, *, start: int, total: int) -> None:
    progress(start + row, total)


def _kept_line(draft: Draft, held: Kept) -> FundingLine | None:
    """The line that exists under this number, for the action that the row names."""
    action, line = held.actions.get(draft.values["reference"]), held.lines.get(draft.values["line"])
    return line if line is not None and action is not None and line.action_id == action.pk else None


def _check_references(
    actions: Reader, drafts: list[Draft], lines: Reader, line_drafts: list[Draft], *, held: Kept
) -> None:
    for draft in line_drafts:
        is_numbered = draft.values["reference"] in held.actions and draft.values["line"] is not None
        if is_numbered and _kept_line(draft, held) is None:
            lines.blame(draft, "line", right=NUMBER_OF_A_LINE)
    for draft in doubles(line_drafts, key=lambda draft: _kept_line(draft, held) and draft.values["line"]):
        lines.blame(draft, "line", right=say(_("une ligne que ce fichier ne donne qu’une fois")))
    for draft in doubles(drafts, key=lambda draft: draft.values["reference"] or None):
        actions.blame(draft, "reference", right=actions.sheet.column("reference").says)
    if any("reference" in draft.silenced for draft in drafts):
        # A line that names an action whose own cell is at fault is perhaps right.
        return
    named = {draft.values["reference"] for draft in drafts} | held.actions.keys()
    for draft in line_drafts:
        if "reference" not in draft.silenced and draft.values["reference"] not in named:
            lines.blame(draft, "reference", right=lines.sheet.column("reference").says)


def _check_territories(actions: Reader, drafts: list[Draft], *, scope: Scope | None, held: Kept) -> None:
    sound = [draft for draft in drafts if "territory" not in draft.silenced]
    for draft in sound:
        action = held.actions.get(draft.values["reference"])
        if scope is not None and not can_add(scope, territory=draft.values["territory"].pk):
            actions.blame(draft, "territory", right=say(_("un territoire dont vous êtes de l’équipe")))
        elif action is not None and action.territory_id != draft.values["territory"].pk:
            actions.blame(draft, "territory", right=say(_("%(code)s, celui de l’action"), code=action.territory_id))
    codes = {draft.values["territory"].pk for draft in sound}
    written = {
        (territory, folded(title)): f"{territory}/{number}"
        for territory, title, number in Action.objects.filter(territory__in=codes).values_list(
            "territory", "title", "number"
        )
    }
    naming = [draft for draft in sound if not _keeps_its_name(draft, held)]
    for draft in naming:
        if (double := written.get(_named(draft) or ("", ""))) is not None:
            told = _("un intitulé que ce territoire n’a pas encore : l’action existe déjà, sa référence est %(name)s")
            actions.blame(draft, "title", right=say(told, name=double))
    for draft in doubles(naming, key=_named):
        if "title" not in draft.silenced:
            actions.blame(draft, "title", right=TITLE_SAID_ONCE)


def _keeps_its_name(draft: Draft, held: Kept) -> bool:
    action = held.actions.get(draft.values["reference"])
    return action is not None and _named(draft) == (action.territory_id, folded(action.title))


def _named(draft: Draft) -> tuple[str, str] | None:
    if "title" in draft.silenced:
        return None
    return draft.values["territory"].pk, folded(draft.values["title"])


def _action(draft: Draft) -> Action:
    values = {key: value for key, value in draft.values.items() if key not in NOT_A_FIELD}
    blocked = bool(values["blocked_cause"] or values["unblock_condition"])
    return Action(**{key: value for key, value in values.items() if value is not None}, blocked=blocked)


def _line(draft: Draft, action: Action | None) -> FundingLine:
    values = {key: value for key, value in draft.values.items() if key not in NOT_A_FIELD} | {"action": action}
    return FundingLine(**{key: value for key, value in values.items() if value is not None})


def _check_amounts(reader: Reader, draft: Draft, *, today: date) -> None:
    values = draft.values
    if "state" not in draft.silenced:
        for stage in AMOUNTS[LineState(values["state"])].has:
            if values[stage] is None and stage not in draft.silenced:
                reader.blame(draft, str(stage), right=SENTENCES[LineState(values["state"])])
    for rule in broken(LINE_RULES, values=values, silenced=frozenset(draft.silenced)):
        reader.blame(draft, rule.blames, right=rule.sentence)
    for stage in TOLD:
        day = values[f"{stage}_date"]
        if day is not None and day > today:
            reader.blame(draft, f"{stage}_date", right=PAST)


def _check_sources(reader: Reader, draft: Draft, line: FundingLine, *, scope: Scope) -> None:
    """Who does not speak for the funder cites its papers. Without the funder or the place, nothing can be said."""
    if "funder" in draft.silenced or line.action.territory_id is None or speaks_for_funder(scope, line):
        return
    for stage in (Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID):
        if draft.values[stage] is not None and not draft.values[f"{stage}_reference"]:
            reader.blame(draft, f"{stage}_reference", right=OF_THE_FUNDER)


def _check_action(
    reader: Reader, draft: Draft, action: Action, *, lines: list[FundingLine] | None, today: date
) -> None:
    values = draft.values | {"blocked": action.blocked, "decision": None}
    silenced = frozenset(draft.silenced)
    if draft.silenced & {"blocked_cause", "unblock_condition"}:
        silenced |= {"blocked"}
    for rule in broken(ACTION_RULES, values=values, silenced=silenced):
        reader.blame(draft, rule.blames, right=rule.sentence)
    if "state" in draft.silenced:
        return
    context: dict[str, Any] = {"today": today, "open_milestones": 0, "financing": _financing(lines or [])}
    for guard in REQUIRED.get(ActionState(values["state"]), ()):
        key = guard.blames or ABOUT_THE_LINES[guard.name]
        unsure = key in draft.silenced or (
            guard.name in ABOUT_THE_LINES and (lines is None or "cost" in draft.silenced)
        )
        if not unsure and not guard.holds(action, context):
            reader.blame(draft, key, right=guard.sentence)


def _financing(lines: list[FundingLine]) -> Financing:
    counted = [line for line in lines if line.amount_expected()]
    return Financing(
        expected=sum((line.amount_expected() for line in counted), Decimal(0)),
        local=sum((line.amount_expected() for line in counted if line.is_local_share), Decimal(0)),
        committed=sum((line.committed or Decimal(0) for line in counted), Decimal(0)),
    )
