"""How an access is written: over what it reaches, where it stands on a day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.foundations.clock import day_of
from beffroi.programme.people.models import Invitation, Membership, Reach
from beffroi.programme.people.roles import ScopeKind
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories


class Standing(TextChoices):
    """Where an access stands: held, or still a letter."""

    HELD = "en-cours", _("En cours")
    TO_COME = "a-venir", _("À venir")
    ENDED = "termine", _("Terminé")
    INVITED = "invitation", _("Invitation en attente")
    EXPIRED = "expiree", _("Invitation expirée")
    WITHDRAWN = "retiree", _("Invitation retirée")


BADGES: Mapping[Standing, str] = {
    Standing.HELD: "success",
    Standing.TO_COME: "info",
    Standing.INVITED: "new",
    Standing.EXPIRED: "warning",
}


def standing(one: Membership | Invitation, *, at: datetime) -> Standing:
    if isinstance(one, Invitation):
        if one.withdrawn_at:
            return Standing.WITHDRAWN
        return Standing.INVITED if one.is_open(at) else Standing.EXPIRED
    if one.ends_date is not None and one.ends_date < day_of(at):
        return Standing.ENDED
    return Standing.TO_COME if one.starts_date > day_of(at) else Standing.HELD


def names_of(kind: ScopeKind) -> dict[str, str]:
    """The places of a kind of scope, by code."""
    if kind is ScopeKind.TERRITORIES:
        return {place.code: place.name for place in territories()}
    if kind is ScopeKind.DEPARTMENT:
        return {code: department.name for code, department in departments().items()}
    return dict(regions())


def over(reach: Reach) -> str:
    """The names of the places that an access reaches."""
    known = names_of(ScopeKind(reach.scope_kind))
    named: list[Any] = [known.get(code, code) for code in reach.scope_codes]
    return ", ".join(named) or str(ScopeKind.NATION.label)
