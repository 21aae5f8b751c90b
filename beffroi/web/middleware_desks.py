"""The pages of the desks and of the lists, kept in the memory of a process until the next row of the journal."""

import re
import secrets
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from beffroi.foundations.journal.kept import is_settled, link
from beffroi.programme.reminders.queries import silence
from beffroi.web.access import name_of
from beffroi.web.middleware import Answer
from beffroi.web.shelves import Page, Shelf

# Pages that say nothing but what the journal tells of, and what their key names, to one person on one day. A page that
# shows a kept draft, a letter that went out or the hour is not one of them.
KEPT = frozenset(
    {
        "desk:home",
        "desk:territory",
        "desk:territories",
        "desk:changes",
        "convention:list",
        "committee:list",
        "action:list",
        "action:board",
        "action:calendar",
        "action:map",
        "money:list",
        "money:lines",
        "money:envelopes",
    }
)
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w{64}')


class KeptDesks:
    """Gives a page again, as it was computed for the same person, while the journal has no new row.

    Who may read was checked before, by the gate; the grants are a part of the key all the same. The token of the forms
    is each answer's own.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.shelf = Shelf(capacity=settings.BEFFROI_CACHE_BYTES)
        self.turns = [threading.Lock() for _ in range(64)]
        self.mark = secrets.token_hex(32).encode()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: tuple, named: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "GET" or name_of(request.resolver_match) not in KEPT or not is_settled():
            return None
        if len(get_messages(request)):
            return None
        # The one thing on these pages that is not in the journal: that letters stopped, on the desk of the nation.
        stopped = silence(at=request.at) if name_of(request.resolver_match) == "desk:home" else None
        key = (
            (*link(), stopped, request.today, get_language(), request.get_host(), request.get_full_path()),
            (request.user.pk, request.user.name, request.scope.grants),
        )
        # One thread computes a page; those who ask for it meanwhile wait, and take it from the shelf.
        with self.turns[hash(key) % len(self.turns)]:
            if page := self.shelf.get(key):
                return self._again(page, request)
            response = view(request, *args, **named)
            self._keep(key, response)
        return response

    def _keep(self, key: tuple, response: HttpResponse) -> None:
        if response.status_code == 200 and not response.streaming and not response.cookies:
            # Not compressed: it is given again until the next row of the journal, which is not for long.
            self.shelf.keep(key, Page(headers=tuple(response.items()), body=TOKEN.sub(self.mark, response.content)))

    def _again(self, page: Page, request: HttpRequest) -> HttpResponse:
        body = page.body
        if self.mark in body:
            body = body.replace(self.mark, get_token(request).encode())
        return HttpResponse(body, headers=dict(page.headers))
