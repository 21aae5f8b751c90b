"""The drafts that a person keeps: of which form, of what, since when, with the ways to resume and to discard each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.drafts import keeping
from beffroi.programme.people.models import User

FORMS: Mapping[str, Any] = {
    "action:create": _("Nouvelle action"),
    "action:change": _("Fiche d’une action"),
    "money:create": _("Nouvelle ligne de financement"),
    "money:change": _("Ligne de financement"),
    "money:correct": _("Correction d’une ligne de financement"),
    "convention:write": _("Texte d’une convention"),
}
OTHER = _("Formulaire")
# The field that names what was being written, where the form has one.
NAMES = ("title", "name", "programme_name", "summary")


@dataclass(frozen=True, slots=True)
class OwnDraft:
    form: Any
    name: str
    kept_at: datetime
    address: str


def own_drafts(user: User) -> list[OwnDraft]:
    """Latest first."""
    prefix = "/en" if get_language() == "en" else ""
    return [
        OwnDraft(
            form=FORMS.get(_route(prefix + draft.place), OTHER),
            name=next((typed[0] for name in NAMES if (typed := draft.typed.get(name)) and typed[0]), "")[:80],
            kept_at=draft.kept_at,
            address=f"{prefix}{draft.place}",
        )
        for draft in keeping.all_of(str(user.public_id))
    ]


def _route(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""
