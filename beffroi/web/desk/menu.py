"""The menu of the signed-in pages: what a person's roles open, in the order of a day's work."""

from collections.abc import Iterator
from contextlib import suppress

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.scope import Scope
from beffroi.web.access import opens
from beffroi.web.components.context import Entry

# Route and label; a line shows only to those whom the access list lets in.
LINES = (
    ("desk:home", _("Mon bureau")),
    ("desk:territories", _("Territoires")),
    ("convention:list", _("Conventions")),
    ("committee:list", _("Comités")),
    ("action:list", _("Actions")),
    ("money:list", _("Financements")),
    ("people:list", _("Personnes")),
    ("desk:changes", _("Changements")),
)


def menu_of(request: HttpRequest, *, scope: Scope) -> list[Entry]:
    return list(_entries(request, scope=scope))


def _entries(request: HttpRequest, *, scope: Scope) -> Iterator[Entry]:
    for route, label in LINES:
        if opens(route, roles=scope.roles):
            # A room that this installation does not have has no line.
            with suppress(NoReverseMatch):
                url = reverse(route)
                yield Entry(url, label, request.path == url if route == "desk:home" else request.path.startswith(url))
