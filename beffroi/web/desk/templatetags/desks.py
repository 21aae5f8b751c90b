"""How amounts are written on a desk, and where it leads."""

from decimal import Decimal
from typing import Any

from django import template

from beffroi.programme.towns.models import Territory
from beffroi.web.access import opens
from beffroi.web.desk.addresses import address
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import language

register = template.Library()


@register.simple_tag(takes_context=True)
def door(context: Any, route: str, *, place: Territory | None = None, **named: Any) -> str:
    """The address of a route for whoever reads the page; empty when the access list does not let them in.

    `place` is the territory that the address names, if it names one: it is opened by the roles held there.
    """
    scope = context["request"].scope
    roles = scope.roles_in(place.pk) if place else scope.roles
    return address(route, **named) if opens(route, roles=roles) else ""


@register.filter
def euros(amount: Decimal | None) -> str:
    """Whole euros: « 12 500 € », « €12,500 », a dash where no amount is told; the cents are on the line itself."""
    return "–" if amount is None else typography.euros(round(amount), language=language())
