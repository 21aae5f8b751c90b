"""What of an action is late, in a sentence: the works, a milestone by its name, the delivery, each with its day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from beffroi.foundations.days import day as day_said
from beffroi.programme.actions.lateness import Overdue, delays
from beffroi.programme.actions.models import Action, Milestone

PLANNED = {
    Overdue.START: gettext_lazy("Début des travaux prévu le %(day)s"),
    Overdue.MILESTONE: gettext_lazy("Jalon « %(milestone)s » prévu le %(day)s"),
    Overdue.END: gettext_lazy("Livraison prévue le %(day)s"),
}


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that was planned and has not happened: `what` says it with the day for which it was planned."""

    what: str
    planned: date
    days: int

    def __str__(self) -> str:
        return self.what

    @property
    def sentence(self) -> str:
        """The same, and for how long."""
        said = ngettext("%(what)s, il y a %(days)s jour", "%(what)s, il y a %(days)s jours", self.days)
        return said % {"what": self.what, "days": self.days}


def late_of(action: Action, *, on: date, milestones: Sequence[Milestone] | None = None) -> tuple[Late, ...]:
    """Everything of an action that is late on a day, oldest first; `milestones` where they were read already."""
    waited = [one for one in (action.milestones.all() if milestones is None else milestones) if one.done_date is None]
    found = delays(
        state=action.life_state,
        start_date=action.start_date,
        end_date=action.end_date,
        open_milestones={one.planned_date for one in waited},
        on=on,
    )
    names: dict[date, list[str]] = defaultdict(list)
    for one in waited:
        names[one.planned_date].append(one.label)
    return tuple(
        Late(
            what=str(PLANNED[delay.of])
            % {"milestone": ", ".join(names[delay.planned]), "day": day_said(delay.planned)},
            planned=delay.planned,
            days=delay.days(on),
        )
        for delay in found
    )
