"""The doors that django-allauth does not open by itself."""

from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.foundations import clock
from beffroi.programme.people import demonstration, operations
from beffroi.programme.people.models import Invitation
from beffroi.programme.reminders import operations as reminders
from beffroi.programme.reminders.kinds import Kind
from beffroi.web.account.forms import InvitationForm
from beffroi.web.account.provider import ProConnectAdapter
from beffroi.web.account.reading import accesses_of, has_account, reminders_of
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
            user = operations.accept(token, at=at, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            login(request, user, backend=BACKEND)
            record_authentication(request, user, method="password")
            return redirect("desk:home")
    return render(request, "account/invitation.html", {"invited": invited, "form": form})


def overview(request: SignedRequest) -> HttpResponse:
    """Who I am here: my accesses, my second factors, my sessions, my reminders."""
    context = {"accesses": accesses_of(request.user, on=request.today), "reminders": reminders_of(request.user)}
    return render(request, "account/overview.html", context)


@require_POST
def choose_reminders(request: SignedRequest) -> HttpResponse:
    """The reminders that are ticked arrive, the others stop."""
    wanted = set(Kind.values) & set(request.POST.getlist("kind"))
    unwanted = set(Kind.values) - wanted
    reminders.take_up(request.user, kinds=wanted, by=request.user, at=request.at)
    reminders.stop(request.user, kinds=unwanted, by=request.user, at=request.at)
    messages.success(request, _("Votre choix de rappels est enregistré."))
    return redirect("account_overview")


@require_POST
def play(request: HttpRequest) -> HttpResponse:
    """Open a role account of the demonstration; no such address exists in any other mode."""
    key = request.POST.get("role", "")
    if not settings.BEFFROI_DEMO or key not in demonstration.CHARACTERS:
        raise Http404
    login(request, demonstration.account_of(key, at=clock.now()), backend=BACKEND)
    return redirect("desk:home")


def _or_absent(view, request: HttpRequest) -> HttpResponse:
    try:
        return view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
