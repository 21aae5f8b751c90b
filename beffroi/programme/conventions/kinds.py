"""What is signed, by whom, over what: the closed lists of conventions."""

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices


class VersionKind(TextChoices):
    CADRE = "cadre", _("Convention-cadre")
    AVENANT_PROJET = "avenant_projet", _("Avenant de projet")
    AVENANT_PROLONGATION = "avenant_prolongation", _("Avenant de prolongation")
    AVENANT_MODIFICATION = "avenant_modification", _("Avenant de modification")


class PartyGroup(TextChoices):
    BENEFICIARY = "beneficiary", _("Collectivité bénéficiaire")
    FUNDER = "funder", _("Partenaire financeur")
    STATE = "state", _("État")


class PerimeterKind(TextChoices):
    STUDY = "study", _("Périmètre d’étude")
    OPERATIONAL = "operational", _("Périmètre opérationnel")
    ORT = "ort", _("Secteur d’intervention de l’ORT")
    INTERVENTION_SECTOR = "intervention_sector", _("Secteur d’intervention")
    STATION_QUARTER = "station_quarter", _("Quartier de gare")
    TOWN_ENTRANCE = "town_entrance", _("Entrée de ville")
