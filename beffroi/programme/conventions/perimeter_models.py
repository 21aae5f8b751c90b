"""Dated outlines with their act and their decision; the ORT, its act and its dates."""

import json
from datetime import date

import shapely
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from shapely.geometry.base import BaseGeometry

from beffroi.foundations.days import day
from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.documents.models import Document
from beffroi.programme.towns.models import Territory


class PerimeterQuerySet(models.QuerySet["Perimeter"]):
    def in_force(self, on: date) -> "PerimeterQuerySet":
        """Both ends count."""
        return self.filter(Q(ends_date=None) | Q(ends_date__gte=on), starts_date__lte=on)


class Perimeter(models.Model):
    """An outline of a territory. It is a proposal until a day is given from which it holds.

    `geometry` is GeoJSON in degrees, longitude first; `area_ha` is measured in the local projection; `communes` are
    those that it lies in, as they were that day.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="perimeters")
    kind = models.CharField(max_length=20, choices=PerimeterKind)
    name = models.CharField(max_length=160)
    geometry = models.TextField()
    area_ha = models.FloatField()
    communes = models.JSONField()
    # The name of the file and the code of its projection; empty when it was drawn on the map.
    origin = models.CharField(max_length=240, blank=True)
    starts_date = models.DateField(null=True, blank=True)
    ends_date = models.DateField(null=True, blank=True)
    act_title = models.CharField(max_length=200, blank=True)
    act_date = models.DateField(null=True, blank=True)
    act_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="perimeters")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    is_demonstration = models.BooleanField(default=False)

    objects = PerimeterQuerySet.as_manager()

    class Meta:
        ordering = ("territory", "kind", "starts_date", "pk")
        indexes = (models.Index(fields=("territory", "kind"), name="perimeter_by_territory"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(area_ha__gt=0),
                name="perimeter_has_an_area",
                violation_error_message=_("Un périmètre a une surface."),
            ),
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(ends_date__gte=F("starts_date")),
                name="perimeter_ends_after_it_starts",
                violation_error_message=_("Un périmètre finit après son début."),
            ),
            models.CheckConstraint(
                condition=Q(starts_date=None)
                | Q(decision__isnull=False)
                | ~Q(act_title="") & Q(act_date__isnull=False),
                name="perimeter_in_force_has_an_origin",
                violation_error_message=_("Un périmètre en vigueur a une décision de comité, ou un acte avec sa date."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.name}"

    @property
    def shape(self) -> BaseGeometry:
        return shapely.from_geojson(self.geometry)

    @property
    def geojson(self) -> dict:
        return json.loads(self.geometry)


class Ort(models.Model):
    """An ORT agreement over communes of a territory, with the prefectoral act that makes it hold.

    Those that come from the national list have their day and no act: the list does not give it.
    """

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="orts")
    communes = models.JSONField()
    signed_date = models.DateField()
    amended_date = models.DateField(null=True, blank=True)
    ends_date = models.DateField(null=True, blank=True)
    act_title = models.CharField(max_length=200, blank=True)
    act_date = models.DateField(null=True, blank=True)
    act_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="orts")
    is_imported = models.BooleanField(default=False)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("territory", "signed_date")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_date=None) | Q(ends_date__gt=F("signed_date")),
                name="ort_ends_after_it_is_signed",
                violation_error_message=_("Une ORT finit après sa signature."),
            ),
            models.CheckConstraint(
                condition=Q(act_title="", act_date=None) | ~Q(act_title="") & Q(act_date__isnull=False),
                name="ort_act_has_title_and_date",
                violation_error_message=_("L’arrêté préfectoral a un intitulé et une date."),
            ),
        )

    def __str__(self) -> str:
        return f"ORT, {self.territory}, {day(self.signed_date)}"

    @property
    def homologated_date(self) -> date | None:
        """The day of the prefectoral act; of the agreement when the national list attests it without the act."""
        return self.act_date or (self.signed_date if self.is_imported else None)

    def is_in_force(self, on: date) -> bool:
        """Homologated, and not ended: both ends count."""
        begun = self.homologated_date is not None and self.homologated_date <= on
        return begun and (self.ends_date is None or on <= self.ends_date)
