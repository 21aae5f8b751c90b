"""Where letters go: the server that BEFFROI_MAIL names, or the console."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}


def mail(*, is_demonstration: bool = False) -> dict[str, Any]:
    """Django's EMAIL_… settings. `smtp` begins in clear and must turn to TLS; `smtps` is TLS from the first byte.

    A demonstration writes to nobody, whatever the environment names: its letters are shown on the console.
    """
    address = os.environ.get("BEFFROI_MAIL", "")
    if not address or is_demonstration:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    server = urlsplit(address)
    if server.scheme not in PORTS or not server.hostname:
        raise ImproperlyConfigured(
            "BEFFROI_MAIL must name a server, as in smtp://name:password@mail.example.org:587, or smtps://… for TLS."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.hostname,
        "EMAIL_PORT": server.port or PORTS[server.scheme],
        "EMAIL_HOST_USER": unquote(server.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(server.password or ""),
        "EMAIL_USE_TLS": server.scheme == "smtp",
        "EMAIL_USE_SSL": server.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
