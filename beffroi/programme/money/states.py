"""The life of a funding line, whole, on one screen: its states, the amounts that each one holds, the moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.moves import Guard, Move
from beffroi.programme.people.roles import STATE_ROLES, OrganisationKind, Role


class Instrument(TextChoices):
    GRANT = "grant", _("Subvention")
    LOAN = "loan", _("Prêt")
    OWN_FUNDS = "own_funds", _("Fonds propres")
    ENGINEERING = "engineering", _("Ingénierie")
    TAX = "tax", _("Dispositif fiscal")


class Origin(TextChoices):
    """Where the money comes from: what is truly the programme's, and what would have been there without it."""

    DEDICATED = "dedicated", _("Dédié au programme")
    EARMARKED = "earmarked", _("Droit commun fléché")
    ORDINARY = "ordinary", _("Droit commun")


class Stage(TextChoices):
    """What an amount says: what one hopes for, asks for, was granted, engaged, paid."""

    PLANNED = "planned", _("Prévu")
    REQUESTED = "requested", _("Demandé")
    ACCEPTED = "accepted", _("Accepté")
    COMMITTED = "committed", _("Engagé")
    PAID = "paid", _("Payé")


class State(TextChoices):
    PLANNED = "planned", _("Prévue")
    REQUESTED = "requested", _("Demandée")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    NO_FOLLOW_UP = "no_follow_up", _("Sans suite")
    COMMITTED = "committed", _("Engagée")
    PARTLY_PAID = "partly_paid", _("Payée partiellement")
    SETTLED = "settled", _("Soldée")
    CANCELLED = "cancelled", _("Annulée")


# The stages that are told with a date and a source; the planned amount is only ours.
TOLD = (Stage.REQUESTED, Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID)


@dataclass(frozen=True, slots=True)
class Holds:
    """The stages whose amount a state must have; those that it must not have."""

    has: tuple[Stage, ...]
    lacks: tuple[Stage, ...]


_GRANTED = (Stage.ACCEPTED, Stage.COMMITTED, Stage.PAID)
AMOUNTS = {
    State.PLANNED: Holds(has=(), lacks=TOLD),
    State.REQUESTED: Holds(has=(Stage.REQUESTED,), lacks=_GRANTED),
    State.REFUSED: Holds(has=(Stage.REQUESTED,), lacks=_GRANTED),
    State.NO_FOLLOW_UP: Holds(has=(Stage.REQUESTED,), lacks=_GRANTED),
    State.ACCEPTED: Holds(has=(Stage.ACCEPTED,), lacks=(Stage.COMMITTED, Stage.PAID)),
    State.COMMITTED: Holds(has=(Stage.ACCEPTED, Stage.COMMITTED), lacks=(Stage.PAID,)),
    State.PARTLY_PAID: Holds(has=_GRANTED, lacks=()),
    State.SETTLED: Holds(has=_GRANTED, lacks=()),
    State.CANCELLED: Holds(has=(), lacks=(Stage.PAID,)),
}
# These count for nothing in a plan or a total.
DEAD = (State.REFUSED, State.NO_FOLLOW_UP, State.CANCELLED)
GRANTED_STATES = (State.ACCEPTED, State.COMMITTED, State.PARTLY_PAID, State.SETTLED)
# Nobody asks oneself for one's own money, nor the tax office for a scheme of law.
NEEDS_NO_REQUEST = (Instrument.OWN_FUNDS, Instrument.TAX)
# The local authorities' own share, which the auditors could not find.
LOCAL_KINDS = (OrganisationKind.COMMUNE, OrganisationKind.EPCI)

TOWN = frozenset({Role.TOWN_AGENT, Role.PROJECT_DIRECTOR, Role.EPCI_AGENT})
ALL_SIDES = TOWN | STATE_ROLES | {Role.PARTNER, Role.NATIONAL_TEAM}


def _was_requested(line: Any, context: Mapping[str, Any]) -> bool:
    return line.requested is not None or line.instrument in NEEDS_NO_REQUEST


def _within(low: str, high: str) -> Any:
    def holds(line: Any, context: Mapping[str, Any]) -> bool:
        lower, upper = getattr(line, low), getattr(line, high)
        return lower is None or upper is None or lower <= upper or line.overrun_decision_id is not None

    return holds


def _says_its_source(line: Any, context: Mapping[str, Any]) -> bool:
    """Who pays is believed; anyone else shows what the funder wrote."""
    return context["speaks_for_funder"] or bool(context["source"])


def _has(stage: Stage, *, amount: Any, day: Any) -> tuple[Guard, Guard]:
    """An amount and its day, each said where it is missing. A guard names the fields of what a move says (`Told`)."""
    return (
        Guard(f"{stage}_said", amount, lambda line, context: getattr(line, stage) is not None, blames="amount"),
        Guard(f"{stage}_dated", day, lambda line, context: getattr(line, f"{stage}_date") is not None, blames="day"),
    )


HAS_REQUEST = _has(Stage.REQUESTED, amount=_("Indiquez le montant demandé."), day=_("Indiquez la date de la demande."))
HAS_ACCEPTANCE = _has(
    Stage.ACCEPTED, amount=_("Indiquez le montant accordé."), day=_("Indiquez la date de la notification.")
)
HAS_COMMITMENT = _has(
    Stage.COMMITTED, amount=_("Indiquez le montant engagé."), day=_("Indiquez la date de l’engagement.")
)
HAS_PAYMENT = _has(
    Stage.PAID,
    amount=_("Indiquez le montant payé depuis le début."),
    day=_("Indiquez la date du dernier paiement."),
)
WAS_REQUESTED = Guard(
    "was_requested",
    _("Enregistrez d’abord la demande : seuls les fonds propres et les dispositifs fiscaux s’en passent."),
    _was_requested,
)
WITHIN_ACCEPTED = Guard(
    "within_accepted",
    _("Le montant engagé dépasse le montant accordé : indiquez la décision de comité qui l’autorise."),
    _within("committed", "accepted"),
    blames="decision",
)
WITHIN_COMMITTED = Guard(
    "within_committed",
    _("Le montant payé dépasse le montant engagé : indiquez la décision de comité qui l’autorise."),
    _within("paid", "committed"),
    blames="decision",
)
HAS_SOURCE = Guard(
    "source",
    _("Joignez ou citez la pièce du financeur (notification, arrêté, mandat) : vous ne saisissez pas en son nom."),
    _says_its_source,
    blames="reference",
)
PAID_GROWS = Guard(
    "paid_grows",
    _("Indiquez le cumul payé depuis le début : il ne diminue pas d’un paiement à l’autre."),
    lambda line, context: line.paid is None or context["paid_before"] is None or line.paid >= context["paid_before"],
    blames="amount",
)
HAS_REASON = Guard("reason", _("Indiquez le motif."), lambda line, context: bool(line.state_reason), blames="reason")
KEEPS_LOCAL_SHARE = Guard(
    "keeps_local_share",
    _(
        "C’est la dernière part locale d’une action programmée : ajoutez d’abord l’autre ligne de la commune "
        "ou de l’intercommunalité qui la remplace, ou rouvrez l’étude de l’action."
    ),
    lambda line, context: not context["is_last_local"],
)
NOTHING_PAID = Guard(
    "nothing_paid",
    _("Des paiements sont enregistrés : soldez la ligne au montant payé."),
    lambda line, context: line.paid is None,
)


def _of(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES = {
    "request": Move(
        label=_("Demander"),
        leaves=_of(State.PLANNED),
        reaches=State.REQUESTED,
        open_to=TOWN | {Role.NATIONAL_TEAM},
        guards=HAS_REQUEST,
    ),
    "accept": Move(
        label=_("Accepter"),
        leaves=_of(State.PLANNED, State.REQUESTED),
        reaches=State.ACCEPTED,
        open_to=ALL_SIDES,
        guards=(WAS_REQUESTED, *HAS_ACCEPTANCE, HAS_SOURCE),
    ),
    "refuse": Move(
        label=_("Refuser"),
        leaves=_of(State.REQUESTED),
        reaches=State.REFUSED,
        open_to=ALL_SIDES,
        guards=(KEEPS_LOCAL_SHARE, HAS_REASON, HAS_SOURCE),
    ),
    "close": Move(
        label=_("Classer sans suite"),
        leaves=_of(State.REQUESTED),
        reaches=State.NO_FOLLOW_UP,
        open_to=ALL_SIDES,
        guards=(KEEPS_LOCAL_SHARE, HAS_REASON),
    ),
    "commit": Move(
        label=_("Engager"),
        leaves=_of(State.ACCEPTED),
        reaches=State.COMMITTED,
        open_to=ALL_SIDES,
        guards=(*HAS_COMMITMENT, WITHIN_ACCEPTED, HAS_SOURCE),
    ),
    "pay": Move(
        label=_("Payer en partie"),
        leaves=_of(State.COMMITTED, State.PARTLY_PAID),
        reaches=State.PARTLY_PAID,
        open_to=ALL_SIDES,
        guards=(*HAS_PAYMENT, PAID_GROWS, WITHIN_COMMITTED, HAS_SOURCE),
    ),
    "settle": Move(
        label=_("Solder"),
        leaves=_of(State.COMMITTED, State.PARTLY_PAID),
        reaches=State.SETTLED,
        open_to=ALL_SIDES,
        guards=(*HAS_PAYMENT, PAID_GROWS, WITHIN_COMMITTED, HAS_SOURCE),
    ),
    "cancel": Move(
        label=_("Annuler"),
        leaves=_of(State.PLANNED, State.REQUESTED, State.ACCEPTED, State.COMMITTED),
        reaches=State.CANCELLED,
        open_to=ALL_SIDES,
        guards=(KEEPS_LOCAL_SHARE, HAS_REASON, NOTHING_PAID),
    ),
    "plan_again": Move(
        label=_("Reprendre au début"),
        leaves=_of(
            State.REQUESTED, State.ACCEPTED, State.REFUSED, State.NO_FOLLOW_UP, State.COMMITTED, State.CANCELLED
        ),
        reaches=State.PLANNED,
        open_to=TOWN | {Role.NATIONAL_TEAM},
        guards=(HAS_REASON, NOTHING_PAID),
    ),
}
