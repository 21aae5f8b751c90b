"""Envelopes: their list, the page of each, and every write about them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions.meanwhile import ChangedMeanwhile
from beffroi.programme.committees.queries import causes
from beffroi.programme.money import envelopes
from beffroi.programme.money.envelopes import EnvelopeRefused
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.queries import envelope_history
from beffroi.programme.money.rules import can_open
from beffroi.web.action.meanwhile import reconciled, shown_again
from beffroi.web.components.history import told as history_told
from beffroi.web.components.pagination import paged
from beffroi.web.desk.form_page import FormPage, answer, sent
from beffroi.web.gate import SignedRequest
from beffroi.web.money import envelope_listing, exports, wording
from beffroi.web.money.envelope_sheet import envelope_sheet
from beffroi.web.money.forms import envelopes as forms

ENVELOPES_A_PAGE = 25
Crumbs = tuple[tuple[Any, str], ...]


def envelopes_page(request: SignedRequest) -> HttpResponse:
    asked = envelope_listing.asked(request.GET, scope=request.scope)
    found = envelope_listing.found(asked, scope=request.scope)
    if asked.form:
        return exports.envelopes(found, form=asked.form, on=request.today)
    told = {
        "asked": asked,
        "page": paged(found, size=ENVELOPES_A_PAGE, number=asked.page),
        "total": len(found),
        "over": sorted((one for one in found if one.use.overrun), key=lambda one: one.use.overrun, reverse=True),
        "whole": envelope_listing.whole(found),
        "may_open": forms.partners_of(request.scope).exists(),
        "crumbs": _crumbs()[:-1],
    }
    return render(request, "money/envelopes.html", told, status=400 if asked.refused else 200)


def envelope_page(request: SignedRequest, envelope: Envelope) -> HttpResponse:
    number = request.GET.get("page", "1")
    shown = envelope_sheet(
        envelope, scope=request.scope, number=int(number) if number.isdecimal() and int(number[:6]) > 0 else 1
    )
    told = {
        "envelope": envelope,
        "sheet": shown,
        "page": shown.page,
        "asked": _Pages(),
        "causes": causes(envelope),
        "history": history_told(envelope_history(envelope)),
        "crumbs": _crumbs(),
    }
    return render(request, "money/envelope.html", told)


def open_envelope(request: SignedRequest) -> HttpResponse:
    partners = forms.partners_of(request.scope)
    form = forms.Opened(
        **sent(request),
        this_year=request.today.year,
        partners=partners,
        within=forms.every_place(),
        scope=request.scope,
        on=request.today,
        initial={"partner": partners[0] if len(partners) == 1 else None, "year": request.today.year},
    )
    page = FormPage(
        title=_("Ouvrir une enveloppe"),
        lead=_("Ce qu’un partenaire réserve pour une année, dans un lieu, par un instrument."),
        submit=_("Ouvrir l’enveloppe"),
        back=reverse("money:envelopes"),
        crumbs=_crumbs(),
    )

    def do() -> None:
        envelopes.open_envelope(Envelope(**form.described), by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("L’enveloppe est ouverte."))


def delegate(request: SignedRequest, envelope: Envelope) -> HttpResponse:
    if refusal := _refused(request, envelope):
        return refusal
    form = forms.Delegated(
        **sent(request),
        partners=forms.delegates_of(envelope),
        within=forms.places_in(envelope),
        scope=request.scope,
        on=request.today,
        initial={"partner": envelope.partner_id},
    )
    page = _page(envelope, title=_("Déléguer une part"), submit=_("Déléguer"))

    def do() -> None:
        part = Envelope(instrument=envelope.instrument, year=envelope.year, **form.described)
        envelopes.delegate(envelope, to=part, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("La part est déléguée."))


def change_envelope(request: SignedRequest, envelope: Envelope) -> HttpResponse:
    """Another amount; the second of two people is told what the first wrote."""
    if refusal := _refused(request, envelope):
        return refusal
    shown: dict[str, Any] = {}
    initial = {"revision": envelope.revision, "amount": envelope.amount}
    form = forms.Changed(**sent(request), scope=request.scope, on=request.today, initial=initial)
    page = _page(
        envelope, title=_("Changer le montant"), submit=_("Enregistrer"), template="action/change.html", extra=shown
    )

    def do() -> None:
        said = form.cleaned_data
        with shown_again(form, shown, fields=wording.ENVELOPE_FIELDS, kind="envelope"):
            envelopes.change_amount(
                envelope,
                revision=_revision(said["revision"]),
                amount=said["amount"],
                decision=said["decision"],
                by=request.user,
                at=request.at,
            )

    return answer(request, form, page=page, do=do, done=_("Le montant est changé."))


def withdraw_envelope(request: SignedRequest, envelope: Envelope) -> HttpResponse:
    """Asks first: the page says what draws on it, and wants a reason."""
    if refusal := _refused(request, envelope):
        return refusal
    form = forms.Withdrawn(**sent(request), initial={"revision": envelope.revision})
    page = _page(
        envelope,
        title=_("Retirer l’enveloppe"),
        submit=_("Retirer l’enveloppe"),
        template="money/withdraw.html",
        extra={"sheet": envelope_sheet(envelope, scope=request.scope, number=1)},
    )

    def do() -> None:
        said = form.cleaned_data
        revision = _revision(said["revision"])
        envelopes.withdraw(envelope, revision=revision, reason=said["reason"], by=request.user, at=request.at)

    done = _("L’enveloppe est retirée ; sa page permet de la rétablir.")
    return answer(request, form, page=page, do=_told_anew(form, do), done=done)


def restore_envelope(request: SignedRequest, envelope: Envelope) -> HttpResponse:
    if refusal := _refused(request, envelope):
        return refusal
    form = forms.Restored(**sent(request), initial={"revision": envelope.revision})
    page = _page(envelope, title=_("Rétablir l’enveloppe"), submit=_("Rétablir l’enveloppe"))

    def do() -> None:
        envelopes.restore(envelope, revision=_revision(form.cleaned_data["revision"]), by=request.user, at=request.at)

    return answer(request, form, page=page, do=_told_anew(form, do), done=_("L’enveloppe est rétablie."))


def _told_anew(form: Any, do: Callable[[], None]) -> Callable[[], None]:
    """Whoever confirms what another changed meanwhile is told, and confirms again."""

    def done() -> None:
        try:
            do()
        except ChangedMeanwhile as meanwhile:
            form.data = reconciled(form.data, meanwhile)
            raise

    return done


def _refused(request: SignedRequest, envelope: Envelope) -> HttpResponse | None:
    if can_open(request.scope, envelope):
        return None
    messages.error(request, _("Écrire cette enveloppe revient à qui représente son partenaire."))
    return HttpResponseRedirect(reverse("money:envelope", args=[envelope.pk]))


def _revision(sent_revision: int | None) -> int:
    if sent_revision is None:
        raise EnvelopeRefused(_("Rouvrez l’enveloppe : sa version n’a pas été envoyée."))
    return sent_revision


def _page(envelope: Envelope, *, title: str, submit: str, **more: Any) -> FormPage:
    here = reverse("money:envelope", args=[envelope.pk])
    crumbs = (*_crumbs(), (str(envelope), here))
    return FormPage(title=title, lead=str(envelope), submit=submit, back=here, crumbs=crumbs, **more)


class _Pages:
    """The address of a page of the lines of an envelope."""

    def address(self, **changes: str) -> str:
        return f"?page={changes['page']}#lines"


def _crumbs() -> Crumbs:
    return (
        (_("Mon bureau"), reverse("desk:home")),
        (_("Financements"), reverse("money:list")),
        (_("Enveloppes"), reverse("money:envelopes")),
    )
