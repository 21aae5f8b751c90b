"""When an action is late: derived from its plan, its facts and the day, never stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.actions.states import NOT_STARTED, UNDER_WAY, State


class Overdue(TextChoices):
    """What was planned and has not happened."""

    START = "start", _("Début des travaux")
    MILESTONE = "milestone", _("Jalon")
    END = "end", _("Livraison")


@dataclass(frozen=True, slots=True)
class Delay:
    """What is overdue, and the day for which it was planned."""

    of: Overdue
    planned: date

    def days(self, on: date) -> int:
        return (on - self.planned).days


def delays(
    *, state: State, start_date: date | None, end_date: date | None, open_milestones: Iterable[date], on: date
) -> list[Delay]:
    """Everything overdue on a day, oldest first; nothing on the planned day itself.

    A delivered action is no longer late, an abandoned or suspended one is not expected.
    """
    if state not in {State.IDEA, *UNDER_WAY}:
        return []
    planned = [Delay(Overdue.MILESTONE, day) for day in open_milestones]
    if end_date is not None:
        planned.append(Delay(Overdue.END, end_date))
    if start_date is not None and state in NOT_STARTED:
        planned.append(Delay(Overdue.START, start_date))
    return sorted((delay for delay in planned if delay.planned < on), key=lambda delay: delay.planned)


def is_late(
    *, state: State, start_date: date | None, end_date: date | None, open_milestones: Iterable[date], on: date
) -> bool:
    return bool(delays(state=state, start_date=start_date, end_date=end_date, open_milestones=open_milestones, on=on))
