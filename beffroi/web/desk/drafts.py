"""The draft of a form: kept while it is typed, found again at the same address, forgotten once the form is done.

Whoever may open the form may keep a draft of it: the same address keeps it, sent with `brouillon`. A script sends it a
few seconds after the last sign typed (`auto`); without script a button does (`oui`), and another throws it away.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import FileField, Form
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.dateformat import format as dated
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from beffroi.foundations.drafts import keeping
from beffroi.foundations.drafts.models import Draft
from beffroi.web.gate import SignedRequest

FIELD = "brouillon"
AUTO, KEEP, THROW = "auto", "oui", "jeter"
NOT_TYPED = {"csrfmiddlewaretoken", FIELD}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the form says of the draft that it shows."""

    kept_at: datetime
    now: datetime


def answered(request: SignedRequest) -> HttpResponse | None:
    """Keep or throw away the draft, when that is what was sent; nothing when the form itself was."""
    asked = request.POST.get(FIELD) if request.method == "POST" else None
    if asked is None:
        return None
    if asked == THROW:
        forget(request)
        messages.info(request, _("Le brouillon est jeté : le formulaire est comme au départ."))
        return HttpResponseRedirect(request.get_full_path())
    typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    try:
        draft = keeping.keep(**_whose(request), typed=typed, at=request.at)
    except keeping.TooLarge:
        said = _("Ce texte est trop long pour un brouillon : enregistrez la fiche.")
        if asked == AUTO:
            return JsonResponse({"said": said}, status=413)
        messages.warning(request, said)
        return HttpResponseRedirect(request.get_full_path())
    if asked == AUTO:
        hour = dated(localtime(draft.kept_at), "H:i")
        return JsonResponse({"said": _("Brouillon gardé à %(hour)s.") % {"hour": hour}})
    messages.info(request, _("Brouillon gardé : vous le retrouverez ici."))
    return HttpResponseRedirect(request.get_full_path())


def resumed(request: SignedRequest, form: Form) -> Shown | None:
    """Put what was kept into a form that is shown; nothing when there is no draft, or when the form was sent."""
    draft = _kept(request)
    if draft is None or form.is_bound:
        return None
    typed = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        typed.setlist(name, values)
    for name, field in form.fields.items():
        # What a browser leaves out (a box not ticked, nothing chosen) was left out on purpose.
        if not isinstance(field, FileField):
            form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
    return Shown(draft.kept_at, request.at)


def forget(request: SignedRequest) -> None:
    keeping.forget(**_whose(request))


def _kept(request: SignedRequest) -> Draft | None:
    return keeping.kept(**_whose(request))


def _whose(request: SignedRequest) -> dict[str, Any]:
    """A draft begun in French is found again in English: the language is no part of its place."""
    place = request.path_info.removeprefix("/en")
    return {"person": str(request.user.public_id), "place": place[:200]}
