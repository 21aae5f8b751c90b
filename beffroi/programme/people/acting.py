"""Who acts, and for which organisation, as a row of the journal names them."""

from datetime import datetime
from typing import Any

from beffroi.foundations.clock import day_of
from beffroi.programme.people.authorship import author
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import Role
from beffroi.programme.people.scope import scope

ORGANISATION = "organisation:"


def signed(by: User | None, *, territory: str, at: datetime, concerned: int | None = None) -> dict[str, Any]:
    """The `by` and `on_behalf_of` of a row: a person, and the organisation for which they act on the territory.

    Where there is no territory, that of their first role of the day; nobody when no person acted. Who holds several
    roles there acts for the organisation that is `concerned`, whose money it is, when it is one of theirs.
    """
    if by is None:
        return {"by": author(by)}
    held = scope(by, on=day_of(at))
    grants = [grant for grant in held.by_territory.get(territory, held.grants) if grant.role is not Role.EVALUATOR]
    own = [grant.organisation for grant in grants]
    principal = concerned if concerned in own else next(iter(own), None)
    return {"by": author(by), "on_behalf_of": "" if principal is None else f"{ORGANISATION}{principal}"}


def read_once(by: User | None) -> User | None:
    """The same person with their accesses already read: one question to the database, however many rows follow."""
    return by and User.objects.prefetch_related("memberships").get(pk=by.pk)
