"""Reads that cross people, organisations and memberships."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.giving import said
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


def history(membership: Membership) -> QuerySet[Entry]:
    """What happened to an access, latest first, with the letter that opened it: sent, sent again, accepted.

    The letter is another thing of the journal; it is known by the person who accepted it and by what it offered.
    """
    own = Q(subject_kind="membership", subject_id=str(membership.pk))
    accepted = Entry.objects.filter(verb="invitation.accepted", after__user=str(membership.user.public_id))
    same = {f"after__{name}": value for name, value in said(membership).items() if name in _OFFERED}
    letters = list(accepted.filter(**same).values_list("subject_id", flat=True))
    return Entry.objects.filter(own | Q(subject_kind="invitation", subject_id__in=letters)).order_by("-sequence")


_OFFERED = ("organisation", "role", "scope_kind", "scope_codes")


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
