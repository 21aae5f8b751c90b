"""The menu of the signed-in pages: what a person's roles open, in the order of a day's work."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.scope import Scope
from beffroi.web.access import ACCESS, Members, Who
from beffroi.web.components.context import Entry

# Route and label; a line shows only to those whom the access list lets in.
LINES = (
    ("desk:home", _("Mon bureau")),
    ("convention:list", _("Conventions")),
    ("committee:list", _("Comités")),
    ("action:list", _("Actions")),
    ("money:list", _("Financements")),
)


def menu_of(request: HttpRequest, *, scope: Scope) -> list[Entry]:
    return list(_entries(request, scope=scope))


def _entries(request: HttpRequest, *, scope: Scope) -> Iterator[Entry]:
    for route, label in LINES:
        rule = ACCESS.get(route)
        if rule is Who.SIGNED_IN or (isinstance(rule, Members) and rule.roles & scope.roles):
            yield Entry(*_address(route, label=label, request=request))


def _address(route: str, *, label: Any, request: HttpRequest) -> tuple[str, Any, bool]:
    try:
        url = reverse(route)
    except NoReverseMatch as missing:
        raise LookupError(f"The menu of the desks names {route}, which needs no argument and must exist.") from missing
    here = request.path == url if route == "desk:home" else request.path.startswith(url)
    return url, label, here
