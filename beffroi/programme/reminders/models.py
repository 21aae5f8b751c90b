"""What was sent to whom, so that nothing is said twice; when the letters last went out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.models import User
from beffroi.programme.reminders.kinds import Kind


class Sent(models.Model):
    """A person was reminded of a cause for a period. The row is written before the letter leaves."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=32, choices=Kind)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    # The day from which the cause holds: a cause that ends and comes back is another one.
    since = models.DateField()
    period = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "sent"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "kind", "subject_kind", "subject_id", "since", "period"),
                name="reminded_once",
                violation_error_message=_("Ce rappel est déjà parti."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_kind} {self.subject_id}"


class Heartbeat(models.Model):
    """One run of the reminders, even when there was nothing to say."""

    at = models.DateTimeField()
    letters = models.PositiveIntegerField()
    reminders = models.PositiveIntegerField()
    failures = models.PositiveIntegerField(default=0)
    last_failure = models.TextField(blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=("-at",), name="heartbeat_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(failures=0) | ~Q(last_failure=""),
                name="heartbeat_failure_is_said",
                violation_error_message=_("Un envoi manqué dit ce qui a manqué."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M}, {self.letters}"
