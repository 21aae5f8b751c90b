"""What every page shows around its content: brand, menu, the other language, the release."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from beffroi import __version__
from beffroi.observatory.release.read import kept_open

# The addresses are stable and public, so the menu names them, not the views behind.
MENU = [
    ("territoires/", _("Territoires")),
    ("indicateurs/", _("Indicateurs")),
    ("comparer/", _("Comparer")),
    ("donnees/", _("Données ouvertes")),
    ("methode/", _("Méthode")),
]


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    label: Any
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Tongue:
    code: str
    label: str
    url: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    home = home_address(language)
    return {
        "brand": settings.BEFFROI_BRAND,
        "is_demo": settings.BEFFROI_DEMO,
        "language": language,
        "home": home,
        "menu": [Entry(home + path, label, request.path.startswith(home + path)) for path, label in MENU],
        "tongues": [
            Tongue(code, label, same_page(request, code), code == language) for code, label in settings.LANGUAGES
        ],
        "release_name": kept_open(settings.BEFFROI_RELEASE).name,
        "site_version": __version__,
    }


def home_address(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def same_page(request: HttpRequest, language: str) -> str:
    """The address of this very page, filters included, in another language; the home page when it has none."""
    try:
        resolve(request.path_info)
    except Resolver404:
        return home_address(language)
    return translate_url(request.get_full_path(), language)
