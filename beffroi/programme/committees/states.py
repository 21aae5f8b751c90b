"""The life of a session, whole, on one screen; what committees are and what they may say."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.moves import Guard, Move
from beffroi.programme.people.roles import Role


class CommitteeKind(TextChoices):
    PROJECT = "project", _("Comité de projet")
    REGIONAL = "regional", _("Comité régional d’engagement")
    DEPARTMENTAL = "departmental", _("Comité de pilotage départemental")
    NATIONAL = "national", _("Comité de pilotage national")


class SessionState(TextChoices):
    PLANNED = "planned", _("Prévue")
    CONVENED = "convened", _("Convoquée")
    HELD = "held", _("Tenue")
    MINUTES_PROPOSED = "minutes_proposed", _("Compte rendu proposé")
    MINUTES_ADOPTED = "minutes_adopted", _("Compte rendu adopté")
    CANCELLED = "cancelled", _("Annulée")


class DecisionSubject(TextChoices):
    """What a decision may be about, as the journal names it."""

    VERSION = "version", _("Convention ou avenant")
    ACTION = "action", _("Action")
    PERIMETER = "perimeter", _("Périmètre")
    MONEY = "money", _("Financement")


class Outcome(TextChoices):
    APPROVED = "approved", _("Approuvé")
    REFUSED = "refused", _("Refusé")
    DEFERRED = "deferred", _("Ajourné")
    OPINION_FAVOURABLE = "opinion_favourable", _("Avis favorable")
    OPINION_WITH_OBSERVATIONS = "opinion_with_observations", _("Avis avec observations")


class FollowUp(TextChoices):
    """What became of a decision that somebody was to carry out."""

    OPEN = "open", _("À faire")
    DONE = "done", _("Faite")
    LAPSED = "lapsed", _("Caduque")


def _has_agenda(session: Any, context: Mapping[str, Any]) -> bool:
    return session.agenda.exists()


def _day_has_come(session: Any, context: Mapping[str, Any]) -> bool:
    return session.date <= context["day"]


def _someone_was_there(session: Any, context: Mapping[str, Any]) -> bool:
    return session.attendances.filter(present=True).exists()


def _is_entrusted(decision: Any, context: Mapping[str, Any]) -> bool:
    return decision.is_entrusted


def _says_why(decision: Any, context: Mapping[str, Any]) -> bool:
    return bool(context.get("note"))


def _has_minutes(session: Any, context: Mapping[str, Any]) -> bool:
    return session.minutes is not None


AGENDA = Guard("agenda", _("Inscrivez au moins un point à l’ordre du jour."), _has_agenda)
DAY_COME = Guard(
    "day_come",
    _("La séance n’a pas encore eu lieu : attendez son jour, ou corrigez-le."),
    _day_has_come,
    blames="date",
)
PRESENCE = Guard("presence", _("Notez au moins une organisation présente."), _someone_was_there)
MINUTES = Guard("minutes", _("Joignez le compte rendu de la séance (PDF)."), _has_minutes, blames="minutes")

ENTRUSTED = Guard("entrusted", _("Dites d’abord qui fait suite à la décision, ou pour quel jour."), _is_entrusted)
WHY_LAPSED = Guard("why_lapsed", _("Dites pourquoi la décision n’a plus à être suivie."), _says_why, blames="note")

SECRETARIES: Mapping[str, frozenset[Role]] = {
    CommitteeKind.PROJECT: frozenset({Role.PROJECT_DIRECTOR, Role.STATE_LOCAL}),
    CommitteeKind.REGIONAL: frozenset({Role.STATE_REGION}),
    CommitteeKind.DEPARTMENTAL: frozenset({Role.STATE_LOCAL}),
    CommitteeKind.NATIONAL: frozenset({Role.NATIONAL_TEAM}),
}
ANY_SECRETARY = frozenset().union(*SECRETARIES.values())

MOVES: Mapping[str, Move] = {
    "convene": Move(
        label=_("Convoquer"),
        leaves=frozenset({SessionState.PLANNED}),
        reaches=SessionState.CONVENED,
        open_to=ANY_SECRETARY,
        guards=(AGENDA,),
    ),
    "hold": Move(
        label=_("Constater la tenue"),
        leaves=frozenset({SessionState.CONVENED}),
        reaches=SessionState.HELD,
        open_to=ANY_SECRETARY,
        guards=(DAY_COME, PRESENCE),
    ),
    "propose_minutes": Move(
        label=_("Proposer le compte rendu"),
        leaves=frozenset({SessionState.HELD}),
        reaches=SessionState.MINUTES_PROPOSED,
        open_to=ANY_SECRETARY,
        guards=(MINUTES,),
    ),
    "revise_minutes": Move(
        label=_("Reprendre le compte rendu"),
        leaves=frozenset({SessionState.MINUTES_PROPOSED}),
        reaches=SessionState.HELD,
        open_to=ANY_SECRETARY,
    ),
    "adopt_minutes": Move(
        label=_("Adopter le compte rendu"),
        leaves=frozenset({SessionState.MINUTES_PROPOSED}),
        reaches=SessionState.MINUTES_ADOPTED,
        open_to=ANY_SECRETARY,
        guards=(MINUTES,),
    ),
    "cancel": Move(
        label=_("Annuler la séance"),
        leaves=frozenset({SessionState.PLANNED, SessionState.CONVENED}),
        reaches=SessionState.CANCELLED,
        open_to=ANY_SECRETARY,
    ),
}

# The life of what a decision asked to be done; the decision itself does not change.
FOLLOWING: Mapping[str, Move] = {
    "finish": Move(
        label=_("Constater que c’est fait"),
        leaves=frozenset({FollowUp.OPEN}),
        reaches=FollowUp.DONE,
        open_to=ANY_SECRETARY,
        guards=(ENTRUSTED,),
    ),
    "lapse": Move(
        label=_("Déclarer caduque"),
        leaves=frozenset({FollowUp.OPEN}),
        reaches=FollowUp.LAPSED,
        open_to=ANY_SECRETARY,
        guards=(ENTRUSTED, WHY_LAPSED),
    ),
    "resume": Move(
        label=_("Reprendre le suivi"),
        leaves=frozenset({FollowUp.DONE, FollowUp.LAPSED}),
        reaches=FollowUp.OPEN,
        open_to=ANY_SECRETARY,
    ),
}

# A yes, with or without the word « opinion »: what an ordinary change needs.
APPROVALS = frozenset({Outcome.APPROVED, Outcome.OPINION_FAVOURABLE})
TO_REWORK = frozenset({Outcome.OPINION_WITH_OBSERVATIONS, Outcome.REFUSED, Outcome.DEFERRED})
PREPARED = frozenset({SessionState.PLANNED, SessionState.CONVENED})
# The session took place, and what it decided may still be written down.
DECIDING = frozenset({SessionState.HELD, SessionState.MINUTES_PROPOSED})
TOOK_PLACE = DECIDING | {SessionState.MINUTES_ADOPTED}
