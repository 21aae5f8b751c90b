"""The doors that django-allauth does not open by itself."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beffroi.foundations import clock
from beffroi.programme.people import demonstration, operations
from beffroi.programme.people.models import Invitation, User
from beffroi.programme.reminders import operations as reminders
from beffroi.programme.reminders import stopping
from beffroi.programme.reminders.kinds import ALL, Kind
from beffroi.web.account.forms import InvitationForm
from beffroi.web.account.provider import ProConnectAdapter
from beffroi.web.account.reading import accesses_of, has_account, reminders_of
from beffroi.web.desk.own_drafts import own_drafts
from beffroi.web.gate import SignedRequest

_leave = OAuth2LoginView.adapter_view(ProConnectAdapter)
_come_back = OAuth2CallbackView.adapter_view(ProConnectAdapter)
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def to_provider(request: HttpRequest) -> HttpResponse:
    """Send the person to the identity provider; absent where the installation has none."""
    return _or_absent(_leave, request)


def from_provider(request: HttpRequest) -> HttpResponse:
    return _or_absent(_come_back, request)


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open the access of an invitation: choose a name and a password, or add it to the account of the address."""
    at = clock.now()
    try:
        with transaction.atomic():
            invited = operations.invitation_of(token, at=at)
        return _accepted(request, invited, token=token, at=at)
    except operations.AccessRefused as refusal:
        return render(request, "account/invitation_over.html", {"refusal": refusal}, status=404)


def _accepted(request: HttpRequest, invited: Invitation, *, token: str, at: datetime) -> HttpResponse:
    if has_account(invited):
        if request.method != "POST":
            return render(request, "account/invitation.html", {"invited": invited})
        operations.accept(token, at=at)
        return redirect("account_login")
    form = InvitationForm(request.POST or None, initial={"name": invited.name})
    if form.is_valid():
        try:
            user = operations.accept(token, at=at, language=get_language() or "", **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _enter(request, user)
            # The password was just chosen: setting a second factor does not ask for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            messages.success(
                request, _("Votre accès est ouvert. Ajoutez un second facteur, puis allez à votre bureau.")
            )
            return redirect("mfa_index")
    return render(request, "account/invitation.html", {"invited": invited, "form": form})


def overview(request: SignedRequest) -> HttpResponse:
    """Who I am here: my accesses, my second factors, my sessions, my reminders."""
    context = {
        "accesses": accesses_of(request.user, on=request.today),
        "reminders": reminders_of(request.user),
        "languages": settings.LANGUAGES,
        "drafts": own_drafts(request.user),
    }
    return render(request, "account/overview.html", context)


def choose_reminders(request: SignedRequest) -> HttpResponse:
    """The reminders that are ticked arrive, the others stop."""
    if request.method != "POST":
        return render(request, "account/reminders_page.html", {"reminders": reminders_of(request.user)})
    _choose(request.user, request.POST.getlist("kind"), at=request.at)
    messages.success(request, _("Votre choix de rappels est enregistré."))
    return redirect("account_overview")


@csrf_exempt
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter: asks first, then stops. Whoever received the letter may, without signing in.

    A mail program sends it by itself (RFC 8058), so it bears no proof of a form but the token.
    """
    person = stopping.person_of(token)
    if person is None:
        return render(request, "account/stop_unknown.html", status=404)
    if request.method == "POST":
        ticked = request.POST.getlist("kind") if "choice" in request.POST else []
        _choose(person, ticked, at=clock.now())
    context = {"reminders": reminders_of(person), "is_done": request.method == "POST"}
    return render(request, "account/stop.html", context)


@require_POST
def choose_language(request: SignedRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    try:
        operations.choose_language(request.user, language=language, by=request.user, at=request.at)
    except operations.AccessRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Vos courriers seront dans cette langue."))
    return redirect("account_overview")


@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Open a role account of the demonstration; no such address exists in any other mode."""
    key = request.POST.get("role", "")
    if not settings.BEFFROI_DEMO or key not in demonstration.CHARACTERS:
        raise Http404
    _enter(request, demonstration.account_of(key, at=clock.now()))
    return redirect("desk:home")


def _or_absent(view, request: HttpRequest) -> HttpResponse:
    try:
        return view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def _choose(person: User, ticked: Iterable[str], *, at: datetime) -> None:
    """Those ticked arrive; without any, everything stops, kinds to come included."""
    wanted = set(Kind.values) & set(ticked)
    if not wanted:
        reminders.stop(person, kinds=[ALL], by=person, at=at)
        return
    reminders.take_up(person, kinds=wanted, by=person, at=at)
    reminders.stop(person, kinds=set(Kind.values) - wanted, by=person, at=at)


def _enter(request: HttpRequest, user: User) -> None:
    """Sign the person in, and list the session among theirs, as the other doors do."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
