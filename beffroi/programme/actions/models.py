"""The action sheet and what it holds: milestones, risks, dependencies, the indicators it means to move."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.conditions import Rule
from beffroi.programme.actions.lateness import is_late
from beffroi.programme.actions.states import DONE, NOT_STARTED, Cause, Severity, State
from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.models import Version
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Axis, Territory

RULES = (
    Rule(
        name="action_has_a_title",
        sentence=_("Une action a un intitulé."),
        condition=~Q(title=""),
        blames="title",
    ),
    Rule(
        name="action_cost_not_negative",
        sentence=_("Le coût d’une action est un montant positif ou nul."),
        condition=Q(cost=None) | Q(cost__gte=0),
        blames="cost",
    ),
    Rule(
        name="action_ends_after_it_starts",
        sentence=_("La fin d’une action ne peut précéder son début."),
        condition=Q(start_date=None) | Q(end_date=None) | Q(end_date__gte=F("start_date")),
        blames="end_date",
    ),
    Rule(
        name="action_delivered_has_its_date",
        sentence=_("Une action livrée ou évaluée a une date de livraison ; une autre n’en a pas."),
        condition=Q(state__in=DONE, delivered_date__isnull=False) | (~Q(state__in=DONE) & Q(delivered_date=None)),
        blames="delivered_date",
    ),
    Rule(
        name="action_blocked_has_its_condition",
        sentence=_(
            "Une action bloquée dit la cause du blocage et la condition qui le lèvera ; une autre n’en dit pas."
        ),
        condition=(Q(blocked=True) & ~Q(blocked_cause="") & ~Q(unblock_condition=""))
        | Q(blocked=False, blocked_cause="", unblock_condition=""),
        blames="unblock_condition",
    ),
    Rule(
        name="action_other_cause_has_a_note",
        sentence=_("Un retard dont la cause est « autre » s’explique en quelques mots."),
        condition=~Q(late_cause=Cause.OTHER) | ~Q(late_note=""),
        blames="late_note",
    ),
    Rule(
        name="action_suspended_has_its_reason",
        sentence=_("Une action suspendue dit pourquoi et dans quel état elle reprendra."),
        condition=(Q(state=State.SUSPENDED) & ~Q(state_reason="") & ~Q(suspended_from=""))
        | (~Q(state=State.SUSPENDED) & Q(suspended_from="")),
        blames="state_reason",
    ),
    Rule(
        name="action_abandoned_was_decided",
        sentence=_("Une action abandonnée dit pourquoi et qui l’a décidé."),
        condition=~Q(state=State.ABANDONED) | (~Q(state_reason="") & (~Q(decided_by="") | Q(decision__isnull=False))),
        blames="decided_by",
    ),
    Rule(
        name="action_internal_has_an_owner",
        sentence=_("Une action interne à une organisation a un maître d’ouvrage : c’est l’organisation qui la lit."),
        condition=~Q(circle=Circle.ORGANISATION) | Q(owner__isnull=False),
        blames="owner",
    ),
)


class ActionQuerySet(models.QuerySet["Action"]):
    def late(self, on: date) -> "ActionQuerySet":
        """As `lateness.is_late` says it of one action."""
        milestone = Milestone.objects.filter(action=models.OuterRef("pk"), done_date=None, planned_date__lt=on)
        return self.exclude(state__in=(*DONE, State.SUSPENDED, State.ABANDONED)).filter(
            Q(end_date__lt=on) | Q(start_date__lt=on, state__in=NOT_STARTED) | models.Exists(milestone)
        )


class Action(models.Model):
    """What a territory means to do, or does. Rows of an import bear the journal's number of that import."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()
    # The version of the convention that brought it, and the one that took it away.
    version_in = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_brought"
    )
    version_out = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_taken_away"
    )
    title = models.CharField(max_length=200)
    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="actions")
    secondary_axes = models.JSONField(default=list, blank=True)
    themes = models.JSONField(default=list, blank=True)
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="actions_owned"
    )
    partners = models.ManyToManyField(Organisation, blank=True, related_name="actions_partnered")
    description = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.IDEA)
    suspended_from = models.CharField(max_length=12, choices=State, blank=True)
    state_reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="actions")
    assessment = models.TextField(blank=True)
    mature = models.BooleanField(default=False)
    circle = models.CharField(max_length=12, choices=Circle, default=Circle.AGENTS)
    # A GeoJSON geometry in longitude and latitude: point, line or area.
    site = models.JSONField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    delivered_date = models.DateField(null=True, blank=True)
    late_cause = models.CharField(max_length=12, choices=Cause, blank=True)
    late_note = models.TextField(blank=True)
    blocked = models.BooleanField(default=False)
    blocked_cause = models.CharField(max_length=12, choices=Cause, blank=True)
    unblock_condition = models.TextField(blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    # Counts the edits, so that the second of two writers is told.
    revision = models.PositiveIntegerField(default=1)
    imported_in = models.BigIntegerField(null=True, blank=True, editable=False)
    changed_at = models.DateTimeField()

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("territory", "number")
        indexes = (
            models.Index(fields=("state", "territory"), name="action_by_state"),
            models.Index(fields=("axis", "state"), name="action_by_axis"),
            models.Index(fields=("end_date",), name="action_by_end"),
            models.Index(fields=("changed_at",), name="action_by_change"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("territory", "number"),
                name="action_number_once",
                violation_error_message=_("Ce territoire a déjà une action de ce numéro."),
            ),
            *(rule.constraint() for rule in RULES),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def life_state(self) -> State:
        return State(self.state)

    def is_late(self, on: date) -> bool:
        opened = [milestone.planned_date for milestone in self.milestones.all() if milestone.done_date is None]
        return is_late(
            state=self.life_state, start_date=self.start_date, end_date=self.end_date, open_milestones=opened, on=on
        )


class Milestone(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    label = models.CharField(max_length=160)
    planned_date = models.DateField()
    done_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("planned_date", "pk")
        indexes = (models.Index(fields=("planned_date",), condition=Q(done_date=None), name="milestone_open"),)

    def __str__(self) -> str:
        return self.label


class Risk(models.Model):
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="risks")
    text = models.CharField(max_length=400)
    severity = models.CharField(max_length=8, choices=Severity, default=Severity.MEDIUM)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class Dependency(models.Model):
    """An action that cannot go on without another one."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="dependencies")
    on_action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="dependents")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "dependencies"
        constraints = (
            models.UniqueConstraint(
                fields=("action", "on_action"),
                name="dependency_once",
                violation_error_message=_("Cette dépendance est déjà notée."),
            ),
            models.CheckConstraint(
                condition=~Q(action=F("on_action")),
                name="dependency_on_another",
                violation_error_message=_("Une action ne dépend pas d’elle-même."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} ← {self.on_action}"


class ActionIndicator(models.Model):
    """An indicator of the observatory that the action means to move, from a baseline to a target."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="indicators")
    indicator_code = models.CharField(max_length=16)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_period = models.CharField(max_length=12, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_period = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ("indicator_code",)
        constraints = (
            models.UniqueConstraint(
                fields=("action", "indicator_code"),
                name="indicator_aimed_once",
                violation_error_message=_("Cette action vise déjà cet indicateur."),
            ),
            models.CheckConstraint(
                condition=(Q(baseline=None, baseline_period="") | (Q(baseline__isnull=False) & ~Q(baseline_period="")))
                & (Q(target=None, target_period="") | (Q(target__isnull=False) & ~Q(target_period=""))),
                name="indicator_values_have_their_period",
                violation_error_message=_("Une valeur de référence ou une cible se donne avec sa période."),
            ),
        )

    def __str__(self) -> str:
        return self.indicator_code
