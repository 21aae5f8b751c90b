"""What every answer carries: the security policy and the language of its address."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """A strict policy without exception: nothing inline, nothing from elsewhere, nobody frames us."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        policy = "; ".join(f"{rule} {' '.join(sources)}" for rule, sources in settings.CONTENT_SECURITY_POLICY.items())
        self.headers = {
            "Content-Security-Policy": policy,
            "Permissions-Policy": ", ".join(f"{power}=()" for power in settings.PERMISSIONS_POLICY),
            "X-Frame-Options": "DENY",
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class Language:
    """The address decides, never the browser: /en/… is English, all else is French."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        return response
