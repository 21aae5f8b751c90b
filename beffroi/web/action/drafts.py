"""Work in progress: what is typed in a form stays with the person's session, under the address of the form."""

from typing import Any

from django.http import HttpRequest

KEY = "drafts"
# A session is not a cupboard: beyond these, the oldest draft gives way.
MOST = 20
BUTTON = "brouillon"


def asked(request: HttpRequest) -> bool:
    """Whether the button « keep as a draft » sent the form."""
    return BUTTON in request.POST


def keep(request: HttpRequest) -> None:
    typed = {name: values for name, values in request.POST.lists() if name not in {"csrfmiddlewaretoken", BUTTON}}
    drafts = request.session.get(KEY, {})
    drafts.pop(request.path, None)
    kept = dict([*drafts.items(), (request.path, typed)][-MOST:])
    request.session[KEY] = kept


def kept(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed at this address, by field; nothing when there is no draft."""
    found: dict[str, list[str]] = request.session.get(KEY, {}).get(request.path, {})
    return found


def forget(request: HttpRequest) -> None:
    drafts = request.session.get(KEY, {})
    if drafts.pop(request.path, None) is not None:
        request.session[KEY] = drafts


def initial(request: HttpRequest, *, several: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The draft as the initial values of a form; fields among `several` have a list."""
    return {name: values if name in several else values[-1] for name, values in kept(request).items()}
