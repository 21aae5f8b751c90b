"""Reads that cross people, organisations and memberships."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from beffroi.programme.people.models import Invitation, Membership, Organisation, User
from beffroi.programme.people.rules import can_see_access
from beffroi.programme.people.scope import Grant, Scope, grant_of, offered, places


def colleagues(territory: str, *, on: date) -> list[Membership]:
    """The memberships that reach a territory on a day, with their person and organisation."""
    place = next((place for place in places() if place.code == territory), None)
    if place is None:
        return []
    held = Membership.objects.on(on).filter(user__is_active=True).select_related("user", "organisation")
    return [membership for membership in held if grant_of(membership).reaches(place)]


def grants(user: User, *, on: date) -> tuple[Grant, ...]:
    return tuple(map(grant_of, Membership.objects.on(on).filter(user=user)))


def open_invitations(*, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).select_related(
        "organisation", "invited_by"
    )


def names(public_ids: Iterable[str]) -> dict[str, str]:
    """The names of those whom the journal names by their public identifier."""
    asked = {identifier for identifier in public_ids if len(identifier) == 36}
    return {str(user.public_id): user.name for user in User.objects.filter(public_id__in=asked)}


def organisation(kind: str, *, code: str) -> Organisation:
    return Organisation.objects.get(kind=kind, code=code)


def accesses(scope: Scope) -> list[Membership]:
    """The accesses, past ones included, that someone who may invite reads."""
    held = Membership.objects.select_related("user", "organisation")
    return [one for one in held if can_see_access(scope, grant=grant_of(one))]


def invitations(scope: Scope) -> list[Invitation]:
    """The invitations that nobody answered, withdrawn ones included, that someone who may invite reads."""
    sent = Invitation.objects.filter(accepted_at=None).select_related("organisation", "invited_by")
    return [one for one in sent if can_see_access(scope, grant=offered(one))]
