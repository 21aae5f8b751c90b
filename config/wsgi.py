"""The door through which a server calls the site. It opens on a whole release, in production on real data only."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from beffroi.observatory.release.read import DamagedRelease, kept_open
from beffroi.programme.demonstration.presence import REFUSAL, demonstration_is_there
from beffroi.web.figures.reading import served

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
try:
    release = kept_open(settings.BEFFROI_RELEASE)
except DamagedRelease as damage:
    raise SystemExit(f"The site does not start: the release is damaged. {damage}") from None
if settings.PRODUCTION and demonstration_is_there():
    raise SystemExit(REFUSAL)

# A thread that comes back from the database waits its turn behind those that compute, by default 5 ms behind each: with
# three questions an answer, a kept page took as long as the pages computed beside it (decision 0010).
sys.setswitchinterval(0.0005)

# The first reader of a worker does not wait for what the worker reads once: addresses, figures, peers, outlines.
READ_ONCE = (served(), get_resolver().url_patterns, release.peers, release.outlines)
