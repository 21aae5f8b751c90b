"""What the sheet of an action shows, read once, in a number of queries that does not grow with what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from beffroi.programme.actions import queries, rules
from beffroi.programme.actions.models import Action, ActionIndicator
from beffroi.programme.actions.themes import themes
from beffroi.programme.committees.models import Effect
from beffroi.programme.committees.queries import causes
from beffroi.programme.committees.rules import can_see_decision
from beffroi.programme.money import queries as money
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.rules import SPOKESPERSONS
from beffroi.programme.money.totals import Total, whole
from beffroi.programme.people.scope import Scope
from beffroi.web.action import life, listing
from beffroi.web.action.lateness import Late, late_of
from beffroi.web.action.site import Drawn, drawn
from beffroi.web.components.history import Told, told
from beffroi.web.figures import typography
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, language
from beffroi.web.figures.reading import served

TOLD_ROWS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """An indicator that the action means to move, with what the observatory says of its towns today."""

    aim: ActionIndicator
    # As the release that is served declares it; nothing for one that it no longer has.
    indicator: Indicator | None
    figures: tuple[Figure, ...]
    is_made_up: bool

    @property
    def is_known(self) -> bool:
        return self.indicator is not None

    @property
    def name(self) -> str:
        return self.indicator.name if self.indicator else ""

    @property
    def baseline(self) -> str:
        return self._told(self.aim.baseline, self.aim.baseline_period)

    @property
    def target(self) -> str:
        return self._told(self.aim.target, self.aim.target_period)

    def _told(self, value: Decimal | None, period: str) -> str:
        """A value with its unit, its period, and as many decimals as were typed.

        A made-up one says so, because the real figure of the town stands beside it.
        """
        if value is None:
            return ""
        shown = value.normalize()
        decimals = max(0, -int(shown.as_tuple().exponent))
        written = typography.number(float(shown), decimals=decimals, language=language())
        if self.indicator:
            written = typography.with_unit(written, symbol=self.indicator.symbol, language=language())
        marks = [str(_("démonstration"))] if self.is_made_up else []
        return f"{written} ({', '.join([period, *marks])})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    action: Action
    axis: str
    secondary_axes: tuple[str, ...]
    themes: tuple[str, ...]
    partners: Sequence[Any]
    delays: Sequence[Late]
    steps: Sequence[life.Step]
    offers: Sequence[life.Offer]
    milestones: Sequence[Any]
    risks: Sequence[Any]
    needs: Sequence[Any]
    needed_by: Sequence[Action]
    aims: Sequence[Aim]
    lines: Sequence[FundingLine]
    total: Total
    # By how much the lines differ from the cost, to whom reads them all; nothing when they add up to it.
    gap: Decimal | None
    drawn: Drawn | None
    causes: Sequence[Effect]
    history: Sequence[Told]
    may_write: bool
    may_fund: bool

    @property
    def beyond(self) -> Decimal:
        return -(self.gap or Decimal(0))


def sheet(action: Action, *, scope: Scope, on: date) -> Sheet:
    """An action whole, as this scope reads it."""
    words = listing.axis_words(on=on)
    known = themes(action.territory.programme_id)
    entries = list(queries.history(action)[:TOLD_ROWS])
    milestones = list(action.milestones.all())
    lines = money.readable(scope).filter(action=action).with_expected().select_related("funder", "action")
    late = late_of(action, on=on, milestones=milestones)
    may_write = rules.can_change(scope, action)
    facts, total = context(action, late=bool(late), on=on), whole(lines.counted())
    readable = set(listing.among(scope).filter(territory=action.territory_id).order_by().values_list("pk", flat=True))
    return Sheet(
        action=action,
        axis=words.get(action.axis.key, str(action.axis)),
        secondary_axes=tuple(words.get(key, key) for key in action.secondary_axes),
        themes=tuple(known.get(key, key) for key in action.themes),
        partners=list(action.partners.all()),
        delays=late,
        steps=life.steps(action, history=entries),
        offers=life.offers(action, roles=scope.roles_in(action.territory_id), context=facts),
        milestones=milestones,
        risks=list(action.risks.all()),
        needs=[one for one in action.dependencies.select_related("on_action") if one.on_action_id in readable],
        needed_by=[one for one in Action.objects.filter(dependencies__on_action=action) if one.pk in readable],
        aims=aims(action),
        lines=list(lines),
        total=total,
        gap=_gap(action, total=total, expected=facts["financing"].expected),
        drawn=drawn(action),
        causes=[effect for effect in causes(action) if can_see_decision(effect.decision, scope=scope)],
        history=told(entries),
        may_write=may_write,
        may_fund=may_write or bool(scope.roles_in(action.territory_id) & SPOKESPERSONS),
    )


def _gap(action: Action, *, total: Total, expected: Decimal) -> Decimal | None:
    """What the plan lacks of the cost, or has beyond it; who reads some of its lines only is told nothing."""
    if not action.cost or not total.lines or total.expected != expected:
        return None
    return (action.cost - expected) or None


def context(action: Action, *, late: bool, on: date) -> dict[str, Any]:
    """What the guards of a move ask beside the action."""
    return {
        "today": on,
        "is_late": late,
        "open_milestones": action.milestones.filter(done_date=None).count(),
        "financing": money.financing(action),
    }


def aims(action: Action) -> list[Aim]:
    reading = served()
    towns = list(action.territory.communes.all())
    return [
        Aim(
            aim=aim,
            indicator=reading.indicator(aim.indicator_code) if aim.indicator_code in reading.indicators else None,
            figures=tuple(_figures(aim.indicator_code, towns)),
            is_made_up=action.is_demonstration,
        )
        for aim in action.indicators.all()
    ]


def _figures(code: str, towns: Sequence[Any]) -> Any:
    reading = served()
    if code not in reading.indicators or not reading.periods_seen[code]:
        return
    for town in towns:
        if figure := reading.figure(code, kind="commune", place=town.commune, period=reading.latest(code)):
            yield figure
