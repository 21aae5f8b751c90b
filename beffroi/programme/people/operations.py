"""Every write about people: who is invited, who joins, who leaves."""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TypeAlias

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.days import day
from beffroi.foundations.journal.chain import record
from beffroi.foundations.mail import send
from beffroi.programme.people import letters
from beffroi.programme.people.authorship import author
from beffroi.programme.people.giving import (
    AccessRefused,
    check_days,
    check_giver,
    check_not_twice,
    check_reach,
    said,
)
from beffroi.programme.people.models import Invitation, Membership, Organisation, Reach, User
from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind
from beffroi.programme.people.rules import can_add_organisation
from beffroi.programme.people.scope import grant_of, offered, scope

INVITATION_LASTS = timedelta(days=14)


class Unseen(Enum):
    """Whoever changes an access without having read it, such as a command, has seen no end of it."""

    UNSEEN = "unseen"


UNSEEN = Unseen.UNSEEN
Seen: TypeAlias = date | Unseen | None


@transaction.atomic
def add_organisation(
    name: str, *, kind: OrganisationKind, by: User | None, at: datetime, code: str = "", is_demonstration: bool = False
) -> Organisation:
    if by is not None and not can_add_organisation(scope(by, on=day_of(at)), kind=kind):
        raise AccessRefused(_("Ajouter une organisation de ce type ne revient pas à votre rôle."))
    organisation = Organisation(kind=kind, name=name.strip(), code=code.strip(), is_demonstration=is_demonstration)
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
    starts_date: date | None = None,
    ends_date: date | None = None,
    language: str = "fr",
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
        starts_date=starts_date,
        ends_date=ends_date,
        language=language,
        token_hash=_hashed(token),
        invited_by=by,
        sent_at=at,
        expires_at=at + INVITATION_LASTS,
    )
    check_reach(invited)
    check_giver(by, grant=offered(invited, starts=day_of(at)), on=day_of(at))
    check_days(invited, on=day_of(at))
    check_not_twice(invited, at=at)
    invited.full_clean()
    invited.save()
    record("invitation.sent", subject=invited, by=author(by), at=at, after=said(invited))
    send(letters.invitation(invited, link=link_to(token)))
    return invited


@transaction.atomic
def resend(invitation: Invitation, *, link_to: Callable[[str], str], by: User | None, at: datetime) -> Invitation:
    """A new link for the same access, which lasts as long as the first one did; the former link opens nothing."""
    invited = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
    check_giver(by, grant=offered(invited, starts=day_of(at)), on=day_of(at))
    if invited.accepted_at or invited.withdrawn_at:
        raise AccessRefused(_("Cette invitation n’est plus en attente : invitez de nouveau la personne s’il le faut."))
    check_days(invited, on=day_of(at))
    token = secrets.token_urlsafe(32)
    invited.token_hash, invited.sent_at, invited.expires_at = _hashed(token), at, at + INVITATION_LASTS
    invited.save(update_fields=["token_hash", "sent_at", "expires_at"])
    record("invitation.resent", subject=invited, by=author(by), at=at)
    send(letters.invitation(invited, link=link_to(token)))
    return invited


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """The link opens nothing any more."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    check_giver(by, grant=offered(invitation, starts=day_of(at)), on=day_of(at))
    if invitation.accepted_at or invitation.withdrawn_at:
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
def accept(token: str, *, at: datetime, name: str = "", password: str = "", language: str = "") -> User:
    """Open the access of a link: with an account that exists for this address, or with a new one."""
    invited = invitation_of(token, at=at)
    user = User.objects.filter(email=invited.email).first() or _new_account(
        invited, name=name or invited.name, password=password, language=language or invited.language, at=at
    )
    if not user.is_active:
        raise AccessRefused(_("Ce compte est fermé. Demandez à l’équipe nationale de le rouvrir."))
    if invited.ends_date is not None and invited.ends_date < day_of(at):
        raise AccessRefused(_("L’accès de cette invitation a pris fin. Demandez une nouvelle invitation."))
    invited.accepted_at = at
    invited.save(update_fields=["accepted_at"])
    # Never before the day on which the person came in, whatever day was foreseen.
    starts = max(day_of(at), invited.starts_date or day_of(at))
    _join(user, reach=invited, starts=starts, ends=invited.ends_date)
    record(
        "invitation.accepted",
        subject=invited,
        by=author(user),
        at=at,
        after=said(invited) | {"user": str(user.public_id)},
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
    check_reach(reach)
    check_giver(by, grant=offered(reach, starts=starts), on=day_of(at))
    membership = _join(user, reach=reach, starts=starts)
    after = said(membership) | {"user": str(user.public_id)}
    record("membership.added", subject=membership, by=author(by), at=at, after=after)
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, ends_date: date, by: User | None, at: datetime, seen: Seen = UNSEEN
) -> None:
    """The role ends with that day; what was done in it stays. `seen` is the end that the person read before."""
    membership = _changeable(membership, seen=seen, by=by, at=at)
    if ends_date < membership.starts_date:
        raise AccessRefused(
            _("Cet accès commence le %(start)s : sa fin ne peut précéder ce jour.")
            % {"start": day(membership.starts_date)}
        )
    _set_end(membership, ends_date=ends_date, verb="membership.ended", by=by, at=at)


@transaction.atomic
def extend_membership(
    membership: Membership, *, ends_date: date | None, by: User | None, at: datetime, seen: Seen = UNSEEN
) -> None:
    """The role lasts until a later day, or without an end. One that has ended is given anew, by an invitation."""
    membership = _changeable(membership, seen=seen, by=by, at=at)
    if membership.ends_date is None:
        raise AccessRefused(_("Cet accès est sans date de fin : il n’y a rien à prolonger."))
    if membership.ends_date < day_of(at):
        raise AccessRefused(_("Cet accès a pris fin : invitez de nouveau la personne, elle gardera son compte."))
    if ends_date is not None and ends_date <= membership.ends_date:
        raise AccessRefused(
            _("Cet accès finit le %(end)s : donnez un jour qui vient après, ou aucun.")
            % {"end": day(membership.ends_date)}
        )
    _set_end(membership, ends_date=ends_date, verb="membership.extended", by=by, at=at)


@transaction.atomic
def close_account(user: User, *, by: User | None, at: datetime) -> None:
    """Nobody signs in with it any more, at once; its memberships stay as they were written."""
    if by is not None and Role.NATIONAL_TEAM not in scope(by, on=day_of(at)).roles:
        raise AccessRefused(_("Fermer un compte revient à l’équipe nationale."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.closed", subject=("user", user.public_id), by=author(by), at=at)


@transaction.atomic
def choose_language(user: User, *, language: str, by: User, at: datetime) -> None:
    """The language of the letters that a person receives."""
    if user.pk != by.pk or language not in dict(settings.LANGUAGES):
        raise AccessRefused(_("La langue des courriers se choisit par la personne elle-même, parmi celles du site."))
    if user.language == language:
        return
    before = {"language": user.language}
    user.language = language
    user.save(update_fields=["language"])
    after = {"language": language}
    record("language.chosen", subject=("user", user.public_id), by=author(by), at=at, before=before, after=after)


def _changeable(membership: Membership, *, seen: Seen, by: User | None, at: datetime) -> Membership:
    """The membership as it is kept, for whoever may give it; the second of two people is told what the first did."""
    kept = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    check_giver(by, grant=grant_of(kept), on=day_of(at))
    if not isinstance(seen, Unseen) and seen != kept.ends_date:
        said_end = _("le %(day)s") % {"day": day(kept.ends_date)} if kept.ends_date else _("sans date de fin")
        raise AccessRefused(
            _(
                "Pendant que vous écriviez, la fin de cet accès est devenue : %(end)s. "
                "Vérifiez, puis envoyez de nouveau."
            )
            % {"end": said_end}
        )
    return kept


def _set_end(membership: Membership, *, ends_date: date | None, verb: str, by: User | None, at: datetime) -> None:
    before, membership.ends_date = membership.ends_date, ends_date
    membership.save(update_fields=["ends_date"])
    said_before, after = {"ends_date": before}, {"ends_date": ends_date}
    record(verb, subject=membership, by=author(by), at=at, before=said_before, after=after)


def _new_account(invited: Invitation, *, name: str, password: str, language: str, at: datetime) -> User:
    if not name.strip():
        raise ValidationError({"name": _("Indiquez votre nom, tel que vos collègues le liront.")})
    user = User(email=invited.email, name=name.strip(), language=language, joined_at=at)
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


def _join(user: User, *, reach: Reach, starts: date, ends: date | None = None) -> Membership:
    membership = Membership(
        user=user,
        organisation=reach.organisation,
        role=reach.role,
        scope_kind=reach.scope_kind,
        scope_codes=reach.scope_codes,
        starts_date=starts,
        ends_date=ends,
    )
    membership.full_clean()
    membership.save()
    return membership


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
