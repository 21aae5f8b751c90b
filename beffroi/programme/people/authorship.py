"""How the journal names who acted, and whether what was written is for real."""

from django.conf import settings

from beffroi.programme.people.models import User

SYSTEM = "system"


def author(by: User | None) -> str:
    """The public identifier of a person, or « system » when no person acted; never a name or an address."""
    return SYSTEM if by is None else str(by.public_id)


def is_made_up() -> bool:
    """Whether what is written now says nothing of any town: in demonstration mode nobody writes for real."""
    return bool(settings.BEFFROI_DEMO)
