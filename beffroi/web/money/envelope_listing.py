"""The envelopes that an address asks for, among those that the person reads: filters, order, page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.journal.kept import kept_until
from beffroi.programme.money.models import Envelope, EnvelopeQuerySet
from beffroi.programme.money.queries import envelopes_seen
from beffroi.programme.money.states import Instrument
from beffroi.programme.money.uses import SIZES, Use, uses
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import ScopeKind
from beffroi.programme.people.scope import Scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.names import folded
from beffroi.territory.towns import territories
from beffroi.web.components.asking import SHEETS, Asked

LABELS: Mapping[str, Any] = {
    "partenaire": _("Partenaire"),
    "instrument": _("Instrument"),
    "annee": _("Année"),
    "niveau": _("Niveau"),
    "region": _("Région"),
    "depassement": _("Dépassées"),
    "retirees": _("Retirées"),
}
YES: Mapping[str, Any] = {"oui": _("Oui")}
COLUMNS = {"partenaire": "partner", "instrument": "instrument", "annee": "year", "niveau": "scope_kind"}


@dataclass(frozen=True, slots=True)
class Filled:
    """An envelope and what became of it."""

    envelope: Envelope
    use: Use


SORTS: Mapping[str, Callable[[Filled], Any]] = {
    "annee": lambda one: one.envelope.year,
    "partenaire": lambda one: folded(one.envelope.partner.name),
    "lieu": lambda one: folded(one.envelope.place_name),
    "montant": lambda one: one.use.amount,
    "delegue": lambda one: one.use.delegated,
    "accorde": lambda one: one.use.engaged,
    "depassement": lambda one: one.use.overrun,
}


def asked(query: QueryDict, *, scope: Scope) -> Asked:
    return Asked.read(query, choices=_choices(scope), labels=LABELS, sorts=SORTS, usual="-annee", forms=SHEETS)


def found(asked: Asked, *, scope: Scope) -> list[Filled]:
    """The envelopes asked for, in the order asked, each with what became of it."""
    narrowed = tuple(sorted((name, value) for name, value in asked.chosen.items() if name in (*COLUMNS, "retirees")))
    key = ("envelopes", scope.grants, narrowed)
    envelopes = kept_until(frozenset({"envelope", "organisation"}), key, lambda: _read(scope, asked))
    became = uses(envelopes)
    filled = [Filled(one, became[one.pk]) for one in envelopes if _is_around(one, asked.chosen.get("region", ""))]
    if "depassement" in asked.chosen:
        filled = [one for one in filled if one.use.overrun]
    # Between equals: the order of the database, latest year first.
    return sorted(filled, key=SORTS[asked.sort], reverse=asked.is_descending)


def _read(scope: Scope, asked: Asked) -> list[Envelope]:
    # A partner and a delegating envelope are read once, not once for each envelope that names them.
    seen = envelopes_seen(scope).select_related(None).prefetch_related("partner", "delegated_from__partner")
    return list(_narrowed(seen, asked))


def whole(filled: Iterable[Filled]) -> Decimal:
    """What they set aside together; a delegated one is inside the one that delegates it, so it is not added again."""
    return sum((one.use.amount for one in filled if one.envelope.delegated_from_id is None), Decimal(0))


def _narrowed(envelopes: EnvelopeQuerySet, asked: Asked) -> EnvelopeQuerySet:
    envelopes = (
        envelopes.exclude(withdrawn_date=None) if "retirees" in asked.chosen else envelopes.filter(withdrawn_date=None)
    )
    for name, column in COLUMNS.items():
        if name in asked.chosen:
            envelopes = envelopes.filter(**{column: asked.chosen[name]})
    return envelopes


def _is_around(envelope: Envelope, region: str) -> bool:
    """Whether an envelope is of a region or of a place inside it."""
    return not region or _region(envelope) == region


def _region(envelope: Envelope) -> str:
    """The region of the place of an envelope; nothing for the nation."""
    code = envelope.scope_code
    if envelope.scope_kind == ScopeKind.DEPARTMENT:
        return departments()[code].region if code in departments() else ""
    if envelope.scope_kind == ScopeKind.TERRITORIES:
        return next((place.region for place in territories() if place.code == code), "")
    return code


def _choices(scope: Scope) -> dict[str, Mapping[str, Any]]:
    seen = envelopes_seen(scope).order_by()
    partners = Organisation.objects.filter(pk__in=seen.values("partner")).order_by("name")
    years = sorted(set(seen.values_list("year", flat=True)), reverse=True)
    return {
        "partenaire": {str(pk): name for pk, name in partners.values_list("pk", "name")},
        "instrument": {str(one): one.label for one in Instrument},
        "annee": {str(year): str(year) for year in years},
        "niveau": {str(kind): kind.label for kind in SIZES},
        "region": regions(),
        "depassement": YES,
        "retirees": YES,
    }
