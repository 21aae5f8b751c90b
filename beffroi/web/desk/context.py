"""What every page behind the gate shows around its content: who reads it, their menu, what was just done."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from beffroi.web.access import Who, who_may_open
from beffroi.web.desk.menu import menu_of


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Nothing on a public page: it is the same for everyone, and kept."""
    rule = who_may_open(request.resolver_match) if request.resolver_match else None
    if rule is None or rule is Who.ANYONE:
        return {}
    scope = getattr(request, "scope", None)
    person = {"person": request.user, "menu": menu_of(request, scope=scope)} if scope is not None else {}
    return {"notices": get_messages(request)} | person
