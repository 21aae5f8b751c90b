"""The accounts of a demonstration: roles, never invented people. They are opened in that mode only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.journal.chain import record
from beffroi.programme.moves import Refused, Sentence
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.operations import add_membership
from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind


class NoDemonstration(Refused):
    """Demonstration accounts open without a password: no other mode has them."""


@dataclass(frozen=True, slots=True)
class Character:
    """A role account: what it is called, and the access that it has."""

    name: Sentence
    role: Role
    kind: OrganisationKind
    organisation: str
    over: ScopeKind
    codes: tuple[str, ...] = ()


CHARACTERS: Mapping[str, Character] = {
    "directrice-arles": Character(
        gettext_lazy("Directrice de projet, Arles (démonstration)"),
        Role.PROJECT_DIRECTOR,
        OrganisationKind.COMMUNE,
        "13004",
        ScopeKind.TERRITORIES,
        ("acv-012",),
    ),
    "elu-arles": Character(
        gettext_lazy("Élu, Arles (démonstration)"),
        Role.ELECTED,
        OrganisationKind.COMMUNE,
        "13004",
        ScopeKind.TERRITORIES,
        ("acv-012",),
    ),
    "etat-13": Character(
        gettext_lazy("Référente de l’État, Bouches-du-Rhône (démonstration)"),
        Role.STATE_LOCAL,
        OrganisationKind.PREFECTURE_DEPARTMENT,
        "13",
        ScopeKind.DEPARTMENT,
        ("13",),
    ),
    "region-93": Character(
        gettext_lazy("Préfecture de région, Provence-Alpes-Côte d’Azur (démonstration)"),
        Role.STATE_REGION,
        OrganisationKind.PREFECTURE_REGION,
        "93",
        ScopeKind.REGION,
        ("93",),
    ),
    "banque": Character(
        gettext_lazy("Banque des Territoires (démonstration)"),
        Role.PARTNER,
        OrganisationKind.BANQUE_DES_TERRITOIRES,
        "national",
        ScopeKind.PARTNER,
    ),
    "cerema": Character(
        gettext_lazy("Pilote au Cerema (démonstration)"),
        Role.CEREMA_PILOT,
        OrganisationKind.CEREMA,
        "national",
        ScopeKind.NATION,
    ),
    "expert": Character(
        gettext_lazy("Expert du Cerema, Provence-Alpes-Côte d’Azur (démonstration)"),
        Role.CEREMA_EXPERT,
        OrganisationKind.CEREMA,
        "national",
        ScopeKind.REGION,
        ("93",),
    ),
    "national": Character(
        gettext_lazy("Équipe nationale (démonstration)"),
        Role.NATIONAL_TEAM,
        OrganisationKind.ANCT,
        "national",
        ScopeKind.NATION,
    ),
}


@transaction.atomic
def account_of(key: str, *, at: datetime) -> User:
    """The account of a character, opened the first time that it is asked for."""
    if not settings.BEFFROI_DEMO:
        raise NoDemonstration(_("Les comptes de démonstration n’existent qu’en mode de démonstration."))
    played = CHARACTERS[key]
    email = f"{key}@demonstration.invalid"
    if found := User.objects.filter(email=email).first():
        return found
    user = User(email=email, name=str(played.name), is_demonstration=True, joined_at=at)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    record("account.opened", subject=("user", user.public_id), by=SYSTEM, at=at, after={"is_demonstration": True})
    add_membership(
        user,
        organisation=Organisation.objects.get(kind=played.kind, code=played.organisation),
        role=played.role,
        scope_kind=played.over,
        scope_codes=played.codes,
        by=None,
        at=at,
    )
    return user
