"""The funding lines that an address asks for, in the person's scope, and what their totals are told by."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.queries import within
from beffroi.programme.money import ledger
from beffroi.programme.money.models import Envelope, FundingLineQuerySet
from beffroi.programme.money.queries import readable
from beffroi.programme.money.rules import can_see
from beffroi.programme.money.states import Instrument, Origin, Stage, State
from beffroi.programme.money.totals import PATHS, By, Total, added, totals
from beffroi.programme.money.uses import lines_of
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.scope import Scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories
from beffroi.web.action.listing import axis_words
from beffroi.web.components import asking
from beffroi.web.components.asking import SHEETS, Refused
from beffroi.web.components.order import Sort, in_order
from beffroi.web.desk.funds import MINE
from beffroi.web.desk.names import organisation_names, town_names

# The word of an address for each thing that a total is told by.
WORDS: Mapping[By, str] = {
    By.FUNDER_KIND: "type",
    By.FUNDER: "financeur",
    By.INSTRUMENT: "instrument",
    By.ORIGIN: "origine",
    By.STATE: "etat",
    By.AXIS: "axe",
    By.ACTION: "action",
    By.TERRITORY: "territoire",
    By.DEPARTMENT: "departement",
    By.REGION: "region",
}
BY_WORD = {word: by for by, word in WORDS.items()}
LEVELS = ("par", "puis", "enfin")
DEFAULT = (By.FUNDER_KIND, By.INSTRUMENT, By.ORIGIN)
NONE = "aucun"
SORTS: Mapping[str, Sort] = {
    "territoire": Sort(),
    "action": Sort("action__title", is_text=True),
    "financeur": Sort("funder__name", is_text=True),
    "etat": Sort("state", rank={str(state): order for order, state in enumerate(State)}),
    **{str(stage): Sort(str(stage)) for stage in Stage},
}
LABELS: Mapping[str, Any] = {
    **{word: by.label for by, word in WORDS.items()},
    "etape": _("Étape"),
    "enveloppe": _("Enveloppe"),
    "toutes": _("Avec les lignes refusées ou annulées"),
    "par": _("Totaux par"),
    "puis": _("Puis par"),
    "enfin": _("Enfin par"),
}


@dataclass(frozen=True, slots=True)
class Asked(asking.Asked):
    """What an address asks; `by` is what the totals are told by."""

    by: tuple[By, ...] = DEFAULT

    def lines_address(self, **changes: str) -> str:
        """The query of the page of lines with the same filters and these."""
        return "?" + urlencode({name: value for name, value in (dict(self.chosen) | changes).items() if value != ""})

    @property
    def with_dead(self) -> bool:
        return "toutes" in self.chosen


def among(scope: Scope) -> FundingLineQuerySet:
    """The lines of the territories where the person stands."""
    return readable(scope).filter(within(scope.territories, path="action__territory"))


def choices_of(scope: Scope, *, on: date) -> dict[str, Mapping[str, Any]]:
    """What may be asked of each filter; a funder and an action are asked by their number."""
    towns = town_names(scope)
    codes, places = (_reached(scope, field) for field in ("department", "region"))
    return {
        "type": {str(kind): kind.label for kind in OrganisationKind},
        "financeur": _own(scope) | _funders(scope),
        "instrument": {str(one): one.label for one in Instrument},
        "origine": {str(one): one.label for one in Origin},
        "etat": {str(state): state.label for state in State},
        "axe": axis_words(on=on),
        "territoire": towns,
        "departement": {code: departments()[code].name for code in codes if code in departments()},
        "region": {code: regions()[code] for code in places if code in regions()},
        "etape": {str(stage): stage.label for stage in Stage},
        "toutes": {"oui": _("Oui")},
    }


def _own(scope: Scope) -> dict[str, Any]:
    """A partner may ask for its own lines, of all its organisations together."""
    return {MINE: _("Mes organisations")} if Role.PARTNER in scope.roles else {}


def _funders(scope: Scope) -> dict[str, str]:
    mine = {one.funder for one in ledger.ledger(scope, territories=scope.territories)}
    return {str(pk): name for pk, name in organisation_names().items() if pk in mine}


def _reached(scope: Scope, field: str) -> list[str]:
    """The codes of the departments or of the regions where the territories of a scope are."""
    return sorted({getattr(place, field) for place in territories() if scope.sees(place.code)})


def asked(query: QueryDict, *, scope: Scope, on: date) -> Asked:
    """Read an address. A wrong value is set apart in `refused` and the page goes on without it."""
    choices = choices_of(scope, on=on)
    choices |= {"action": _action(query, scope), "enveloppe": _envelope(query, scope)}
    read = Asked.read(query, choices=choices, labels=LABELS, sorts=SORTS, usual="territoire", forms=SHEETS)
    by, wrong = _levels(query)
    form = "" if wrong else read.form
    return replace(read, by=by, ways=_words(by), refused=(*read.refused, *wrong), form=form)


def found(asked: Asked, *, scope: Scope) -> FundingLineQuerySet:
    """The lines asked for; without those refused or cancelled unless they are asked too."""
    lines = among(scope)
    for name, value in asked.chosen.items():
        if (name, value) == ("financeur", MINE):
            lines = lines.filter(funder__in=scope.organisations)
        elif name in BY_WORD:
            lines = lines.filter(Q(**{PATHS[BY_WORD[name]]: value}))
        elif name == "etape":
            lines = lines.exclude(**{value: None})
        elif name == "enveloppe":
            lines = lines.filter(pk__in=lines_of(Envelope.objects.get(pk=value)).order_by().values("pk"))
    return lines if asked.with_dead or "etat" in asked.chosen else lines.counted()


def totals_of(asked: Asked, *, scope: Scope, by: Sequence[By]) -> list[Total]:
    """What the lines asked for add up to: from the ledger if it tells them apart so, else from the database."""
    filters = {BY_WORD[name]: value for name, value in asked.chosen.items() if name in BY_WORD}
    if len(filters) < len(asked.chosen.keys() - {"toutes"}) or not {*by, *filters} <= ledger.DIMENSIONS:
        return totals(found(asked, scope=scope), by=by)
    held = ledger.ledger(scope, territories=scope.territories)
    if not asked.with_dead:
        held = ledger.counted(held)
    kept = [one for one in held if all(_answers(one, by, value, scope) for by, value in filters.items())]
    return ledger.totals(kept, by=by) if by else [added(ledger.totals(kept, by=[By.INSTRUMENT]))]


def _answers(held: ledger.Held, by: By, value: str, scope: Scope) -> bool:
    if (by, value) == (By.FUNDER, MINE):
        return held.funder in scope.organisations
    return str(getattr(held, by)) == value


def keys_of(asked: Asked, lines: FundingLineQuerySet, *, scope: Scope) -> array:
    """The lines asked for, in the order asked."""
    key = ("lines", scope.grants, tuple(sorted(asked.chosen.items())))
    sort = replace(SORTS[asked.sort], is_descending=asked.is_descending)
    places = list(town_names(scope))
    return in_order(key, lines, sort=sort, territories=places, path="action__territory", number="action__number")


def _levels(query: QueryDict) -> tuple[tuple[By, ...], list[Refused]]:
    """What the totals are told by, and the words that name no such thing."""
    given = [(name, query[name]) for name in LEVELS if query.get(name)]
    by = dict.fromkeys(BY_WORD[word] for _name, word in given if word in BY_WORD)
    accepted = {word: one.label for word, one in BY_WORD.items()}
    wrong = [Refused(LABELS[name], word[:60], accepted) for name, word in given if word not in {NONE, *BY_WORD}]
    return tuple(by) or DEFAULT, wrong


def _words(by: Sequence[By]) -> dict[str, str]:
    """The same as the address says it; nothing when it is the usual way."""
    if by == DEFAULT:
        return {}
    words = [WORDS[one] for one in by] + [NONE] * len(LEVELS)
    return dict(zip(LEVELS, words, strict=False))


def _action(query: QueryDict, scope: Scope) -> dict[str, Any]:
    number = query.get("action", "")
    if not number.isdecimal() or len(number) > 18:
        return {}
    lines = among(scope).filter(action=number).order_by().values("action")
    return {str(action.pk): str(action) for action in Action.objects.filter(pk__in=lines)}


def _envelope(query: QueryDict, scope: Scope) -> dict[str, Any]:
    number = query.get("enveloppe", "")
    if not number.isdecimal() or len(number) > 18:
        return {}
    one = Envelope.objects.select_related("partner", "delegated_from").filter(pk=number).first()
    return {str(one.pk): str(one)} if one is not None and can_see(scope, one) else {}
