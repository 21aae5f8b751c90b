"""Codes are stored, sentences are made when shown: the words of the programme, in the language of the page."""

from django.utils.translation import gettext_lazy as _

from beffroi.territory.towns import Phase

PHASES = {
    Phase.PREPARATION: _("Préparation"),
    Phase.INITIALISATION: _("Initialisation"),
    Phase.DEPLOYMENT: _("Déploiement"),
    Phase.CLOSED: _("Clos"),
}
ENTRIES = {"2018": _("Liste de 2018"), "later": _("Entrée plus récente")}
PAIRS = {"oui": _("Binômes de villes"), "non": _("Villes seules")}
ORTS = {"oui": _("ORT signée"), "non": _("Pas d’ORT connue")}
SORTS = {
    "nom": _("Territoire"),
    "departement": _("Département"),
    "signature": _("Convention signée le"),
    "population": _("Population"),
}
FILTERS = {
    "region": _("Région"),
    "departement": _("Département"),
    "phase": _("Phase"),
    "binome": _("Villes seules ou binômes"),
    "entree": _("Entrée dans le programme"),
    "ort": _("Opération de revitalisation de territoire (ORT)"),
    "par": _("Lignes par page"),
    "couleur": _("Couleur des points"),
}
