"""What a person may be reminded of: when it begins, how often it is said again, to which roles."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.people.roles import STATE_ROLES, Role


class Kind(TextChoices):
    MILESTONE_SOON = "milestone_soon", _("Un jalon approche")
    LATE_WITHOUT_CAUSE = "late_without_cause", _("Une action est en retard sans que la cause soit dite")
    BLOCKED = "blocked", _("Une action reste bloquée")
    REQUEST_UNANSWERED = "request_unanswered", _("Une demande de financement attend une réponse")
    ENDS_SOON = "ends_soon", _("Une convention se termine sans avenant")
    INITIALISATION_TOO_LONG = "initialisation_too_long", _("L’initialisation dure plus de 18 mois")
    ORT_MISSING = "ort_missing", _("L’ORT n’est pas homologuée")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Said `after` days of its cause, then every `every` days while it lasts; once when `every` is nothing."""

    after: int
    every: int | None
    roles: frozenset[Role]
    # Only to those who act for the organisation concerned, such as the funder who was asked.
    of_organisation: bool = False


TEAM = frozenset({Role.PROJECT_DIRECTOR})
TEAM_AND_STATE = TEAM | {Role.STATE_LOCAL}
# How long before its day a milestone is told, in days.
MILESTONE_NOTICE = 7
RHYTHMS: Mapping[Kind, Rhythm] = {
    Kind.MILESTONE_SOON: Rhythm(after=0, every=None, roles=TEAM),
    Kind.LATE_WITHOUT_CAUSE: Rhythm(after=7, every=30, roles=TEAM),
    Kind.BLOCKED: Rhythm(after=30, every=30, roles=TEAM_AND_STATE),
    Kind.REQUEST_UNANSWERED: Rhythm(after=60, every=30, roles=STATE_ROLES | {Role.PARTNER}, of_organisation=True),
    Kind.ENDS_SOON: Rhythm(after=0, every=60, roles=TEAM_AND_STATE),
    Kind.INITIALISATION_TOO_LONG: Rhythm(after=0, every=60, roles=TEAM_AND_STATE),
    Kind.ORT_MISSING: Rhythm(after=0, every=60, roles=TEAM_AND_STATE),
}
# In a person's list of what was stopped: every kind, those of later versions included.
ALL = "all"
