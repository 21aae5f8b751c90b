"""Accounts, organisations, memberships with their scope, invitations."""

from datetime import date, datetime
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind


class Accounts(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person's account; what the person may do comes from memberships, never from the account."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="fr")
    reminders_off = models.JSONField(default=list, blank=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("name", "joined_at")

    objects = Accounts()

    class Meta:
        ordering = ("email",)
        constraints = (
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_in_lower_case",
                violation_error_message=_("Une adresse électronique s’enregistre en minuscules."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    kind = models.CharField(max_length=32, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    # Of its own register: Insee for a commune, SIREN for an EPCI, department or region for the State and the councils.
    code = models.CharField(max_length=16, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("kind", "code", "name")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "code"),
                condition=~Q(code=""),
                name="organisation_code_once",
                violation_error_message=_("Une organisation de ce type porte déjà ce code."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """A role in an organisation and the scope over which it reaches."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="%(class)ss")
    role = models.CharField(max_length=20, choices=Role)
    scope_kind = models.CharField(max_length=12, choices=ScopeKind)
    scope_codes = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> "MembershipQuerySet":
        """In force on a day: both ends count."""
        return self.filter(Q(ends_date=None) | Q(ends_date__gte=day), starts_date__lte=day)


class Membership(Reach):
    """A person acts in a role, for an organisation, over a scope, between two days (the last one included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("starts_date", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(ends_date__gte=F("starts_date")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("La fin d’un rattachement ne peut précéder son début."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"


class Invitation(Reach):
    """A link sent by e-mail; only the checksum of its token is kept."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=150, blank=True)
    # The access begins on the day of acceptance unless a later one was foreseen.
    starts_date = models.DateField(null=True, blank=True)
    ends_date = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2, default="fr")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("sent_at")),
                name="invitation_expires_after_it_is_sent",
                violation_error_message=_("Une invitation expire après son envoi."),
            ),
            models.CheckConstraint(
                condition=Q(starts_date=None) | Q(ends_date=None) | Q(ends_date__gte=F("starts_date")),
                name="invitation_ends_after_it_starts",
                violation_error_message=_("La fin d’un accès ne peut précéder son début."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
                violation_error_message=_("Une invitation acceptée ne peut être retirée."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
