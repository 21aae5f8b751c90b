"""Funding lines, each with its funder and its stages; envelopes and what was delegated from them."""

from functools import cache
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.committees.models import Decision
from beffroi.programme.documents.models import Document
from beffroi.programme.money.invariants import RULES
from beffroi.programme.money.states import DEAD, LOCAL_KINDS, Instrument, Origin, State
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import ScopeKind
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories

if TYPE_CHECKING:
    from decimal import Decimal


def amount_field() -> models.DecimalField:
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)


def document_field() -> models.ForeignKey:
    return models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


# What a financing plan may count on: nothing of a refused line, what was paid of a settled one, else the surest amount.
EXPECTED = Case(
    When(state__in=DEAD, then=Value(0)),
    When(state=State.SETTLED, then=F("paid")),
    default=Coalesce("committed", "accepted", "requested", "planned"),
    output_field=models.DecimalField(max_digits=14, decimal_places=2),
)


class FundingLineQuerySet(models.QuerySet["FundingLine"]):
    def counted(self) -> "FundingLineQuerySet":
        """Without what was refused, closed without follow-up or cancelled."""
        return self.exclude(state__in=DEAD)

    def local(self) -> "FundingLineQuerySet":
        """The share of the communes and of their intercommunal bodies."""
        return self.filter(funder__kind__in=LOCAL_KINDS)

    def with_expected(self) -> "FundingLineQuerySet":
        return self.annotate(expected=EXPECTED)


class FundingLine(models.Model):
    """One funder's money for one action, by one instrument, from one origin.

    Each told stage has its amount, its date, and its source: a document or a reference to one.
    """

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="funding_lines")
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="funding_lines")
    instrument = models.CharField(max_length=12, choices=Instrument)
    origin = models.CharField(max_length=10, choices=Origin)
    programme_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    state_reason = models.TextField(blank=True)
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    requested = amount_field()
    requested_date = models.DateField(null=True, blank=True)
    requested_document = document_field()
    requested_reference = models.CharField(max_length=120, blank=True)
    accepted = amount_field()
    accepted_date = models.DateField(null=True, blank=True)
    accepted_document = document_field()
    accepted_reference = models.CharField(max_length=120, blank=True)
    committed = amount_field()
    committed_date = models.DateField(null=True, blank=True)
    committed_document = document_field()
    committed_reference = models.CharField(max_length=120, blank=True)
    # All that was paid since the beginning, at the day of the last payment.
    paid = amount_field()
    paid_date = models.DateField(null=True, blank=True)
    paid_document = document_field()
    paid_reference = models.CharField(max_length=120, blank=True)
    overrun_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="funding_lines"
    )
    is_demonstration = models.BooleanField(default=False)
    # Counts the edits, so that the second of two writers is told.
    revision = models.PositiveIntegerField(default=1)
    imported_in = models.BigIntegerField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField()

    objects = FundingLineQuerySet.as_manager()

    class Meta:
        ordering = ("action", "pk")
        indexes = (
            models.Index(fields=("funder", "instrument", "state"), name="line_by_funder"),
            models.Index(fields=("state", "requested_date"), name="line_by_state"),
        )
        constraints = tuple(rule.constraint() for rule in RULES)

    def __str__(self) -> str:
        return f"{self.funder}, {self.get_instrument_display()}"

    @property
    def life_state(self) -> State:
        return State(self.state)

    @property
    def is_local_share(self) -> bool:
        return self.funder.kind in LOCAL_KINDS

    def amount_expected(self) -> "Decimal":
        """As `EXPECTED` says it in SQL."""
        if self.life_state in DEAD:
            return self.planned * 0
        if self.life_state is State.SETTLED and self.paid is not None:
            return self.paid
        told = (self.committed, self.accepted, self.requested)
        return next((amount for amount in told if amount is not None), self.planned)


class EnvelopeQuerySet(models.QuerySet["Envelope"]):
    def in_force(self) -> "EnvelopeQuerySet":
        """Without those that were taken back."""
        return self.filter(withdrawn_date=None)


class Envelope(models.Model):
    """Money of a partner for a year over a place, by one instrument; perhaps delegated from a larger one."""

    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="envelopes")
    instrument = models.CharField(max_length=12, choices=Instrument)
    year = models.PositiveSmallIntegerField()
    scope_kind = models.CharField(
        max_length=12,
        choices=[
            (kind, kind.label)
            for kind in (ScopeKind.NATION, ScopeKind.REGION, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES)
        ],
    )
    scope_code = models.CharField(max_length=16, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    delegated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="envelopes")
    is_demonstration = models.BooleanField(default=False)
    # Taken back: kept to be read, and to be restored; nothing draws on it.
    withdrawn_date = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = EnvelopeQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "partner", "instrument", "scope_kind", "scope_code")
        constraints = (
            models.UniqueConstraint(
                fields=("partner", "instrument", "year", "scope_kind", "scope_code"),
                condition=Q(withdrawn_date=None),
                name="envelope_once",
                violation_error_message=_("Ce partenaire a déjà cette enveloppe pour cette année et ce lieu."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="envelope_not_negative",
                violation_error_message=_("Le montant d’une enveloppe est positif ou nul."),
            ),
            models.CheckConstraint(
                condition=Q(scope_kind=ScopeKind.NATION, scope_code="")
                | (~Q(scope_kind=ScopeKind.NATION) & ~Q(scope_code="")),
                name="envelope_has_its_place",
                violation_error_message=_("Une enveloppe a le code de son lieu ; une enveloppe nationale n’en a pas."),
            ),
            models.CheckConstraint(
                condition=Q(delegated_from=None) | ~Q(delegated_from=F("id")),
                name="envelope_delegated_from_another",
                violation_error_message=_("Une enveloppe ne se délègue pas à elle-même."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_date=None, withdrawn_reason="")
                | (Q(withdrawn_date__isnull=False) & ~Q(withdrawn_reason="")),
                name="envelope_withdrawn_says_why",
                violation_error_message=_("Une enveloppe retirée dit quel jour et pourquoi."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner}, {self.get_instrument_display()}, {self.year}, {self.place_name}"

    @property
    def place_name(self) -> str:
        return place_name(ScopeKind(self.scope_kind), self.scope_code)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_date is not None


def place_name(kind: ScopeKind, code: str) -> str:
    """What a place is called; its code where the registry does not know it."""
    if kind is ScopeKind.NATION:
        return str(kind.label)
    if kind is ScopeKind.REGION:
        return regions().get(code, code)
    if kind is ScopeKind.DEPARTMENT:
        return departments()[code].name if code in departments() else code
    return _territory_names().get(code, code)


@cache
def _territory_names() -> dict[str, str]:
    return {territory.code: territory.name for territory in territories()}
