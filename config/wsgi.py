"""The door through which a server calls the site. It opens only on a whole release."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from beffroi.observatory.release.read import DamagedRelease, kept_open

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
try:
    kept_open(settings.BEFFROI_RELEASE)
except DamagedRelease as damage:
    raise SystemExit(f"The site does not start: the release is damaged. {damage}") from None
