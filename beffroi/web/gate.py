"""The gate: every view is reached through the access list, or not at all."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from beffroi.foundations import clock
from beffroi.foundations.journal.kept import reading
from beffroi.programme.people.models import User
from beffroi.programme.people.scope import Scope, scope
from beffroi.web import things
from beffroi.web.access import Members, Who, who_may_open
from beffroi.web.middleware import Answer


class SignedRequest(HttpRequest):
    """A request as the views behind the gate receive it: who asks, what that person reaches, and when it is."""

    user: User
    scope: Scope
    at: datetime
    today: date


class Gate:
    """Opens a view to those whom the access list names; gives it the things of its address, not their identifiers.

    - a route that nobody placed does not exist;
    - a public page knows nobody: no session is read for it;
    - whoever is not signed in is led to the door, and back after it;
    - a room for other roles is refused (403); a thing out of one's scope or roles does not exist (404), so that
      nothing is learnt by trying identifiers.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with reading() if request.method in {"GET", "HEAD"} else nullcontext():
            response = self.answer(request)
        match = request.resolver_match
        if match is not None and who_may_open(match) is not Who.ANYONE:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, named: dict[str, Any]
    ) -> HttpResponse | None:
        rule = who_may_open(request.resolver_match) if request.resolver_match else None
        if rule is None:
            raise Http404("This route is not on the access list.")
        if rule is Who.ANYONE:
            request.user = AnonymousUser()
        if rule in {Who.ANYONE, Who.AT_THE_DOOR}:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        _know(request)
        if isinstance(rule, Members):
            _check(request, named=named, rule=rule)
        return None


def _know(request: Any) -> None:
    request.at = clock.now()
    request.today = clock.day_of(request.at)
    request.scope = scope(request.user, on=request.today)


def _check(request: Any, *, named: dict[str, Any], rule: Members) -> None:
    words = named.keys() & things.THINGS.keys()
    if not words and not request.scope.roles & rule.roles:
        raise PermissionDenied
    for word in words:
        thing = things.found(word, named[word], scope=request.scope, roles=rule.roles)
        if thing is None:
            raise Http404
        named[word] = thing
