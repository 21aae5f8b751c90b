"""What is always true of a funding line: the database keeps it, and an import says it cell by cell."""

from itertools import pairwise

from django.db.models import F, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.conditions import Rule
from beffroi.programme.money.states import AMOUNTS, NEEDS_NO_REQUEST, TOLD, Stage, State

SENTENCES = {
    State.PLANNED: _("Une ligne prévue ne porte ni montant demandé, ni accordé, ni engagé, ni payé."),
    State.REQUESTED: _("Une ligne demandée porte un montant demandé, et rien d’accordé, d’engagé ni de payé."),
    State.REFUSED: _("Une ligne refusée porte le montant demandé, et rien d’accordé, d’engagé ni de payé."),
    State.NO_FOLLOW_UP: _("Une ligne sans suite porte le montant demandé, et rien d’accordé, d’engagé ni de payé."),
    State.ACCEPTED: _("Une ligne acceptée porte un montant accordé, et rien d’engagé ni de payé."),
    State.COMMITTED: _("Une ligne engagée porte un montant accordé et un montant engagé, et rien de payé."),
    State.PARTLY_PAID: _("Une ligne payée en partie porte un montant accordé, un montant engagé et un montant payé."),
    State.SETTLED: _("Une ligne soldée porte un montant accordé, un montant engagé et un montant payé."),
    State.CANCELLED: _("Une ligne annulée ne porte aucun montant payé : une ligne payée en partie se solde."),
}
PARTICIPLES = {
    Stage.PLANNED: _("prévu"),
    Stage.REQUESTED: _("demandé"),
    Stage.ACCEPTED: _("accordé"),
    Stage.COMMITTED: _("engagé"),
    Stage.PAID: _("payé"),
}


def _state_and_amounts(state: State) -> Rule:
    holds = AMOUNTS[state]
    wanted = Q()
    for stage in holds.has:
        wanted &= Q((f"{stage}__isnull", False))
    for stage in holds.lacks:
        wanted &= Q((stage, None))
    return Rule(
        name=f"line_{state}_holds_its_amounts",
        sentence=SENTENCES[state],
        condition=~Q(state=state) | wanted,
        blames="state",
    )


def _told_with_its_date(stage: Stage) -> Rule:
    amount, day = Q((f"{stage}__isnull", False)), Q((f"{stage}_date__isnull", False))
    return Rule(
        name=f"line_{stage}_has_its_date",
        sentence=format_lazy(_("Un montant {told} se donne avec sa date."), told=PARTICIPLES[stage]),
        condition=(amount & day) | Q((stage, None), (f"{stage}_date", None)),
        blames=f"{stage}_date",
    )


def _positive(stage: Stage) -> Rule:
    return Rule(
        name=f"line_{stage}_positive",
        sentence=format_lazy(_("Un montant {told} est supérieur à zéro."), told=PARTICIPLES[stage]),
        condition=Q((stage, None)) | Q((f"{stage}__gt", 0)),
        blames=stage,
    )


def _within(low: Stage, high: Stage) -> Rule:
    return Rule(
        name=f"line_{low}_within_{high}",
        sentence=format_lazy(
            _("Le montant {low} ne dépasse le montant {high} que par une décision."),
            low=PARTICIPLES[low],
            high=PARTICIPLES[high],
        ),
        condition=Q((low, None)) | Q((high, None)) | Q((f"{low}__lte", F(high))) | Q(overrun_decision__isnull=False),
        blames=low,
    )


def _in_order(before: Stage, after: Stage) -> Rule:
    return Rule(
        name=f"line_{after}_not_before_{before}",
        sentence=format_lazy(
            _("Un montant n’est pas {after} avant d’être {before}."),
            after=PARTICIPLES[after],
            before=PARTICIPLES[before],
        ),
        condition=Q((f"{before}_date", None))
        | Q((f"{after}_date", None))
        | Q((f"{after}_date__gte", F(f"{before}_date"))),
        blames=f"{after}_date",
    )


RULES = (
    *(_state_and_amounts(state) for state in State),
    *(_told_with_its_date(stage) for stage in TOLD),
    *(_positive(stage) for stage in Stage),
    _within(Stage.COMMITTED, Stage.ACCEPTED),
    _within(Stage.PAID, Stage.COMMITTED),
    *(_in_order(before, after) for before, after in pairwise(TOLD)),
    Rule(
        name="line_granted_was_requested",
        sentence=_("Une subvention, un prêt ou une ingénierie accordés ont d’abord été demandés."),
        condition=Q(accepted=None) | Q(requested__isnull=False) | Q(instrument__in=NEEDS_NO_REQUEST),
        blames="requested",
    ),
    Rule(
        name="line_stopped_has_its_reason",
        sentence=_("Une ligne refusée, sans suite ou annulée dit pourquoi."),
        condition=~Q(state__in=(State.REFUSED, State.NO_FOLLOW_UP, State.CANCELLED)) | ~Q(state_reason=""),
        blames="state_reason",
    ),
)
