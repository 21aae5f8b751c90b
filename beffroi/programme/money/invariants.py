"""What is always true of a funding line: the database keeps it, and an import says it cell by cell."""

from itertools import pairwise

from django.db.models import F, Q
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
WITH_ITS_DATE = {
    Stage.REQUESTED: _("Un montant demandé se donne avec sa date."),
    Stage.ACCEPTED: _("Un montant accordé se donne avec sa date."),
    Stage.COMMITTED: _("Un montant engagé se donne avec sa date."),
    Stage.PAID: _("Un montant payé se donne avec sa date."),
}
ABOVE_ZERO = {
    Stage.PLANNED: _("Un montant prévu est supérieur à zéro."),
    Stage.REQUESTED: _("Un montant demandé est supérieur à zéro."),
    Stage.ACCEPTED: _("Un montant accordé est supérieur à zéro."),
    Stage.COMMITTED: _("Un montant engagé est supérieur à zéro."),
    Stage.PAID: _("Un montant payé est supérieur à zéro."),
}
WITHIN = {
    Stage.COMMITTED: _("Le montant engagé ne dépasse le montant accordé que par une décision."),
    Stage.PAID: _("Le montant payé ne dépasse le montant engagé que par une décision."),
}
NOT_BEFORE = {
    Stage.ACCEPTED: _("Un montant n’est pas accordé avant d’être demandé."),
    Stage.COMMITTED: _("Un montant n’est pas engagé avant d’être accordé."),
    Stage.PAID: _("Un montant n’est pas payé avant d’être engagé."),
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
        sentence=WITH_ITS_DATE[stage],
        condition=(amount & day) | Q((stage, None), (f"{stage}_date", None)),
        blames=f"{stage}_date",
    )


def _positive(stage: Stage) -> Rule:
    return Rule(
        name=f"line_{stage}_positive",
        sentence=ABOVE_ZERO[stage],
        condition=Q((stage, None)) | Q((f"{stage}__gt", 0)),
        blames=stage,
    )


def _within(low: Stage, high: Stage) -> Rule:
    return Rule(
        name=f"line_{low}_within_{high}",
        sentence=WITHIN[low],
        condition=Q((low, None)) | Q((high, None)) | Q((f"{low}__lte", F(high))) | Q(overrun_decision__isnull=False),
        blames=low,
    )


def _in_order(before: Stage, after: Stage) -> Rule:
    return Rule(
        name=f"line_{after}_not_before_{before}",
        sentence=NOT_BEFORE[after],
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
