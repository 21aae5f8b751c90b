"""A form in the State's design system, and the page that shows one: what was typed stays, what is refused is said."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.programme.moves import Refused
from beffroi.web.desk import drafts
from beffroi.web.gate import SignedRequest

UNPROCESSABLE = 422
# The button of a field that says what the fields after it offer (`field.shows`): it sends nothing.
SHOW = "montrer"
DASHES = BLANK_CHOICE_DASH[0][1]
INPUTS = {"text", "email", "number", "date", "search"}


class DayInput(forms.DateInput):
    """The browser's calendar; a day typed as 28/09/2018 is read as well where there is none."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class Sheet(forms.Form):
    """Its fields bear the classes of the design system; `attempt` does one operation and keeps its refusal."""

    use_required_attribute = False
    SHOW = SHOW

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, label_suffix="", **named)
        # The fields, not what binds them: a bound field keeps the label that it found, and forms give theirs later.
        for each in self.fields.values():
            widget = each.widget
            kind = getattr(widget, "input_type", "textarea")
            if kind in INPUTS or kind == "textarea":
                widget.attrs.setdefault("class", "fr-input")
            elif kind == "file":
                widget.attrs.setdefault("class", "fr-upload")
            elif kind == "select":
                widget.attrs.setdefault("class", "fr-select")
                _name_the_blank(each)
            if isinstance(widget, forms.Textarea):
                widget.attrs["rows"] = widget.attrs.get("rows") if "rows" in widget.attrs else "5"

    @property
    def has_steps(self) -> bool:
        return any(getattr(field, "shows", "") for field in self.fields.values())

    def attempt(self, do: Callable[[], Any]) -> bool:
        """Whether the operation was done; else its sentences stand above the form, which keeps what was typed."""
        try:
            do()
        except Refused as refusal:
            self.refuse(refusal.sentences)
        except ValidationError as fault:
            self.refuse(fault.messages)
        else:
            return True
        return False

    def refuse(self, sentences: Iterable[Any]) -> None:
        for sentence in sentences:
            self.add_error(None, str(sentence))

    def show_again(self, **hidden: Any) -> None:
        """Keep what was typed, with these hidden values as they now are."""
        typed: QueryDict = self.data.copy()  # type: ignore[has-type]
        typed.update({name: str(value) for name, value in hidden.items()})
        self.data = typed


def _name_the_blank(field: forms.Field) -> None:
    """A list where one must choose says so, in place of Django's dashes."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
        field.empty_label = _("– choisir –")


class Confirmation(Sheet):
    """Nothing to fill: a move that asks before it is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What surrounds a form: its title, where it leads back, and the word on its button."""

    title: Any
    submit: Any
    back: str
    crumbs: Sequence[tuple[Any, str]]
    lead: Any = ""
    # Cannot be undone: the button is preceded by this warning.
    warning: Any = ""
    template: str = "convention/form_page.html"
    # Whether what is typed is kept as a draft until it is sent.
    keeps_draft: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def show(request: SignedRequest, form: Sheet, *, page: FormPage) -> HttpResponse:
    draft = drafts.resumed(request, form) if page.keeps_draft else None
    context = {"form": form, "page": page, "draft": draft, **page.extra}
    return render(request, page.template, context, status=UNPROCESSABLE if form.errors else 200)


def answer(
    request: SignedRequest, form: Sheet, *, page: FormPage, do: Callable[[], Any], done: Any, to: str = ""
) -> HttpResponse:
    """Show the form; once it is sent right, do the one thing, say so, and lead back."""
    if page.keeps_draft and (kept := drafts.answered(request)):
        return kept
    if request.method == "POST" and form.is_valid() and form.attempt(do):
        if page.keeps_draft:
            drafts.forget(request)
        messages.success(request, str(done))
        return HttpResponseRedirect(to or page.back)
    return show(request, form, page=page)


def sent(request: SignedRequest) -> dict[str, Any]:
    """What a form receives: the data and the files of a POST, nothing of a GET."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
