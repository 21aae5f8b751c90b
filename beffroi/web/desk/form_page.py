"""A page with one form: shown, or sent and done. What was typed is never lost; what is refused is said where it is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from beffroi.programme.moves import Refused
from beffroi.web.desk import drafts
from beffroi.web.gate import SignedRequest

UNPROCESSABLE = 422
# The button of a field that fills what the fields after it offer (`field.shows`): it sends nothing.
SHOW = "montrer"


class Confirmation(Form):
    """Nothing to fill: a move that asks before it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What surrounds a form: its title, where it leads back, and the word on its button."""

    title: Any
    submit: Any
    # Where to go once it is done, and without doing it.
    back: str
    crumbs: Sequence[tuple[Any, str]]
    lead: Any = ""
    # Cannot be undone: the button is preceded by this warning.
    warning: Any = ""
    template: str = "desk/form_page.html"
    # Whether what is typed is kept as a draft until it is sent.
    keeps_draft: bool = False
    # What the template of this page shows beside the form.
    extra: Mapping[str, Any] = field(default_factory=dict)


def answer(
    request: SignedRequest,
    form: Form,
    *,
    page: FormPage,
    do: Callable[[], Any],
    done: Any = "",
    to: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show the form; when it is sent and right, do the one thing, say so, and go on.

    `to` is asked once it is done, when what the form makes has no address before; else the page leads back.
    """
    if page.keeps_draft and (kept := drafts.answered(request)):
        return kept
    if request.method == "POST" and form.is_valid() and _is_done(form, do):
        if page.keeps_draft:
            drafts.forget(request)
        if done:
            messages.success(request, str(done))
        return HttpResponseRedirect(to() if to else page.back)
    draft = drafts.resumed(request, form) if page.keeps_draft else None
    context = {"form": form, "page": page, "draft": draft, "steps": _steps(form), "SHOW": SHOW, **page.extra}
    return render(request, page.template, context, status=UNPROCESSABLE if form.errors else 200)


def sent(request: SignedRequest) -> dict[str, Any]:
    """What a form is made of: the data and the files of a POST, nothing of a GET."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}


def say(form: Form, refusal: Refused | ValidationError) -> None:
    """Write a refusal of the domain at the field that it blames, where the form has it; else above the form."""
    for name, sentence in _told(refusal):
        is_seen = name in form.fields and not form.fields[name].widget.is_hidden
        form.add_error(name if is_seen else None, str(sentence))


def show_again(form: Form, **hidden: Any) -> None:
    """Keep what was typed, with these hidden values as they now are."""
    typed: QueryDict = form.data.copy()
    typed.update({name: str(value) for name, value in hidden.items()})
    form.data = typed


def _is_done(form: Form, do: Callable[[], Any]) -> bool:
    try:
        do()
    except (Refused, ValidationError) as refusal:
        say(form, refusal)
        return False
    return True


def _told(refusal: Refused | ValidationError) -> list[tuple[str, Any]]:
    """Each sentence after the name of the field that it blames."""
    if isinstance(refusal, Refused):
        return list(zip(refusal.blames, refusal.sentences, strict=True))
    errors = refusal.message_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.messages}
    return [(name, sentence) for name, sentences in errors.items() for sentence in sentences]


def _steps(form: Form) -> bool:
    return any(getattr(one, "shows", "") for one in form.fields.values())
