"""What no cell says alone: the rules of a row, the plan of an action, the rights of the sender."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

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
from beffroi.programme.money.workbook.faults import ImportRefused
from beffroi.programme.money.workbook.known import Known
from beffroi.programme.money.workbook.reading import Draft, Reader, doubles
from beffroi.programme.money.workbook.tables import Tables
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.scope import Scope
from beffroi.territory.names import folded

# Where a person would mend what a guard asks for.
MENDED_AT = {
    "owner": "owner",
    "cost": "cost",
    "covered": "cost",
    "local_share": "cost",
    "line_committed": "state",
    "start": "start_date",
    "delivered_date": "delivered_date",
    "assessment": "assessment",
}
ABOUT_THE_LINES = {"covered", "local_share", "line_committed"}
NOT_A_FIELD = {"reference", "partners"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What the file says, ready to be written."""

    actions: list[Action]
    partners: list[list[Organisation]]
    lines: list[FundingLine]


def check(tables: Tables, *, known: Known, scope: Scope | None, today: date) -> Plan:
    """The plan of a file, or `ImportRefused` with all its faults. Without a scope, the sender is the installer."""
    actions, lines = (Reader(table, known=known) for table in tables.tables)
    action_drafts, line_drafts = actions.drafts(), lines.drafts()
    _check_references(actions, action_drafts, lines, line_drafts)
    _check_territories(actions, action_drafts, scope=scope)
    made = {draft.values["reference"]: _action(draft) for draft in action_drafts}
    money = defaultdict(list)
    # The plans whose every line was read: of the others nothing is said. A line of an unknown action may be any's.
    lost = any("reference" in draft.silenced for draft in (*action_drafts, *line_drafts))
    whole = set() if lost else set(made)
    for draft in line_drafts:
        action = made.get(draft.values["reference"])
        line = _line(draft, action)
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
    )


def _check_references(actions: Reader, drafts: list[Draft], lines: Reader, line_drafts: list[Draft]) -> None:
    for draft in doubles(drafts, key=lambda draft: draft.values["reference"] or None):
        actions.blame(draft, "reference", right=actions.sheet.column("reference").says)
    if any("reference" in draft.silenced for draft in drafts):
        # A line that names an action whose own cell is at fault is perhaps right.
        return
    named = {draft.values["reference"] for draft in drafts}
    for draft in line_drafts:
        if "reference" not in draft.silenced and draft.values["reference"] not in named:
            lines.blame(draft, "reference", right=lines.sheet.column("reference").says)


def _check_territories(actions: Reader, drafts: list[Draft], *, scope: Scope | None) -> None:
    sound = [draft for draft in drafts if "territory" not in draft.silenced]
    for draft in sound:
        if scope is not None and not can_add(scope, territory=draft.values["territory"].pk):
            actions.blame(draft, "territory", right="un territoire dont vous êtes de l’équipe")
    codes = {draft.values["territory"].pk for draft in sound}
    kept = Action.objects.filter(territory__in=codes).values_list("territory", "title")
    written = {(territory, folded(title)) for territory, title in kept}
    for draft in sound:
        if _named(draft) in written:
            actions.blame(draft, "title", right="un intitulé que ce territoire n’a pas encore : l’action existe déjà")
    for draft in doubles(sound, key=_named):
        if "title" not in draft.silenced:
            actions.blame(draft, "title", right="un intitulé que ce fichier ne donne qu’une fois à ce territoire")


def _named(draft: Draft) -> tuple[str, str] | None:
    if "title" in draft.silenced:
        return None
    return draft.values["territory"].pk, folded(draft.values["title"])


def _action(draft: Draft) -> Action:
    values = {key: value for key, value in draft.values.items() if key not in NOT_A_FIELD}
    blocked = bool(values["blocked_cause"] or values["unblock_condition"])
    return Action(**{key: value for key, value in values.items() if value is not None}, blocked=blocked)


def _line(draft: Draft, action: Action | None) -> FundingLine:
    values = {key: value for key, value in draft.values.items() if key != "reference"} | {"action": action}
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
            reader.blame(draft, f"{stage}_date", right="un jour passé : ce qui est prévu n’est pas encore fait")


def _check_sources(reader: Reader, draft: Draft, line: FundingLine, *, scope: Scope) -> None:
    """Who does not speak for the funder cites its papers. Without the funder or the place, nothing can be said."""
    if "funder" in draft.silenced or line.action.territory_id is None or speaks_for_funder(scope, line):
        return
    for stage in (Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID):
        if draft.values[stage] is not None and not draft.values[f"{stage}_reference"]:
            right = "la pièce du financeur : vous ne saisissez pas en son nom"
            reader.blame(draft, f"{stage}_reference", right=right)


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
        key = MENDED_AT.get(guard.name)
        unsure = key in draft.silenced or (
            guard.name in ABOUT_THE_LINES and (lines is None or "cost" in draft.silenced)
        )
        if key is not None and not unsure and not guard.holds(action, context):
            reader.blame(draft, key, right=str(guard.sentence))


def _financing(lines: list[FundingLine]) -> Financing:
    counted = [line for line in lines if line.amount_expected()]
    return Financing(
        expected=sum((line.amount_expected() for line in counted), Decimal(0)),
        local=sum((line.amount_expected() for line in counted if line.is_local_share), Decimal(0)),
        committed=sum((line.committed or Decimal(0) for line in counted), Decimal(0)),
    )
