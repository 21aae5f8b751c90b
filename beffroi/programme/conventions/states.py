"""The life of a version of a convention, whole, on one screen; what is signed, by whom, over what."""

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices


class VersionState(TextChoices):
    DRAFT = "draft", _("Brouillon")
    SENT_TO_REGIONAL_COMMITTEE = "sent_to_regional_committee", _("Transmise au comité régional")
    OBSERVATIONS = "observations", _("Observations du comité régional")
    FAVOURABLE = "favourable", _("Avis favorable")
    DELIBERATING = "deliberating", _("En délibération")
    READY_TO_SIGN = "ready_to_sign", _("Prête à signer")
    PARTLY_SIGNED = "partly_signed", _("Signée partiellement")
    SIGNED = "signed", _("Signée")
    REPLACED = "replaced", _("Remplacée")
    EXPIRED = "expired", _("Expirée")
    TERMINATED = "terminated", _("Résiliée")


# A version in one of these was signed by all, one day, whatever became of it since.
WERE_SIGNED = (VersionState.SIGNED, VersionState.REPLACED, VersionState.EXPIRED, VersionState.TERMINATED)
# Its text may still be written.
OPEN_TO_WRITING = frozenset({VersionState.DRAFT, VersionState.OBSERVATIONS})
# The regional committee has said yes.
EXAMINED = (
    VersionState.FAVOURABLE,
    VersionState.DELIBERATING,
    VersionState.READY_TO_SIGN,
    VersionState.PARTLY_SIGNED,
    VersionState.SIGNED,
)
