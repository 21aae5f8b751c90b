"""What is known of a file that was received; an infected one is refused, so it has no state."""

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices


class ScanState(TextChoices):
    CLEAN = "clean", _("Contrôlé, sain")
    NOT_SCANNED = "not_scanned", _("Non contrôlé : aucun antivirus n’est installé")
