from django.db import models

from beffroi.foundations.choices import TextChoices


class State(TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    # Stopped by what was asked: `result` says why.
    REFUSED = "refused"
    # Stopped by a fault of ours, or by too many workers killed.
    FAILED = "failed"


GOING = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """What is asked, by whom, and what came of it. `kind` names the work in the settings (`JOBS`)."""

    kind = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # How often a worker began it; a killed one leaves it to the next.
    attempts = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True, blank=True)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("state", "id"), name="job_by_state"),
            models.Index(fields=("asked_by", "kind"), name="job_by_person"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_going(self) -> bool:
        return self.state in GOING
