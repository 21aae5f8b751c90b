"""How the journal names who acted."""

from beffroi.programme.people.models import User

SYSTEM = "system"


def author(by: User | None) -> str:
    """The public identifier of a person, or « system » when no person acted; never a name or an address."""
    return SYSTEM if by is None else str(by.public_id)
