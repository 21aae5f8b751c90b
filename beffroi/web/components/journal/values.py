"""A value of the journal in words: codes, days, amounts and keys as a reader reads them, in the language spoken."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from beffroi.foundations.choices import TextChoices
from beffroi.foundations.days import day as day_said
from beffroi.programme.actions import states as of_actions
from beffroi.programme.committees.states import CommitteeKind, FollowUp, Outcome, SessionState
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind, VersionKind
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.money import states as of_money
from beffroi.programme.people.roles import Circle, OrganisationKind, Role, ScopeKind
from beffroi.programme.reminders.kinds import Kind as ReminderKind
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import commune_names, epci_names, territories
from beffroi.web.components.journal.names import Names, keys, named_by
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import language

NOTHING: tuple[Any, ...] = (None, "", [], {})
AMOUNTS = frozenset({*of_money.Stage, "amount", "cost"})
# By the name of the field; a first list that holds the code says it.
CODES: Mapping[str, tuple[type[TextChoices], ...]] = {
    "kind": (VersionKind, PerimeterKind, CommitteeKind, OrganisationKind),
    "group": (PartyGroup,),
    "outcome": (Outcome,),
    "follow_up": (FollowUp,),
    "circle": (Circle,),
    "role": (Role,),
    "scope_kind": (ScopeKind,),
    "instrument": (of_money.Instrument,),
    "origin": (of_money.Origin,),
    "severity": (of_actions.Severity,),
    "late_cause": (of_actions.Cause,),
    "blocked_cause": (of_actions.Cause,),
    "off": (ReminderKind,),
}
STATES: Mapping[str, type[TextChoices]] = {
    "action": of_actions.State,
    "fundingline": of_money.State,
    "version": VersionState,
    "session": SessionState,
}


def said(kind: str, field: str, value: Any, *, names: Names) -> Any:
    """A value of the field of such a thing; an empty text for nothing."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if value in NOTHING:
        return ""
    if thing := named_by(kind, field):
        return _named(value, known=names.get(thing, {}))
    if say := SAID.get(field) or _by_form(field):
        return say(value)
    codes = (STATES[kind],) if field == "state" and kind in STATES else CODES.get(field, ())
    return _listed(value, lambda one: _coded(one, codes))


def _by_form(field: str) -> Callable[[Any], Any] | None:
    """How the values of a field are said that its name gives away: an amount, a day, a document."""
    if field in AMOUNTS:
        return _euros
    if field == "date" or field.endswith("_date"):
        return lambda value: day_said(date.fromisoformat(value))
    return _document if field.endswith("_document") else None


def _named(value: Any, *, known: Mapping[str, str]) -> str:
    """What is no more has no name; that it was there is still said."""
    return ", ".join(known.get(key) or _("n° %(number)s") % {"number": key} for key in keys(value))


def _coded(value: Any, codes: tuple[type[TextChoices], ...]) -> Any:
    for choices in codes:
        if value in choices.values:
            return choices(value).label
    return number_format(value, 1) if isinstance(value, float) else value


def _listed(value: Any, say: Callable[[Any], Any]) -> Any:
    return ", ".join(str(say(one)) for one in value) if isinstance(value, list) else say(value)


def _euros(value: Any) -> str:
    return typography.euros(float(value), language=language())


def _document(value: Any) -> str:
    return _("document n° %(number)s") % {"number": value}


def _count(value: Any) -> Any:
    return typography.number(value, decimals=0, language=language()) if isinstance(value, int) else value


def _number(value: Any) -> Any:
    """A measure as it was typed, without the zeros that the database adds."""
    try:
        return number_format(Decimal(str(value)).normalize(), use_l10n=True)
    except InvalidOperation:
        return value


def _places(value: Any) -> Any:
    """Territories by their names, departments and regions by theirs; of a code that two share, the longer place."""
    return _of({**regions(), **_department_names(), **{place.code: place.name for place in territories()}}, value)


def _department_names() -> dict[str, str]:
    return {code: one.name for code, one in departments().items()}


def _of(names: Mapping[str, str], value: Any) -> Any:
    """By the names that the registry knows; a code that it does not know stays as it is."""
    return _listed(value, lambda code: names.get(code, code))


def _act(value: Any) -> Any:
    title, day = value if isinstance(value, list) and len(value) == 2 else (value, None)
    return ", ".join(filter(None, (title, day_said(date.fromisoformat(day)) if day else "")))


SAID: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("territories", "actions", "lines", "changed", "letters", "reminders", "failures"), _count),
    "act": _act,
    "area_ha": lambda value: number_format(value, 1),
    "baseline": _number,
    "target": _number,
    "communes": lambda value: _of(commune_names(), [one[0] if isinstance(one, list) else one for one in value]),
    "department": lambda value: _of(_department_names(), value),
    "departments": lambda value: _of(_department_names(), value),
    "epci_codes": lambda value: _of(epci_names(), value),
    "region": lambda value: _of(regions(), value),
    "kinds": lambda value: ", ".join(f"{_coded(kind, CODES['kind'])} ({count})" for kind, count in value.items()),
    "language": lambda value: dict(settings.LANGUAGES).get(value, value),
    "scope_codes": _places,
    "scope_code": _places,
    "site": lambda value: _("un tracé"),
}
