"""Bodies, their sessions, what was decided, and what each decision changed."""

from datetime import date
from typing import TypeAlias

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.days import day
from beffroi.programme.committees.states import (
    APPROVALS,
    CommitteeKind,
    DecisionSubject,
    FollowUp,
    Outcome,
    SessionState,
)
from beffroi.programme.documents.models import Document
from beffroi.programme.people.models import Organisation
from beffroi.programme.towns.models import Programme, Territory

# A decision has a `date` of its own, that of its session.
Day: TypeAlias = date


class Committee(models.Model):
    """A body of the programme over a territory, a region, a department, or the whole country."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="committees")
    kind = models.CharField(max_length=12, choices=CommitteeKind)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="committees")
    region = models.CharField(max_length=3, blank=True)
    department = models.CharField(max_length=3, blank=True)
    name = models.CharField(max_length=160)

    class Meta:
        ordering = ("kind", "region", "department", "territory")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=CommitteeKind.PROJECT, territory__isnull=False, region="", department="")
                | Q(kind=CommitteeKind.REGIONAL, territory=None, department="") & ~Q(region="")
                | Q(kind=CommitteeKind.DEPARTMENTAL, territory=None, region="") & ~Q(department="")
                | Q(kind=CommitteeKind.NATIONAL, territory=None, region="", department=""),
                name="committee_has_the_place_of_its_kind",
                violation_error_message=gettext_lazy(
                    "Un comité a le lieu de son niveau : territoire, département, région ou rien."
                ),
            ),
            models.UniqueConstraint(
                "programme",
                "kind",
                Coalesce("territory", Value("")),
                "region",
                "department",
                name="committee_once_a_place",
                violation_error_message=gettext_lazy("Ce comité existe déjà."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def covers(self, territory: Territory) -> bool:
        """Whether a territory is of its place."""
        if self.kind == CommitteeKind.PROJECT:
            return self.territory_id == territory.pk
        if self.kind == CommitteeKind.REGIONAL:
            return self.region == territory.region
        return self.kind == CommitteeKind.NATIONAL or self.department in territory.departments


class Session(models.Model):
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="sessions")
    date = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=SessionState, default=SessionState.PLANNED)
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("-date", "-pk")
        indexes = (models.Index(fields=("committee", "date"), name="session_by_committee"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=(SessionState.MINUTES_PROPOSED, SessionState.MINUTES_ADOPTED))
                | Q(minutes__isnull=False),
                name="session_minutes_are_a_document",
                violation_error_message=gettext_lazy(
                    "Un compte rendu proposé ou adopté est un document joint à la séance."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee}, {day(self.date)}"

    @property
    def life_state(self) -> SessionState:
        return SessionState(self.state)


class AgendaItem(models.Model):
    """A point of the agenda, about a known thing or not yet; `notes` is what was said of it, for the minutes."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_kind = models.CharField(max_length=12, choices=DecisionSubject, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("session", "order")
        constraints = (models.UniqueConstraint(fields=("session", "order"), name="agenda_order_once"),)

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Attendance(models.Model):
    """An organisation at a session, by a person, in its own name or for another that it represents."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attendances")
    person = models.CharField(max_length=150, blank=True)
    present = models.BooleanField(default=True)
    represents = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="representations"
    )

    class Meta:
        ordering = ("session", "organisation", "pk")
        constraints = (
            models.UniqueConstraint(
                "session",
                "organisation",
                "person",
                Coalesce("represents", 0),
                name="attendance_once",
                violation_error_message=gettext_lazy("Cette présence est déjà notée."),
            ),
            models.CheckConstraint(
                condition=Q(represents=None) | ~Q(represents=F("organisation")),
                name="attendance_represents_another",
                violation_error_message=gettext_lazy("Une organisation n’a pas à se représenter elle-même."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person or self.organisation} ({self.organisation})"


class Decision(models.Model):
    """What a session decided on a subject. `subject_id` is empty when the thing does not exist yet.

    Some are to be carried out, by an organisation or by a day: they are followed until it is done, or lapses.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    subject_kind = models.CharField(max_length=12, choices=DecisionSubject)
    subject_id = models.CharField(max_length=64, blank=True)
    text = models.TextField()
    outcome = models.CharField(max_length=28, choices=Outcome)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    due_date = models.DateField(null=True, blank=True)
    follow_up = models.CharField(max_length=8, choices=FollowUp, default=FollowUp.OPEN)
    follow_up_note = models.TextField(blank=True)

    class Meta:
        ordering = ("session", "number")
        indexes = (
            models.Index(fields=("subject_kind", "subject_id"), name="decision_by_subject"),
            models.Index(fields=("territory",), name="decision_by_territory"),
        )
        constraints = (
            models.UniqueConstraint(fields=("session", "number"), name="decision_number_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="decision_says_something",
                violation_error_message=gettext_lazy("Une décision a un texte."),
            ),
            models.CheckConstraint(
                condition=Q(follow_up=FollowUp.OPEN) | Q(owner__isnull=False) | Q(due_date__isnull=False),
                name="decision_followed_is_entrusted",
                violation_error_message=gettext_lazy(
                    "Seule une décision confiée à quelqu’un, ou à faire pour un jour, est faite ou caduque."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(follow_up=FollowUp.LAPSED) | ~Q(follow_up_note=""),
                name="decision_lapsed_says_why",
                violation_error_message=gettext_lazy("Une décision caduque dit pourquoi."),
            ),
        )

    def __str__(self) -> str:
        return _("%(session)s, décision n° %(number)s") % {"session": self.session, "number": self.number}

    @property
    def date(self) -> date:
        return self.session.date

    @property
    def life_state(self) -> FollowUp:
        return FollowUp(self.follow_up)

    @property
    def is_entrusted(self) -> bool:
        """Whether somebody is to carry it out, or it is to be done by a day."""
        return self.owner_id is not None or self.due_date is not None

    def is_overdue(self, on: Day) -> bool:
        return self.follow_up == FollowUp.OPEN and self.due_date is not None and self.due_date < on

    @property
    def is_approval(self) -> bool:
        return self.outcome in APPROVALS


class Effect(models.Model):
    """A change that a decision caused, written by the operation that made it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="effects")
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    summary = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="effect_by_subject"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"
