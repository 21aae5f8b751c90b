"""The doors that django-allauth does not open by itself."""

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse

from beffroi.web.account.provider import ProConnectAdapter

_leave = OAuth2LoginView.adapter_view(ProConnectAdapter)
_come_back = OAuth2CallbackView.adapter_view(ProConnectAdapter)


def to_provider(request: HttpRequest) -> HttpResponse:
    """Send the person to the identity provider; absent where the installation has none."""
    return _or_absent(_leave, request)


def from_provider(request: HttpRequest) -> HttpResponse:
    return _or_absent(_come_back, request)


def _or_absent(view, request: HttpRequest) -> HttpResponse:
    try:
        return view(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
