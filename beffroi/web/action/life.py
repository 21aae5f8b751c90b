"""The life of an action, drawn from the table of its moves: what is behind it, where it is, what may come."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.models import Entry
from beffroi.programme.actions.models import Action
from beffroi.programme.actions.operations import SAID_BY_A_MOVE
from beffroi.programme.actions.states import ROAD, State, moves_of
from beffroi.programme.moves import Move
from beffroi.programme.people.roles import Role
from beffroi.web.components import life
from beffroi.web.components.life import Offer, Step

__all__ = ["Offer", "Step", "asked_by", "offers", "steps"]

# Guards whose field the form of a move shows even when the sheet already fills it: it is read again, and made better.
READ_AGAIN = {"reason", "decided_by", "assessment", "start"}
# What the form asks beside a field that a guard wants.
BESIDE: Mapping[str, tuple[str, ...]] = {"late_cause": ("late_note",)}


def steps(action: Action, *, history: list[Entry]) -> list[Step]:
    """The road from idea to assessed; a suspended or abandoned action stands beside it, after what it left."""
    now = action.life_state
    left = next((State(row.before["state"]) for row in history if row.after.get("state") == now), State.IDEA)
    return life.steps(ROAD, now=now, left=left, days=_reached(history))


def _reached(history: list[Entry]) -> dict[str, date]:
    days = {row.after["state"]: day_of(row.at) for row in reversed(history) if row.after.get("state")}
    added = next((day_of(row.at) for row in history if row.verb == "action.added"), None)
    return days | ({State.IDEA: added} if added else {})


def offers(action: Action, *, roles: frozenset[Role], context: Mapping[str, Any]) -> list[Offer]:
    """The moves to offer now, each with the guards that fail and that its form does not ask about."""
    moves = moves_of(action, roles=roles)
    return life.offers(moves, subject=action, asks=dict.fromkeys(moves, SAID_BY_A_MOVE), context=context)


def asked_by(move: Move, action: Action, *, context: Mapping[str, Any]) -> list[str]:
    """The fields of the form of a move: those that its guards want and that the sheet does not already give."""
    blamed = (
        guard.blames
        for guard in move.guards
        if guard.blames in SAID_BY_A_MOVE and (guard.name in READ_AGAIN or not guard.holds(action, context))
    )
    return list(dict.fromkeys(name for field in blamed for name in (field, *BESIDE.get(field, ()))))
