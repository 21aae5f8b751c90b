"""The life of an action, whole, on one screen. *Late* is not a state: `lateness.py` derives it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.moves import Guard, Move, possible
from beffroi.programme.people.roles import STATE_ROLES, Role


class State(TextChoices):
    IDEA = "idea", _("Idée")
    STUDY = "study", _("À l’étude")
    PROGRAMMED = "programmed", _("Programmée")
    COMMITTED = "committed", _("Engagée")
    WORKS = "works", _("En travaux")
    DELIVERED = "delivered", _("Livrée")
    ASSESSED = "assessed", _("Évaluée")
    SUSPENDED = "suspended", _("Suspendue")
    ABANDONED = "abandoned", _("Abandonnée")


class Cause(TextChoices):
    """Why an action is late or blocked."""

    COST = "cost", _("Coûts")
    PROCUREMENT = "procurement", _("Marché public")
    LAND = "land", _("Foncier")
    PERMITS = "permits", _("Autorisations")
    HERITAGE = "heritage", _("Patrimoine ou fouilles")
    PARTNER = "partner", _("Partenaire")
    ELECTIONS = "elections", _("Élections")
    APPEAL = "appeal", _("Recours")
    OTHER = "other", _("Autre")


class Severity(TextChoices):
    LOW = "low", _("Faible")
    MEDIUM = "medium", _("Moyenne")
    HIGH = "high", _("Forte")


# In the order in which an action goes through them.
ROAD = (
    State.IDEA,
    State.STUDY,
    State.PROGRAMMED,
    State.COMMITTED,
    State.WORKS,
    State.DELIVERED,
    State.ASSESSED,
)
NOT_STARTED = (State.IDEA, State.STUDY, State.PROGRAMMED, State.COMMITTED)
UNDER_WAY = (State.STUDY, State.PROGRAMMED, State.COMMITTED, State.WORKS)
DONE = (State.DELIVERED, State.ASSESSED)
# A plan is never exact to the euro: what the lines add up to may differ from the cost by this share of it.
TOLERANCE = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Financing:
    """What the funding lines of an action add up to, in euros: a refused or cancelled line counts for nothing."""

    expected: Decimal = Decimal(0)
    local: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)


def _covers_the_cost(action: Any, context: Mapping[str, Any]) -> bool:
    gap = abs(context["financing"].expected - (action.cost or 0))
    return gap <= TOLERANCE * (action.cost or 0)


def _says_why_late(action: Any, context: Mapping[str, Any]) -> bool:
    return bool(action.late_cause) or not context["is_late"]


def _was_delivered_by_today(action: Any, context: Mapping[str, Any]) -> bool:
    delivered = action.delivered_date
    return delivered is not None and (action.start_date or delivered) <= delivered <= context["today"]


def _closes_its_milestones(action: Any, context: Mapping[str, Any]) -> bool:
    return not context["open_milestones"] or bool(action.state_reason)


def _comes_back_to(state: State) -> Guard:
    return Guard(
        f"was_{state}",
        _("Une action suspendue reprend dans l’état où elle a été suspendue, ou à l’étude."),
        lambda action, context: action.suspended_from == state,
    )


HAS_OWNER = Guard(
    "owner",
    _("Indiquez le maître d’ouvrage."),
    lambda action, context: action.owner_id is not None,
    blames="owner",
)
HAS_COST = Guard("cost", _("Indiquez le coût de l’action."), lambda action, context: bool(action.cost), blames="cost")
COVERED = Guard(
    "covered",
    _("Bouclez le plan de financement : la somme des lignes doit égaler le coût, à 1 % près."),
    _covers_the_cost,
)
LOCAL_SHARE = Guard(
    "local_share",
    _("Ajoutez la part de la commune ou de l’intercommunalité : un plan de financement en comporte toujours une."),
    lambda action, context: context["financing"].local > 0,
)
LINE_COMMITTED = Guard(
    "line_committed",
    _("Enregistrez d’abord l’engagement d’au moins une ligne de financement."),
    lambda action, context: context["financing"].committed > 0,
)
HAS_START = Guard(
    "start",
    _("Indiquez la date de début des travaux."),
    lambda action, context: action.start_date is not None,
    blames="start_date",
)
DELIVERED_ON = Guard(
    "delivered_date",
    _("Indiquez la date de livraison : ni avant le début de l’action, ni dans l’avenir."),
    _was_delivered_by_today,
    blames="delivered_date",
)
MILESTONES_CLOSED = Guard(
    "milestones",
    _("Des jalons restent ouverts : datez leur réalisation, ou dites pourquoi l’action est livrée sans eux."),
    _closes_its_milestones,
    blames="state_reason",
)
ASSESSED_IN_WORDS = Guard(
    "assessment",
    _("Dites en quelques lignes ce que l’action a changé."),
    lambda action, context: bool(action.assessment),
    blames="assessment",
)
NOT_BLOCKED = Guard(
    "not_blocked",
    _("L’action est bloquée : levez le blocage avant d’avancer, ou suspendez-la."),
    lambda action, context: not action.blocked,
)
LATE_HAS_CAUSE = Guard(
    "late_cause",
    _("L’action est en retard : indiquez la cause du retard."),
    _says_why_late,
    blames="late_cause",
)
HAS_REASON = Guard(
    "reason", _("Indiquez le motif."), lambda action, context: bool(action.state_reason), blames="state_reason"
)
DECIDED = Guard(
    "decided_by",
    _("Indiquez qui a décidé l’abandon : une délibération, ou la décision d’un comité."),
    lambda action, context: bool(action.decided_by) or action.decision_id is not None,
    blames="decided_by",
)

ONWARD = (NOT_BLOCKED, LATE_HAS_CAUSE)
PROGRAMME = (HAS_OWNER, HAS_COST, COVERED, LOCAL_SHARE)
# Once it was closed, a plan drifts from the cost: works cost less, a line is settled below what was hoped.
COMMIT = (HAS_OWNER, HAS_COST, LOCAL_SHARE, LINE_COMMITTED)
WORKS = (*COMMIT, HAS_START)
DELIVER = (LOCAL_SHARE, DELIVERED_ON, MILESTONES_CLOSED)
# What a sheet must hold to stand in a state, as an import asks when it did not see the moves. The moves ask what may
# have been lost since the one before.
REQUIRED: Mapping[State, tuple[Guard, ...]] = {
    State.PROGRAMMED: PROGRAMME,
    State.COMMITTED: COMMIT,
    State.WORKS: WORKS,
    State.DELIVERED: (HAS_OWNER, HAS_START, *DELIVER),
    State.ASSESSED: (HAS_OWNER, HAS_START, *DELIVER, ASSESSED_IN_WORDS),
}


def must_have_local_share(action: Any) -> bool:
    """Whether an action stands where a plan has its local share, or was suspended there."""
    return LOCAL_SHARE in REQUIRED.get(State(action.suspended_from or action.state), ())


WRITERS = frozenset({Role.TOWN_AGENT, Role.PROJECT_DIRECTOR, Role.EPCI_AGENT, Role.NATIONAL_TEAM})
LEADERS = frozenset({Role.PROJECT_DIRECTOR, Role.NATIONAL_TEAM})
DECIDERS = LEADERS | {Role.ELECTED}
ASSESSORS = LEADERS | STATE_ROLES


def _of(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES = {
    "study": Move(
        label=_("Mettre à l’étude"), leaves=_of(State.IDEA), reaches=State.STUDY, open_to=WRITERS, guards=ONWARD
    ),
    "programme": Move(
        label=_("Programmer"),
        leaves=_of(State.STUDY),
        reaches=State.PROGRAMMED,
        open_to=LEADERS,
        guards=(*PROGRAMME, *ONWARD),
    ),
    "commit": Move(
        label=_("Engager"),
        leaves=_of(State.PROGRAMMED),
        reaches=State.COMMITTED,
        open_to=LEADERS,
        guards=(LOCAL_SHARE, LINE_COMMITTED, *ONWARD),
    ),
    "start_works": Move(
        label=_("Lancer les travaux"),
        leaves=_of(State.COMMITTED),
        reaches=State.WORKS,
        open_to=LEADERS,
        guards=(LOCAL_SHARE, HAS_START, *ONWARD),
    ),
    "deliver": Move(
        label=_("Livrer"),
        leaves=_of(State.WORKS),
        reaches=State.DELIVERED,
        open_to=LEADERS,
        guards=(*DELIVER, *ONWARD),
    ),
    "assess": Move(
        label=_("Évaluer"),
        leaves=_of(State.DELIVERED),
        reaches=State.ASSESSED,
        open_to=ASSESSORS,
        guards=(LOCAL_SHARE, ASSESSED_IN_WORDS),
    ),
    "reopen_study": Move(
        label=_("Rouvrir l’étude"),
        leaves=_of(State.PROGRAMMED),
        reaches=State.STUDY,
        open_to=LEADERS,
        guards=(HAS_REASON,),
    ),
    "reopen_works": Move(
        label=_("Rouvrir les travaux"),
        leaves=_of(State.DELIVERED),
        reaches=State.WORKS,
        open_to=LEADERS,
        guards=(HAS_REASON, LOCAL_SHARE),
    ),
    "suspend": Move(
        label=_("Suspendre"),
        leaves=_of(*UNDER_WAY),
        reaches=State.SUSPENDED,
        open_to=LEADERS,
        guards=(HAS_REASON,),
    ),
    "abandon": Move(
        label=_("Abandonner"),
        leaves=_of(State.IDEA, *UNDER_WAY, State.SUSPENDED),
        reaches=State.ABANDONED,
        open_to=DECIDERS,
        guards=(HAS_REASON, DECIDED),
    ),
    "resume_study": Move(
        label=_("Reprendre à l’étude"),
        leaves=_of(State.SUSPENDED, State.ABANDONED),
        reaches=State.STUDY,
        open_to=LEADERS,
    ),
    "resume_programmed": Move(
        label=_("Reprendre, programmée"),
        leaves=_of(State.SUSPENDED),
        reaches=State.PROGRAMMED,
        open_to=LEADERS,
        guards=(_comes_back_to(State.PROGRAMMED), *PROGRAMME),
    ),
    "resume_committed": Move(
        label=_("Reprendre, engagée"),
        leaves=_of(State.SUSPENDED),
        reaches=State.COMMITTED,
        open_to=LEADERS,
        guards=(_comes_back_to(State.COMMITTED), LOCAL_SHARE, LINE_COMMITTED),
    ),
    "resume_works": Move(
        label=_("Reprendre les travaux"),
        leaves=_of(State.SUSPENDED),
        reaches=State.WORKS,
        open_to=LEADERS,
        guards=(_comes_back_to(State.WORKS), LOCAL_SHARE, LINE_COMMITTED),
    ),
}


def moves_of(action: Any, *, roles: frozenset[Role]) -> dict[str, Move]:
    """The moves to offer: those that the state and the roles allow, without the resumptions of another state."""
    return {
        name: move
        for name, move in possible(MOVES, subject=action, roles=roles).items()
        if not name.startswith("resume_") or move.reaches in {State.STUDY, action.suspended_from}
    }
