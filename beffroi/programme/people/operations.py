"""Every write about people: who is invited, who joins, who leaves."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.foundations.mail import send
from beffroi.programme.moves import Refused
from beffroi.programme.people import letters
from beffroi.programme.people.authorship import author
from beffroi.programme.people.models import Invitation, Membership, Organisation, Reach, User
from beffroi.programme.people.roles import REACHES, OrganisationKind, Role, ScopeKind
from beffroi.programme.people.rules import can_give
from beffroi.programme.people.scope import Grant, grant_of, scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories

INVITATION_LASTS = timedelta(days=14)


class AccessRefused(Refused):
    """An access that cannot be given: not by this person, not in this form, or no longer."""


@transaction.atomic
def add_organisation(
    name: str, *, kind: OrganisationKind, by: User | None, at: datetime, code: str = "", is_demonstration: bool = False
) -> Organisation:
    organisation = Organisation(kind=kind, name=name, code=code, is_demonstration=is_demonstration)
    organisation.full_clean()
    organisation.save()
    after = {"kind": kind, "name": name, "code": code}
    record("organisation.added", subject=organisation, by=author(by), at=at, after=after)
    return organisation


@transaction.atomic
def invite(  # noqa: PLR0913 -- an access is all of these
    email: str,
    *,
    organisation: Organisation,
    role: Role,
    scope_kind: ScopeKind,
    link_to: Callable[[str], str],
    by: User | None,
    at: datetime,
    scope_codes: Iterable[str] = (),
    name: str = "",
) -> Invitation:
    """Send a link that opens an access once. `link_to` makes the address of a token; `by` nobody is the installer."""
    token = secrets.token_urlsafe(32)
    invited = Invitation(
        email=email.strip().lower(),
        name=name.strip(),
        organisation=organisation,
        role=role,
        scope_kind=scope_kind,
        scope_codes=sorted(set(scope_codes)),
        token_hash=_hashed(token),
        invited_by=by,
        sent_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    _check_reach(invited)
    _check_giver(by, grant=_grant(invited, starts=day_of(at)), on=day_of(at))
    invited.full_clean()
    invited.save()
    record("invitation.sent", subject=invited, by=author(by), at=at, after=_said(invited))
    send(letters.invitation(invited, link=link_to(token)))
    return invited


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """The link opens nothing any more."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _check_giver(by, grant=_grant(invitation, starts=day_of(at)), on=day_of(at))
    if not invitation.is_open(at):
        raise AccessRefused(_("Cette invitation n’est plus en attente : il n’y a rien à retirer."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record("invitation.withdrawn", subject=invitation, by=author(by), at=at)


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """The open invitation of a link; else `AccessRefused`, in the same words whether it was used, late or never was."""
    found = Invitation.objects.select_for_update(of=("self",)).filter(token_hash=_hashed(token)).first()
    if found is None or not found.is_open(at):
        raise AccessRefused(
            _("Ce lien n’est pas valable : il a déjà servi, ou il a expiré. Demandez une nouvelle invitation.")
        )
    return found


@transaction.atomic
def accept(token: str, *, at: datetime, name: str = "", password: str = "") -> User:
    """Open the access of a link: with an account that exists for this address, or with a new one."""
    invited = invitation_of(token, at=at)
    user = User.objects.filter(email=invited.email).first() or _new_account(
        invited, name=name or invited.name, password=password, at=at
    )
    if not user.is_active:
        raise AccessRefused(_("Ce compte est fermé. Demandez à l’équipe nationale de le rouvrir."))
    invited.accepted_at = at
    invited.save(update_fields=["accepted_at"])
    _join(user, reach=invited, starts=day_of(at))
    record(
        "invitation.accepted",
        subject=invited,
        by=author(user),
        at=at,
        after=_said(invited) | {"user": str(user.public_id)},
    )
    return user


@transaction.atomic
def add_membership(
    user: User,
    *,
    organisation: Organisation,
    role: Role,
    scope_kind: ScopeKind,
    by: User | None,
    at: datetime,
    scope_codes: Iterable[str] = (),
    starts_date: date | None = None,
) -> Membership:
    """Give a person who has an account one more role."""
    starts = starts_date or day_of(at)
    reach = Membership(
        organisation=organisation, role=role, scope_kind=scope_kind, scope_codes=sorted(set(scope_codes))
    )
    _check_reach(reach)
    _check_giver(by, grant=_grant(reach, starts=starts), on=day_of(at))
    membership = _join(user, reach=reach, starts=starts)
    after = _said(membership) | {"user": str(user.public_id)}
    record("membership.added", subject=membership, by=author(by), at=at, after=after)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, ends_date: date, by: User | None, at: datetime) -> None:
    """The role ends with that day; what was done in it stays."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    _check_giver(by, grant=grant_of(membership), on=day_of(at))
    if ends_date < membership.starts_date:
        raise AccessRefused(
            _("Ce rattachement commence le %(start)s : sa fin ne peut précéder ce jour.")
            % {"start": f"{membership.starts_date:%d/%m/%Y}"}
        )
    before, membership.ends_date = membership.ends_date, ends_date
    membership.save(update_fields=["ends_date"])
    record(
        "membership.ended",
        subject=membership,
        by=author(by),
        at=at,
        before={"ends_date": before},
        after={"ends_date": ends_date},
    )


@transaction.atomic
def close_account(user: User, *, by: User | None, at: datetime) -> None:
    """Nobody signs in with it any more, at once; its memberships stay as they were written."""
    if by is not None and Role.NATIONAL_TEAM not in scope(by, on=day_of(at)).roles:
        raise AccessRefused(_("Fermer un compte revient à l’équipe nationale."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", subject=("user", user.public_id), by=author(by), at=at)


def _new_account(invited: Invitation, *, name: str, password: str, at: datetime) -> User:
    if not name.strip():
        raise ValidationError({"name": _("Indiquez votre nom, tel que vos collègues le liront.")})
    user = User(email=invited.email, name=name.strip(), joined_at=at)
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise ValidationError({"password": refusal}) from refusal
    user.set_password(password)
    user.full_clean()
    user.save()
    # The link reached this address: it is the person's.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record("account.opened", subject=("user", user.public_id), by=author(user), at=at)
    return user


def _join(user: User, *, reach: Reach, starts: date) -> Membership:
    membership = Membership(
        user=user,
        organisation=reach.organisation,
        role=reach.role,
        scope_kind=reach.scope_kind,
        scope_codes=reach.scope_codes,
        starts_date=starts,
    )
    membership.full_clean()
    membership.save()
    return membership


def _check_reach(reach: Reach) -> None:
    role, kind = Role(reach.role), ScopeKind(reach.scope_kind)
    if kind not in REACHES[role]:
        allowed = ", ".join(sorted(str(possible.label) for possible in REACHES[role]))
        raise AccessRefused(
            _("Le rôle « %(role)s » ne s’étend pas à « %(kind)s ». Possible : %(allowed)s.")
            % {"role": role.label, "kind": kind.label, "allowed": allowed}
        )
    known = _known_codes(kind)
    if unknown := sorted(set(reach.scope_codes) - known):
        raise AccessRefused(
            _("« %(codes)s » n’est pas un code de « %(kind)s » ; un code ressemble à %(example)s.")
            % {"codes": ", ".join(unknown), "kind": kind.label, "example": min(known, default=_("rien"))}
        )
    if not reach.scope_codes and kind not in {ScopeKind.NATION, ScopeKind.PARTNER}:
        raise AccessRefused(_("Indiquez au moins un code pour « %(kind)s ».") % {"kind": kind.label})


def _known_codes(kind: ScopeKind) -> set[str]:
    if kind is ScopeKind.TERRITORIES:
        return {territory.code for territory in territories()}
    if kind is ScopeKind.DEPARTMENT:
        return set(departments())
    return set() if kind is ScopeKind.NATION else set(regions())


def _check_giver(by: User | None, *, grant: Grant, on: date) -> None:
    if by is not None and not can_give(scope(by, on=on), grant=grant):
        raise AccessRefused(_("Donner ou retirer cet accès ne revient pas à votre rôle, ou dépasse votre périmètre."))


def _grant(reach: Reach, *, starts: date) -> Grant:
    return Grant(
        role=Role(reach.role),
        kind=ScopeKind(reach.scope_kind),
        codes=frozenset(reach.scope_codes),
        organisation=reach.organisation_id,
        starts=starts,
    )


def _said(reach: Reach) -> dict[str, object]:
    """What the journal keeps of an access: codes, no name and no address."""
    return {
        "organisation": reach.organisation_id,
        "role": reach.role,
        "scope_kind": reach.scope_kind,
        "scope_codes": reach.scope_codes,
    }


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
