"""Reads of territories, by right and by day."""

from datetime import date

from django.db.models import Q, QuerySet

from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import AxisWording, Phase, Territory, TerritoryCommune


def territories_of(scope: Scope) -> QuerySet[Territory]:
    """Those that a person sees, in the order of their codes."""
    return Territory.objects.filter(code__in=scope.territories).prefetch_related("communes")


def communes_of(territory: Territory, *, on: date) -> QuerySet[TerritoryCommune]:
    """The communes that belong to a territory on a day, in the order of its name."""
    begun = Q(starts_date=None) | Q(starts_date__lte=on)
    not_over = Q(ends_date=None) | Q(ends_date__gte=on)
    return territory.communes.filter(begun, not_over).order_by("order")


def phase_on(programme: str, *, day: date) -> Phase | None:
    """The phase of a programme on a day, or nothing between two phases."""
    return Phase.objects.filter(programme=programme, starts_date__lte=day, ends_date__gte=day).first()


def wordings(programme: str, *, on: date) -> dict[str, str]:
    """The official name of each axis on a day, in the order of the axes."""
    said = AxisWording.objects.filter(axis__programme=programme, starts_date__lte=on).order_by(
        "axis__order", "starts_date"
    )
    return {wording.axis.key: wording.text for wording in said.select_related("axis")}
