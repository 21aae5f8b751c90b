"""How people sign in: invited, with a password, a second factor, a passkey, or an OpenID Connect provider."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "beffroi.web.account.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An account is opened by the link of an invitation: its address was reached.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Attempts: five wrong passwords an account in five minutes, ten a minute from one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip", "reset_password": "10/m/ip,3/m/key"}

MFA_ADAPTER = "beffroi.web.account.adapters.SecondFactors"
MFA_FORMS = {"add_webauthn": "beffroi.web.account.forms.KeyAdded"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Beffroi"
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "beffroi.web.account.adapters.OutsideAccounts"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
# An address that the provider vouches for opens the account that has it, and the identity is then remembered.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# Two hours without use, twelve hours in all.
SESSION_ENGINE = "beffroi.web.account.sessions"
SESSION_COOKIE_AGE = 2 * 3600
SESSION_WHOLE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"


def providers() -> dict[str, Any]:
    """The OpenID Connect provider that the environment names, such as ProConnect; none without it."""
    names = ("BEFFROI_OIDC_SERVER", "BEFFROI_OIDC_CLIENT", "BEFFROI_OIDC_SECRET")
    server, client, secret = (os.environ.get(name, "") for name in names)
    if not (server or client or secret):
        return {}
    if not (server and client and secret):
        raise ImproperlyConfigured(f"Sign-in by OpenID Connect needs all of {', '.join(names)}, or none of them.")
    app = {
        "provider_id": "proconnect",
        "name": os.environ.get("BEFFROI_OIDC_NAME", "ProConnect"),
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": server,
            "scope": os.environ.get("BEFFROI_OIDC_SCOPE", "openid given_name usual_name email").split(),
            "auth_params": {"acr_values": "eidas1"},
        },
    }
    # ProConnect vouches for the addresses of public agents; another provider says it of each (email_verified).
    vouches = os.environ.get("BEFFROI_OIDC_VOUCHES_FOR_EMAIL", "").lower() in {"1", "true", "yes", "on"}
    return {"proconnect": {"APPS": [app], "VERIFIED_EMAIL": vouches}}


def origins() -> list[str]:
    """Where the sign-in form may lead: the origin of the provider."""
    server = urlsplit(os.environ.get("BEFFROI_OIDC_SERVER", ""))
    return [f"{server.scheme}://{server.netloc}"] if server.netloc else []
