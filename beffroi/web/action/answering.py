"""A form's two answers: shown, or sent and done. What was typed is never lost; what is refused is said where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action
from beffroi.programme.moves import Refused
from beffroi.web.desk import drafts
from beffroi.web.gate import SignedRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What stands around a form."""

    title: Any
    submit: Any
    # Where to go once it is done, and without doing it.
    then: str
    crumbs: tuple[tuple[Any, str], ...]
    lead: Any = ""
    template: str = "action/form_page.html"
    keeps_draft: bool = False
    # Asked once it is done, when what the form makes has no address before.
    lands_at: Callable[[], str] | None = None
    # Where a site is drawn, when the form has one.
    territory: Any = None
    more: Mapping[str, Any] = field(default_factory=dict)


def answer(
    request: SignedRequest, form: Form, *, page: FormPage, do: Callable[[], Any], done: Any = ""
) -> HttpResponse:
    """Show the form; when it is sent and right, do it, say so, and go on to `page.then`."""
    if page.keeps_draft and (kept := drafts.answered(request)):
        return kept
    draft = drafts.resumed(request, form) if page.keeps_draft else None
    if request.method == "POST" and form.is_valid() and _is_done(form, do):
        if page.keeps_draft:
            drafts.forget(request)
        if done:
            messages.success(request, done)
        return HttpResponseRedirect(page.lands_at() if page.lands_at else page.then)
    return render(request, page.template, {"page": page, "form": form, "draft": draft, **page.more})


def say(form: Form, refusal: Refused | ValidationError) -> None:
    """Write a refusal of the domain where the person can mend it."""
    if isinstance(refusal, Refused):
        for sentence in refusal.sentences:
            form.add_error(None, str(sentence))
        return
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
    for name, sentences in errors.items():
        form.add_error(name if name in form.fields else None, sentences)


def _is_done(form: Form, do: Callable[[], Any]) -> bool:
    try:
        do()
    except (Refused, ValidationError) as refusal:
        say(form, refusal)
        return False
    return True


def sent(request: SignedRequest) -> dict[str, Any]:
    """What a form is made of: what was sent, or nothing yet."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def list_crumbs() -> tuple[tuple[Any, str], ...]:
    return ((_("Mon bureau"), reverse("desk:home")), (_("Actions"), reverse("action:list")))


def action_crumbs(action: Action) -> tuple[tuple[Any, str], ...]:
    return (*list_crumbs(), (f"{action.territory}, {action}", reverse("action:sheet", args=[action.pk])))
