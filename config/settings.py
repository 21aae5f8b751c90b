"""Django's settings. Everything that differs between installations is a BEFFROI_… variable (docs: README)."""

import os
from importlib.util import find_spec
from pathlib import Path

from beffroi.foundations.home import home
from beffroi.observatory.release.read import SHIPPED
from config import database, environment, sign_in
from config.mail import mail
from config.sign_in import *  # noqa: F403 -- settings, each with its reason there

ENV = environment.one_of("BEFFROI_ENV", values=("development", "demo", "production"))
PRODUCTION = ENV == "production"
BEFFROI_DEMO = ENV == "demo"
BEFFROI_BRAND = environment.one_of("BEFFROI_BRAND", values=("beffroi", "etat"))
BEFFROI_BASE_MAP = environment.one_of("BEFFROI_BASE_MAP", values=("none", "ign"))
BEFFROI_RELEASE = environment.folder("BEFFROI_RELEASE", default=SHIPPED)
# Named in the legal notice; an installation that is not one of ours says who publishes it.
BEFFROI_PUBLISHER = os.environ.get("BEFFROI_PUBLISHER", "")
BEFFROI_CONTACT = os.environ.get("BEFFROI_CONTACT", "")
BEFFROI_CACHE_BYTES = 64 * 1024 * 1024

SECRET_KEY = environment.secret_key(production=PRODUCTION, folder=home())
ALLOWED_HOSTS = environment.hosts(production=PRODUCTION)
DEBUG = False
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# The public rooms read neither the database nor a session: what is below serves the rooms of those who sign in.
ROOMS = ["beffroi.web.figures", "beffroi.web.portrait", "beffroi.api"]
DESK_ROOMS = [f"beffroi.web.{room}" for room in ("convention", "committee", "action", "money", "exchange", "people")]
PROGRAMME = [
    f"beffroi.programme.{room}" for room in ("documents", "committees", "conventions", "actions", "money", "reminders")
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "beffroi.web.account",  # before allauth: its pages take the place of allauth's
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django.contrib.humanize",  # asked for by the pages of allauth
    "ninja",
    "beffroi.foundations.journal",
    "beffroi.foundations.jobs",
    "beffroi.foundations.drafts",
    "beffroi.programme.people",
    "beffroi.programme.towns",
    *[room for room in PROGRAMME if find_spec(room) and find_spec(f"{room}.models")],
    "beffroi.web",
    "beffroi.web.components",
    "beffroi.web.public",
    *[room for room in ROOMS if find_spec(room) and find_spec(f"{room}.urls" if room != ROOMS[0] else room)],
    "beffroi.web.desk",
    *[room for room in DESK_ROOMS if find_spec(room) and find_spec(f"{room}.urls")],
]
MIDDLEWARE = [
    "beffroi.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beffroi.web.middleware.Language",
    "beffroi.web.middleware_pages.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "beffroi.web.gate.Gate",
    "beffroi.web.middleware_desks.KeptDesks",
    "allauth.account.middleware.AccountMiddleware",
]
DATABASES = database.databases(folder=home())
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["beffroi.web.figures.templatetags.days", "beffroi.web.figures.templatetags.punctuation"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "beffroi.web.components.context.site",
                "beffroi.web.desk.context.signed_in",
            ],
        },
    }
]

# What a worker does, by the kind of a job.
JOBS = {
    "workbook.check": "beffroi.programme.money.workbook.jobs.CHECK",
    "workbook.write": "beffroi.programme.money.workbook.jobs.WRITE",
    "workbook.make": "beffroi.web.exchange.making.MAKE",
}

# Attempts are counted where every process of the site sees them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "attempts"}}
globals().update(mail(is_demonstration=BEFFROI_DEMO))
DEFAULT_FROM_EMAIL = os.environ.get("BEFFROI_MAIL_FROM", "Beffroi <beffroi@localhost>")
SOCIALACCOUNT_PROVIDERS = sign_in.providers()
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.is_on("BEFFROI_BEHIND_PROXY"))
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION

# French at /…, English at /en/…: the address alone decides, so that a page can be kept and cited.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
USE_I18N = True
# What the programme says outside any of its rooms.
LOCALE_PATHS = [Path(__file__).parents[1] / "beffroi" / "programme" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# `python -m beffroi.web.build` fills both folders; hashed names wherever the site is served for real.
WEB = Path(__file__).parents[1] / "beffroi" / "web"
STATIC_URL = "/static/"
STATIC_ROOT = WEB / "static" / "built" / "collected"
HASHED = ENV != "development"
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}
WHITENOISE_USE_FINDERS = not HASHED
WHITENOISE_AUTOREFRESH = False
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_MAX_AGE = 3600

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Only an installation that says so believes what a proxy writes about the outer connection.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.is_on("BEFFROI_BEHIND_PROXY") else None

IGN = "https://data.geopf.fr"
BASE_MAP = [IGN] if BEFFROI_BASE_MAP == "ign" else []
BASE_MAP_TILES = BASE_MAP and (
    f"{IGN}/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal"
    "&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)
CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    # data: for the small drawings inside the stylesheets of the State's design system and of MapLibre
    "img-src": ["'self'", "data:", *BASE_MAP],
    "font-src": ["'self'"],
    "connect-src": ["'self'", *BASE_MAP],
    "worker-src": ["'self'"],
    "base-uri": ["'none'"],
    # a browser applies it to the redirection that follows a form as well
    "form-action": ["'self'", *sign_in.origins()],
    "frame-ancestors": ["'none'"],
}
PERMISSIONS_POLICY = ["camera", "display-capture", "geolocation", "microphone", "payment", "usb"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
