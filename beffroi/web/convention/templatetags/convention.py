"""What the templates of conventions and committees ask: the sentence of a verb, the badge of a state, an address."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Model
from django.urls import reverse

from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.queries import causes
from beffroi.programme.committees.rules import can_see_decision
from beffroi.territory.towns import commune_names
from beffroi.web.components.journal.verbs import sentence
from beffroi.web.convention import wording

register = template.Library()


@register.filter
def verb(code: str) -> Any:
    return sentence(code)


@register.filter
def badge(state: str) -> str:
    return wording.BADGES.get(state, "")


@register.filter
def communes(codes: Iterable[str]) -> str:
    """By their names; one that is not of the programme keeps its code."""
    return ", ".join(commune_names().get(code, code) for code in codes)


@register.simple_tag
def decision_address(decision: Decision) -> str:
    return reverse("committee:decision", args=[decision.pk])


@register.inclusion_tag("convention/effects.html", takes_context=True)
def causes_of(context: Any, thing: Model) -> dict[str, Any]:
    """The decisions that made a thing what it is, among those that the reader of the page may read."""
    scope = context["request"].scope
    return {"causes": [effect for effect in causes(thing) if can_see_decision(effect.decision, scope=scope)]}
