"""The life of a session, whole, on one screen; what committees are and what they may say."""

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices


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
