from django.db import models


class Draft(models.Model):
    """What one person typed in one form: `place` is the address of the form, `typed` its fields as sent."""

    person = models.CharField(max_length=64)
    place = models.CharField(max_length=200)
    typed = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ("-kept_at", "pk")
        constraints = (models.UniqueConstraint(fields=("person", "place"), name="draft_once_a_place"),)

    def __str__(self) -> str:
        return self.place
