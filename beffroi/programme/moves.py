"""How anything in the programme changes state: a table of moves, read by code, buttons, diagrams and docs alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Sentence: TypeAlias = str | Promise


class Refused(Exception):
    """An operation was not done; each sentence says what is wrong and what would be right.

    `blames` holds for each sentence the field where a person would mend it, as the operation calls it, or nothing.
    """

    def __init__(self, *sentences: Sentence, blames: Sequence[str] = ()) -> None:
        super().__init__(*sentences)
        self.sentences = sentences
        self.blames = tuple(blames) or ("",) * len(sentences)

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.sentences)


class MoveRefused(Refused):
    """Says which guards failed, in words that a town can read, and what is possible now."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a move. `sentence` tells the reader what is missing, as an instruction.

    `blames` is the field where whoever makes the move would mend it, as the operation calls it; nothing when it is
    mended elsewhere.
    """

    name: str
    sentence: Sentence
    holds: Callable[[Any, Mapping[str, Any]], bool]
    # Where one sentence for all cases would leave the reader searching: what is wrong in this one, and where.
    details: Callable[[Any, Mapping[str, Any]], Iterable[Sentence]] | None = None
    blames: str = ""

    def refusals(self, subject: Any, context: Mapping[str, Any]) -> tuple[Sentence, ...]:
        """What it tells of a subject; nothing when it holds."""
        if self.holds(subject, context):
            return ()
        return tuple(self.details(subject, context)) if self.details else (self.sentence,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    label: Sentence
    leaves: frozenset[Choices]
    reaches: Choices
    open_to: frozenset[Choices]
    guards: tuple[Guard, ...] = ()


def check(moves: Mapping[str, Move], name: str, *, subject: Any, roles: frozenset[Choices], **context: Any) -> Move:
    """The move if it may be made now, by someone with these roles; else `MoveRefused` with every reason at once.

    `subject.life_state` is its state as a `Choices` member; `context` is what the guards need beside the subject.
    """
    move, state = moves[name], subject.life_state
    if state not in move.leaves:
        labels = (str(m.label) for m in possible(moves, subject=subject, roles=roles).values())
        now = ", ".join(dict.fromkeys(labels)) or _("rien")
        raise MoveRefused(
            _("« %(move)s » n’est pas possible depuis « %(state)s ». Possible à présent : %(now)s.")
            % {"move": move.label, "state": state.label, "now": now}
        )
    if not roles & move.open_to:
        allowed = ", ".join(sorted(str(role.label) for role in move.open_to))
        raise MoveRefused(_("« %(move)s » revient à : %(roles)s.") % {"move": move.label, "roles": allowed})
    failed = [(told, guard.blames) for guard in move.guards for told in guard.refusals(subject, context)]
    if failed:
        sentences, blames = zip(*failed, strict=True)
        raise MoveRefused(*sentences, blames=blames)
    return move


def possible(moves: Mapping[str, Move], *, subject: Any, roles: frozenset[Choices]) -> dict[str, Move]:
    """The moves that this state and these roles allow; guards may still refuse, and then say what is missing."""
    return {name: move for name, move in moves.items() if subject.life_state in move.leaves and roles & move.open_to}
