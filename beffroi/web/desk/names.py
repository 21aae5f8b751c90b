"""The names that lists offer and are in the order of, read again only when one of them changes."""

from beffroi.foundations.journal.kept import kept_until
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.web.components.order import in_dictionary_order


def organisation_names() -> dict[int, str]:
    """Every organisation, in the order of names."""
    rows = Organisation.objects.values_list("pk", "name")
    return kept_until(frozenset({"organisation"}), "organisations", lambda: in_dictionary_order(rows.all()))


def town_names(scope: Scope) -> dict[str, str]:
    """The territories of a scope, in the order of names."""
    return {code: name for code, name in _towns().items() if scope.sees(code)}


def _towns() -> dict[str, str]:
    rows = Territory.objects.values_list("pk", "name")
    return kept_until(frozenset({"territory"}), "towns", lambda: in_dictionary_order(rows.all()))
