"""What every page behind the gate shows around its content: who reads it, their menu, what was just done."""

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest

from beffroi.web.desk.menu import menu_of


def signed_in(request: HttpRequest) -> dict[str, Any]:
    """Nothing on a public page: it is the same for everyone, and kept."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    return {
        "person": request.user,
        "menu": menu_of(request, scope=scope),
        "notices": get_messages(request),
    }
