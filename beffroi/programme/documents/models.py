"""A document belongs to a thing, is read by a circle, and has numbered versions that are never replaced."""

from pathlib import Path

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.documents.store import path_of
from beffroi.programme.documents.states import ScanState
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Territory


class Document(models.Model):
    """`owner_kind` and `owner_id` name the thing as the journal does: « version », « 12 »."""

    owner_kind = models.CharField(max_length=40)
    owner_id = models.CharField(max_length=64)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    # Of a committee that has no territory: whose scope holds them whole reads what passes between agents.
    region = models.CharField(max_length=3, blank=True)
    department = models.CharField(max_length=3, blank=True)
    title = models.CharField(max_length=200)
    circle = models.CharField(max_length=12, choices=Circle, default=Circle.AGENTS)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("owner_kind", "owner_id"), name="document_by_owner"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(circle=Circle.ORGANISATION) | Q(organisation__isnull=False),
                name="internal_document_has_an_organisation",
                violation_error_message=_("Un document interne dit de quelle organisation il est."),
            ),
        )

    def __str__(self) -> str:
        return self.title


class DocumentFile(models.Model):
    """One version of a document. The bytes are found by their checksum; the name is what the sender called them."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField()
    scan = models.CharField(max_length=12, choices=ScanState)

    class Meta:
        ordering = ("document", "number")
        indexes = (models.Index(fields=("sha256",), name="document_file_by_checksum"),)
        constraints = (models.UniqueConstraint(fields=("document", "number"), name="document_file_number_once"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def path(self) -> Path:
        return path_of(self.sha256)
