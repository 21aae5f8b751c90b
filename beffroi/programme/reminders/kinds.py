"""What a person may be reminded of: when it begins, how often it is said again, to which roles."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.people.roles import STATE_ROLES, Role


class Kind(TextChoices):
    MILESTONE_SOON = "milestone_soon", _("Un jalon approche")
    LATE_WITHOUT_CAUSE = "late_without_cause", _("Une action en retard n’a pas de cause")
    BLOCKED = "blocked", _("Une action reste bloquée")
    REQUEST_UNANSWERED = "request_unanswered", _("Une demande de financement attend une réponse")
    ENDS_SOON = "ends_soon", _("Une convention se termine sans avenant")
    INITIALISATION_LONG = "initialisation_long", _("La phase d’initialisation dure")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Said `after` days of its cause, then every `every` days while it lasts; once when `every` is nothing."""

    after: int
    every: int | None
    roles: frozenset[Role]
    # Only to those who act for the organisation concerned, such as the funder who was asked.
    of_organisation: bool = False


FIELD = frozenset({Role.PROJECT_DIRECTOR})
RHYTHMS = {
    Kind.MILESTONE_SOON: Rhythm(after=0, every=None, roles=FIELD),
    Kind.LATE_WITHOUT_CAUSE: Rhythm(after=7, every=30, roles=FIELD),
    Kind.BLOCKED: Rhythm(after=30, every=30, roles=FIELD | {Role.STATE_LOCAL}),
    Kind.REQUEST_UNANSWERED: Rhythm(
        after=60, every=30, roles=frozenset({Role.PARTNER}) | STATE_ROLES, of_organisation=True
    ),
    Kind.ENDS_SOON: Rhythm(after=0, every=60, roles=FIELD | {Role.STATE_LOCAL}),
    Kind.INITIALISATION_LONG: Rhythm(after=0, every=60, roles=FIELD | {Role.STATE_LOCAL}),
}
