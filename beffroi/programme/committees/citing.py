"""Which decision may be the cause of which change: one rule, for what is refused and for what a form offers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from beffroi.foundations.journal.chain import named
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.states import APPROVALS, TOOK_PLACE, DecisionSubject, Outcome
from beffroi.programme.towns.models import Territory

# As what each thing is decided, by its name in the journal. What is not here is decided by no committee.
DECIDED_AS: Mapping[str, DecisionSubject] = {
    "version": DecisionSubject.VERSION,
    "action": DecisionSubject.ACTION,
    "perimeter": DecisionSubject.PERIMETER,
    "fundingline": DecisionSubject.MONEY,
    "envelope": DecisionSubject.MONEY,
}
# What a decision names when it names a thing: about money, always a line of funding, never an envelope.
NAMED: Mapping[DecisionSubject, str] = {
    DecisionSubject.VERSION: "version",
    DecisionSubject.ACTION: "action",
    DecisionSubject.PERIMETER: "perimeter",
    DecisionSubject.MONEY: "fundingline",
}
# What else a decision brings, where it is taken: a version of the convention holds the plan, its actions and money.
ALSO_BRINGS: Mapping[DecisionSubject, frozenset[str]] = {
    DecisionSubject.VERSION: frozenset({"action", "fundingline"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a change asks of the decision that caused it.

    A decision is about a kind of thing, and perhaps names one. It may cause a change of the thing that it names, and
    of what that thing holds (`held_by`: the action of a funding line); when it names none, of any of its kind; and
    what `ALSO_BRINGS` says, in its own territory. Where `must_name`, as for money beyond what was committed, only a
    decision that names the thing or what holds it will do.
    """

    subject: Model | tuple[str, object]
    territory: Territory | None = None
    held_by: Model | tuple[str, object] | None = None
    needs: Collection[Outcome] = APPROVALS
    must_name: bool = False


def kinds(cause: Cause) -> set[DecisionSubject]:
    """The kinds of decision that may cause a change at all."""
    kind, _identifier = named(cause.subject)
    holder = [named(cause.held_by)[0]] if cause.held_by is not None else []
    also = {subject for subject, brought in ALSO_BRINGS.items() if kind in brought}
    return also | {DECIDED_AS[one] for one in (kind, *holder) if one in DECIDED_AS}


def faults(decision: Decision, cause: Cause, *, on: date) -> list[str]:
    """Why a decision could not have caused a change on a day; nothing when it could."""
    said = {"decision": decision, "outcome": decision.get_outcome_display()}
    is_about = _names(decision, cause) or _is_about(decision, cause)
    found = {
        _("%(decision)s : « %(outcome)s » ne permet pas ce changement."): decision.outcome not in cause.needs,
        _("%(decision)s porte sur un autre objet."): not is_about,
        _("%(decision)s ne nomme ni cette ligne ni son action : citez-en une qui le fasse."): (
            is_about and cause.must_name and not _names(decision, cause)
        ),
        _("%(decision)s porte sur un autre territoire."): _is_elsewhere(decision, cause.territory),
        _("%(decision)s : la séance n’a pas été tenue."): decision.session.life_state not in TOOK_PLACE,
        _("%(decision)s est postérieure à ce changement."): decision.date > on,
    }
    return [sentence % said for sentence, is_fault in found.items() if is_fault]


def _names(decision: Decision, cause: Cause) -> bool:
    """Whether a decision names the thing, or what holds it."""
    things = [named(thing) for thing in (cause.subject, cause.held_by) if thing is not None]
    its = NAMED[DecisionSubject(decision.subject_kind)], decision.subject_id
    return bool(decision.subject_id) and its in things


def _is_elsewhere(decision: Decision, territory: Territory | None) -> bool:
    """Whether it is about another territory; about none in particular, it is about those that its committee covers."""
    if territory is None:
        return False
    if decision.territory_id:
        return decision.territory_id != territory.pk
    return not decision.session.committee.covers(territory)


def _is_about(decision: Decision, cause: Cause) -> bool:
    """Whether it is about this kind of thing and names none, or about what brings it in the same territory."""
    kind, _identifier = named(cause.subject)
    if decision.subject_kind == DECIDED_AS.get(kind):
        return not decision.subject_id
    brings = kind in ALSO_BRINGS.get(DecisionSubject(decision.subject_kind), ())
    return brings and cause.territory is not None and decision.territory_id == cause.territory.pk
