"""Agreements, conventions and their versions: parties, deliberations, signatures, axes, annexes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.days import day
from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.kinds import PartyGroup, VersionKind
from beffroi.programme.conventions.perimeter_models import Ort, Perimeter
from beffroi.programme.conventions.states import EXAMINED, WERE_SIGNED, VersionState
from beffroi.programme.documents.models import Document
from beffroi.programme.people.models import Organisation
from beffroi.programme.towns.models import Axis, Phase, Programme, Territory

__all__ = [
    "Annex",
    "AxisCommitment",
    "Convention",
    "Deliberation",
    "FrameworkAgreement",
    "Ort",
    "OrtDeadline",
    "Party",
    "Perimeter",
    "Signature",
    "Version",
]


class FrameworkAgreement(models.Model):
    """A national partner and the State agree on missions; territories' conventions stand beside it."""

    key = models.SlugField(max_length=40, primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="framework_agreements")
    title = models.CharField(max_length=200)
    signed_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    # [{"name": …, "kind": an OrganisationKind}]
    parties = models.JSONField()
    # [{"key": …, "text": …}]
    missions = models.JSONField()
    sources = models.JSONField(default=list)

    class Meta:
        ordering = ("signed_date",)

    def __str__(self) -> str:
        return self.title


class Convention(models.Model):
    """What a territory signs for a phase of the programme. When it ends is said by its versions."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="conventions")
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="conventions")
    is_imported = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("territory", "phase__starts_date")
        constraints = (
            models.UniqueConstraint(
                fields=("territory", "phase"),
                name="convention_once_a_phase",
                violation_error_message=gettext_lazy(
                    "Ce territoire a déjà sa convention pour cette phase : ajoutez un avenant."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.territory}, {self.phase}"


class Version(models.Model):
    """The framework convention or one of its amendments, with the parties, axes and perimeters that it carries.

    An imported one was signed before this register existed: the national registers give its date and nothing else, so
    no guard of its life was checked here.
    """

    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=24, choices=VersionKind)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=28, choices=VersionState, default=VersionState.DRAFT)
    summary = models.TextField(blank=True)
    effective_date = models.DateField(null=True, blank=True)
    ends_date = models.DateField(null=True, blank=True)
    # The day of the last signature: with it the version is signed by all.
    signed_date = models.DateField(null=True, blank=True)
    # The day on which it was terminated before its end.
    terminated_date = models.DateField(null=True, blank=True)
    # The regional committee's last opinion.
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="versions")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements")
    perimeters = models.ManyToManyField(Perimeter, related_name="versions", blank=True)
    is_imported = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)
    # Counts the edits of a draft, so that the second of two writers is told.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("convention", "number")
        indexes = (models.Index(fields=("state",), name="version_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("convention", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("convention",),
                condition=Q(kind=VersionKind.CADRE),
                name="one_framework_a_convention",
                violation_error_message=gettext_lazy(
                    "Cette convention a déjà sa convention-cadre : ajoutez-lui un avenant."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=WERE_SIGNED, signed_date__isnull=False)
                | ~Q(state__in=WERE_SIGNED) & Q(signed_date=None),
                name="signed_version_has_its_date",
                violation_error_message=gettext_lazy(
                    "Une version a une date de signature si, et seulement si, tous l’ont signée."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(effective_date=None) | Q(ends_date__gt=F("effective_date")),
                name="version_ends_after_it_takes_effect",
                violation_error_message=gettext_lazy("Une convention finit après sa prise d’effet."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=EXAMINED) | Q(is_imported=True) | Q(decision__isnull=False),
                name="examined_version_has_an_opinion",
                violation_error_message=gettext_lazy("L’avis du comité régional est une décision enregistrée."),
            ),
            models.CheckConstraint(
                condition=Q(is_imported=False) | Q(state__in=WERE_SIGNED),
                name="imported_version_was_signed",
                violation_error_message=gettext_lazy(
                    "Une version reprise des registres nationaux est une version signée."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.TERMINATED, terminated_date__isnull=False)
                | ~Q(state=VersionState.TERMINATED) & Q(terminated_date=None),
                name="terminated_version_has_its_date",
                violation_error_message=gettext_lazy("Une version résiliée dit de quel jour."),
            ),
        )

    def __str__(self) -> str:
        return _("%(kind)s n° %(number)s, %(convention)s") % {
            "kind": self.get_kind_display(),
            "number": self.number,
            "convention": self.convention,
        }

    @property
    def life_state(self) -> VersionState:
        return VersionState(self.state)

    @property
    def territory(self) -> Territory:
        return self.convention.territory


class Party(models.Model):
    """An organisation that signs a version, in a capacity; one person may stand for two parties."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    group = models.CharField(max_length=12, choices=PartyGroup)
    capacity = models.CharField(max_length=200, blank=True)
    representative = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("version", "group", "pk")
        verbose_name_plural = "parties"
        constraints = (
            models.UniqueConstraint(
                fields=("version", "organisation", "capacity"),
                name="party_once_a_capacity",
                violation_error_message=gettext_lazy("Cette organisation est déjà partie à ce titre."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}, {self.capacity}" if self.capacity else str(self.organisation)


class Deliberation(models.Model):
    """An assembly authorises its signature."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="deliberations")
    assembly = models.CharField(max_length=160)
    date = models.DateField()
    number = models.CharField(max_length=60)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("party", "date")
        constraints = (
            models.UniqueConstraint(
                fields=("party", "number"),
                name="deliberation_once",
                violation_error_message=gettext_lazy("Cette délibération est déjà enregistrée."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.assembly}, {day(self.date)}, n° {self.number}"


class Signature(models.Model):
    """A party has signed: in the capacity of that party, by this signatory, that day."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="signature")
    signatory = models.CharField(max_length=150)
    signed_date = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("signed_date", "pk")

    def __str__(self) -> str:
        return f"{self.signatory}, {day(self.signed_date)}"


class AxisCommitment(models.Model):
    """A version addresses an axis, or says why it has no action on it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="axes")
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="+")
    with_action = models.BooleanField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "axis__order")
        constraints = (
            models.UniqueConstraint(fields=("version", "axis"), name="axis_once_a_version"),
            models.CheckConstraint(
                condition=Q(with_action=True) | ~Q(reason=""),
                name="axis_without_action_has_a_reason",
                violation_error_message=gettext_lazy("Un axe sans action dit pourquoi : « sans action, parce que… »."),
            ),
        )

    def __str__(self) -> str:
        return str(self.axis)


class Annex(models.Model):
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="annexes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("version", "order")
        verbose_name_plural = "annexes"
        constraints = (models.UniqueConstraint(fields=("version", "order"), name="annex_order_once"),)

    def __str__(self) -> str:
        return self.title


class OrtDeadline(models.Model):
    """From this day, no version is signed for a phase without an ORT in force on the territory."""

    phase = models.OneToOneField(Phase, on_delete=models.PROTECT, related_name="ort_deadline")
    blocking_date = models.DateField()
    source = models.TextField()

    def __str__(self) -> str:
        return f"{self.phase}, {day(self.blocking_date)}"
