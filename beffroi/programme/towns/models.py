"""A programme is data: its phases, its axes with their dated wording, its territories and their communes."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    key = models.SlugField(max_length=16, primary_key=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A period of the programme that conventions are signed for."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="phases")
    key = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=120)
    starts_date = models.DateField()
    ends_date = models.DateField()

    class Meta:
        ordering = ("starts_date",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_date__gt=F("starts_date")),
                name="phase_ends_after_it_starts",
                violation_error_message=_("Une phase finit après son début."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Axis(models.Model):
    """One of the compulsory themes of a convention; what it is called depends on the day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="axes")
    key = models.SlugField(max_length=24)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        verbose_name_plural = "axes"
        constraints = (
            models.UniqueConstraint(fields=("programme", "key"), name="axis_key_once"),
            models.UniqueConstraint(fields=("programme", "order"), name="axis_order_once"),
        )

    def __str__(self) -> str:
        return f"{self.order}. {self.key}"

    def wording(self, on: date) -> "AxisWording | None":
        """Its official wording on a day, or nothing before the programme began."""
        return max(
            (wording for wording in self.wordings.all() if wording.starts_date <= on),
            key=lambda wording: wording.starts_date,
            default=None,
        )


class AxisWording(models.Model):
    """The official name of an axis from a day on, with the source that gives it."""

    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="wordings")
    starts_date = models.DateField()
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("axis__order", "starts_date")
        constraints = (models.UniqueConstraint(fields=("axis", "starts_date"), name="axis_wording_once_a_day"),)

    def __str__(self) -> str:
        return self.text


class Territory(models.Model):
    """One beneficiary of the programme: a town, or two towns with one convention."""

    code = models.CharField(max_length=16, primary_key=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="territories")
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=3)
    department = models.CharField(max_length=3)
    # All the departments that its intercommunal bodies reach, its own first: each one's State officer sees it.
    departments = models.JSONField()
    epci_codes = models.JSONField()
    entry = models.CharField(max_length=8)
    entry_date = models.DateField(null=True, blank=True)
    is_pair = models.BooleanField(default=False)
    is_overseas = models.BooleanField(default=False)
    # As the national registers give them, before any convention is entered here.
    registered_signature_date = models.DateField(null=True, blank=True)
    registered_phase2_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "territories"
        indexes = (
            models.Index(fields=("region",), name="territory_by_region"),
            models.Index(fields=("department",), name="territory_by_department"),
        )

    def __str__(self) -> str:
        return self.name


class TerritoryCommune(models.Model):
    """A commune of a territory, as the programme counted it, and the days between which it belongs to it."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="communes")
    commune = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    starts_date = models.DateField(null=True, blank=True)
    ends_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("territory", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("commune",),
                condition=Q(ends_date=None),
                name="commune_in_one_territory",
                violation_error_message=_("Cette commune appartient déjà à un territoire du programme."),
            ),
            models.UniqueConstraint(
                fields=("territory", "order"), condition=Q(ends_date=None), name="territory_commune_order_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(ends_date__gte=Coalesce("starts_date", "ends_date")),
                name="territory_commune_ends_after_it_starts",
                violation_error_message=_("Une commune ne peut quitter un territoire avant d’y entrer."),
            ),
        )

    def __str__(self) -> str:
        return self.name
