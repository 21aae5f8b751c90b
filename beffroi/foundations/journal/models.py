from django.db import models


class Entry(models.Model):
    """One operation. Codes only: the sentence is made when it is shown."""

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    on_behalf_of = models.CharField(max_length=64, blank=True)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    territory = models.CharField(max_length=16, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "sequence"), name="journal_by_subject"),
            models.Index(fields=("territory", "sequence"), name="journal_by_territory"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject_kind} {self.subject_id}"


class Head(models.Model):
    """The last link of the chain: one row, locked while a new link is made, so that two writers never fork it."""

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"
