"""What an access must be to be given: a role for its kind of organisation, a scope that exists, a giver who may."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from beffroi.programme.moves import Refused
from beffroi.programme.people.models import Invitation, Membership, Reach, User
from beffroi.programme.people.roles import EMPLOYERS, REACHES, OrganisationKind, Role, ScopeKind
from beffroi.programme.people.rules import can_give
from beffroi.programme.people.scope import Grant, scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories


class AccessRefused(Refused):
    """An access that cannot be given: not by this person, not in this form, or no longer."""


def check_reach(reach: Reach) -> None:
    role, kind = Role(reach.role), ScopeKind(reach.scope_kind)
    if kind not in REACHES[role]:
        raise AccessRefused(
            _("Le rôle « %(role)s » ne s’étend pas à « %(kind)s ». Possible : %(allowed)s.")
            % {"role": role.label, "kind": kind.label, "allowed": _listed(REACHES[role])}
        )
    known = known_codes(kind)
    if unknown := sorted(set(reach.scope_codes) - known):
        raise AccessRefused(
            _("« %(codes)s » n’est pas un code de « %(kind)s » ; un code ressemble à %(example)s.")
            % {"codes": ", ".join(unknown), "kind": kind.label, "example": min(known, default=_("rien"))}
        )
    if not reach.scope_codes and kind not in {ScopeKind.NATION, ScopeKind.PARTNER}:
        raise AccessRefused(_("Indiquez au moins un code pour « %(kind)s ».") % {"kind": kind.label})
    _check_employer(role, kind=OrganisationKind(reach.organisation.kind))


def check_giver(by: User | None, *, grant: Grant, on: date) -> None:
    if by is not None and not can_give(scope(by, on=on), grant=grant):
        raise AccessRefused(_("Donner ou retirer cet accès ne revient pas à votre rôle, ou dépasse votre périmètre."))


def check_days(invited: Invitation, *, on: date) -> None:
    if invited.ends_date is not None and invited.ends_date < max(on, invited.starts_date or on):
        raise AccessRefused(_("La fin de l’accès ne peut précéder son début ni le jour de l’invitation."))


def check_not_twice(invited: Invitation, *, at: datetime) -> None:
    """One waiting link an access: the letter is sent again rather than written twice."""
    same = {
        "organisation": invited.organisation,
        "role": invited.role,
        "scope_kind": invited.scope_kind,
        "scope_codes": invited.scope_codes,
    }
    waiting = Invitation.objects.filter(email=invited.email, accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    if waiting.filter(**same).exists():
        raise AccessRefused(
            _("Une invitation à ce même accès attend déjà %(email)s : renvoyez-la depuis la liste des accès.")
            % {"email": invited.email}
        )


def known_codes(kind: ScopeKind) -> set[str]:
    if kind is ScopeKind.TERRITORIES:
        return {territory.code for territory in territories()}
    if kind is ScopeKind.DEPARTMENT:
        return set(departments())
    return set() if kind is ScopeKind.NATION else set(regions())


def said(reach: Invitation | Membership) -> dict[str, object]:
    """What the journal keeps of an access: codes and days, no name and no address."""
    return {
        "organisation": reach.organisation_id,
        "role": reach.role,
        "scope_kind": reach.scope_kind,
        "scope_codes": reach.scope_codes,
        "starts_date": reach.starts_date,
        "ends_date": reach.ends_date,
    }


def _check_employer(role: Role, *, kind: OrganisationKind) -> None:
    if kind not in EMPLOYERS[role]:
        raise AccessRefused(
            _("Le rôle « %(role)s » ne s’exerce pas pour « %(kind)s ». Possible : %(allowed)s.")
            % {"role": role.label, "kind": kind.label, "allowed": _listed(EMPLOYERS[role])}
        )


def _listed(choices: frozenset[ScopeKind] | frozenset[OrganisationKind]) -> str:
    return ", ".join(sorted(str(one.label) for one in choices))
