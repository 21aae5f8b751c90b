"""What the door shows in demonstration mode."""

from dataclasses import dataclass

from django import template
from django.conf import settings

from beffroi.programme.moves import Sentence
from beffroi.programme.people.demonstration import CHARACTERS

register = template.Library()


@dataclass(frozen=True, slots=True)
class Offered:
    key: str
    name: Sentence


@register.simple_tag
def demonstration_roles() -> list[Offered]:
    """The role accounts; none in any other mode."""
    return [Offered(key, played.name) for key, played in CHARACTERS.items()] if settings.BEFFROI_DEMO else []
